package io.aiplat.launcher.images;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.nio.file.Path;
import java.util.List;

/// What can go wrong with the image cache.
public final class ImageCacheProblems {
    private ImageCacheProblems() {}

    /// Its port is taken, or its address is none of this machine.
    ///
    /// @param why as the system says
    public static Problem cannotListen(String listen, int port, String why) {
        return new Problem(
                new ProblemCode("IMAGE_CACHE_CANNOT_LISTEN", Kind.UNAVAILABLE, ExitCode.HOST),
                "The image cache cannot listen on " + listen + ":" + port,
                "The system says: " + why + ".",
                List.of("Choose another: aiplat image cache serve --listen ADDRESS --port PORT"));
    }

    /// Its folder cannot be read.
    public static Problem unreadable(Path folder, String why) {
        return new Problem(
                new ProblemCode("IMAGE_CACHE_UNREADABLE", Kind.FAILED, ExitCode.HOST),
                "The images that are kept in " + folder + " cannot be read",
                "The system says: " + why + ".",
                List.of("See to its rights and its disk", "Delete the folder; what nodes ask for is fetched again"));
    }
}
