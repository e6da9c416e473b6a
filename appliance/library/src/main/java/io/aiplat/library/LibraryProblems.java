package io.aiplat.library;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.catalog.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Problems with what the JAR brings along, and with the registries its images come from.
public final class LibraryProblems {
    private LibraryProblems() {}

    /// A bundle, profile or lock is not as it should be: a fault of the build.
    public static Problem libraryBroken(String file, String why) {
        return problem(
                new ProblemCode("LIBRARY_BROKEN", Kind.BUG),
                "A file inside aiplat is broken: " + file,
                why,
                "Get aiplat.jar again and compare its checksum",
                "If it is right, this is a fault of aiplat: please report it with this text");
    }

    /// A release must not name images that could change.
    public static Problem imagesUnpinned(List<ImageReference> images) {
        return problem(
                new ProblemCode("LIBRARY_IMAGES_UNPINNED", Kind.MISCONFIGURED),
                "Images without a digest: "
                        + images.stream().map(ImageReference::nameAndTag).collect(Collectors.joining(", ")),
                "Their locks hold no digest, so a registry could hand out other bytes under the same name.",
                "Where the registries can be reached: aiplat images lock");
    }

    /// A registry does not have an image.
    public static Problem imageNotFound(ImageReference image, String registry) {
        return problem(
                new ProblemCode("LIBRARY_IMAGE_NOT_FOUND", Kind.NOT_FOUND, ExitCode.HOST),
                "The registry " + registry + " does not have " + image.nameAndTag(),
                "It answered that the name or the tag is unknown.",
                "Look at the spelling, and at `images` in aiplat.yaml if the name was replaced there");
    }

    /// A registry does not let us see an image.
    public static Problem imageDenied(ImageReference image, String registry) {
        return problem(
                new ProblemCode("LIBRARY_IMAGE_DENIED", Kind.DENIED, ExitCode.HOST),
                "The registry " + registry + " does not let us see " + image.nameAndTag(),
                "It wants a login that was not given, or refused the one that was.",
                "Put a login for " + registry + " under `network.registries` in aiplat.yaml");
    }

    /// A registry cannot be reached, or answers nonsense.
    public static Problem registryUnreachable(String registry, String why) {
        return problem(
                new ProblemCode("LIBRARY_REGISTRY_UNREACHABLE", Kind.UNAVAILABLE),
                "The registry " + registry + " could not be asked",
                why,
                "See what it says: curl -v https://" + registry + "/v2/",
                "Behind a proxy or with a certificate authority of your own, set `network` in aiplat.yaml");
    }

    /// There is nothing to lock.
    public static Problem noBundles(Path folder) {
        return problem(
                new ProblemCode("LIBRARY_NO_BUNDLES", Kind.INVALID),
                folder + " is not a folder of bundles",
                "It has no " + Library.NODE_LOCK + ", as the folder `bundles` of the sources has.",
                "Run it in a clone of aiplat: aiplat images lock bundles");
    }

    /// A lock could not be written.
    public static Problem lockNotWritten(Path file, String reason) {
        return problem(
                new ProblemCode("LIBRARY_LOCK_NOT_WRITTEN", Kind.UNAVAILABLE),
                "aiplat could not write " + file,
                "The system says: " + reason + ".",
                "See who owns it: ls -l " + file);
    }

    static ApplianceException broken(String file, String why) {
        return new ApplianceException(libraryBroken(file, why));
    }

    static ApplianceException broken(String file, String why, Exception cause) {
        return new ApplianceException(libraryBroken(file, why), cause);
    }

    private static Problem problem(ProblemCode code, String what, String why, String... fixes) {
        return new Problem(code, what, why, List.of(fixes));
    }
}
