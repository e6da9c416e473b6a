package io.aiplat.host.survey;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Whether the dynamic linker would find a library, told without loading it: what is loaded cannot be unloaded.
final class SharedLibraries {
    private final Path root;
    private final Map<String, String> environment;

    SharedLibraries(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    /// Whether it is in the linker's cache or in a folder of `LD_LIBRARY_PATH`. Always true where the system is
    /// not Linux, whose builds of llama.cpp do not need it.
    boolean has(String name) {
        if (!Files.exists(root.resolve("proc/version"))) {
            return true;
        }
        return inCache(name)
                || Arrays.stream(environment.getOrDefault("LD_LIBRARY_PATH", "").split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isBlank())
                        .anyMatch(folder -> Files.exists(Path.of(folder, name)));
    }

    private boolean inCache(String name) {
        try {
            byte[] cache = Files.readAllBytes(root.resolve("etc/ld.so.cache"));
            return new String(cache, StandardCharsets.ISO_8859_1).contains(name + "\0");
        } catch (IOException _) {
            // A linker without a cache (musl) looks in two fixed folders.
            return Files.exists(root.resolve("lib").resolve(name))
                    || Files.exists(root.resolve("usr/lib").resolve(name));
        }
    }
}
