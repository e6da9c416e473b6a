package io.aiplat.supply.engine;

import io.aiplat.supply.blob.BlobDigest;
import java.nio.file.Path;

/// Engine package: a program that runs models, of one release, for one platform and one accelerator, installed in a
/// folder of its own.
///
/// @param name        of the engine: `llamacpp`
/// @param version     of its release: `b11194`
/// @param accelerator what it was built for
/// @param platform    that it runs on
/// @param program     what is started, relative to [#files]
/// @param bytes       of all its files
/// @param digest      of its content: of names, modes and bytes of all its files, however they were packed
/// @param source      where it came from, for people
/// @param folder      where it is
public record EnginePackage(
        String name,
        String version,
        Accelerator accelerator,
        EnginePlatform platform,
        String program,
        long bytes,
        BlobDigest digest,
        String source,
        Path folder) {
    /// What tells it from others of its name: `b11194-cpu`.
    public String id() {
        return version + "-" + accelerator.word();
    }

    /// The folder with the files that it consists of.
    public Path files() {
        return folder.resolve("files");
    }

    /// Absolute path of the program.
    public Path binary() {
        return files().resolve(program).toAbsolutePath().normalize();
    }
}
