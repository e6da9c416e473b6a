package io.aiplat.library;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.catalog.ImageReference;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Problems with what the JAR brings along.
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
