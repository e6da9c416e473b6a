package io.aiplat.config.kustomize;

import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.List;

/// Problems with a folder of kustomize.
public final class KustomizeProblems {
    private KustomizeProblems() {}

    /// A feature of kustomize that this part of it does not have.
    ///
    /// @param where   the file that wants it
    /// @param feature as it is called there
    public static Problem notInSubset(String where, String feature) {
        return new Problem(
                new ProblemCode("KUSTOMIZE_NOT_IN_SUBSET", Kind.INVALID),
                where + " uses " + feature + ", which aiplat does not do by itself",
                "aiplat has a part of kustomize built in: resources and components from folders, namespace, name"
                        + " prefix and suffix, labels, annotations, images, replicas, patches, and generators of"
                        + " ConfigMaps and Secrets. It leaves nothing out in silence.",
                List.of(
                        "Install kustomize (https://github.com/kubernetes-sigs/kustomize); aiplat uses it for your"
                                + " folders where it is on the PATH",
                        "Or say the same with what is built in, as a patch"));
    }

    /// A resource that is somewhere else.
    public static Problem remote(String where, String address) {
        return new Problem(
                new ProblemCode("KUSTOMIZE_REMOTE", Kind.INVALID),
                where + " names " + address + ", which is not on this machine",
                "aiplat builds folders as they are here, so that the same folder gives the same objects, also without a"
                        + " network.",
                List.of(
                        "Bring it here, as with git clone or curl, and name the folder or the file",
                        "Or install kustomize, which fetches it; aiplat uses it for your folders where it is on the"
                                + " PATH"));
    }

    /// A file that is missing, is not as it should be, or does not go together with the others.
    ///
    /// @param where the file or folder
    /// @param why   in full sentences
    public static Problem broken(String where, String why) {
        return new Problem(
                new ProblemCode("KUSTOMIZE_BROKEN", Kind.INVALID),
                "The objects of " + where + " cannot be made",
                why,
                List.of("Mend it, and see what comes of it: aiplat render --overlay FOLDER"));
    }

    /// The program on the `PATH` builds a folder no more than we could.
    ///
    /// @param said what it wrote
    public static Problem programFailed(String folder, String program, String said) {
        return new Problem(
                new ProblemCode("KUSTOMIZE_PROGRAM_FAILED", Kind.INVALID),
                program + " cannot build " + folder,
                said,
                List.of("Mend it, and see what comes of it: " + program + " build " + folder));
    }
}
