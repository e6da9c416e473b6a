package io.aiplat.supply.engine;

import java.util.Locale;

/// Platform of an engine: operating system and architecture, in the words of OCI images: `linux/amd64`.
///
/// @param os   `linux` or `darwin`; other words as the JVM says them
/// @param arch `amd64` or `arm64`; other words as the JVM says them
public record EnginePlatform(String os, String arch) {
    /// This machine.
    public static EnginePlatform here() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        return new EnginePlatform(
                os.startsWith("mac") ? "darwin" : os,
                switch (arch) {
                    case "x86_64", "amd64" -> "amd64";
                    case "aarch64", "arm64" -> "arm64";
                    default -> arch;
                });
    }

    /// Reads `linux/amd64`.
    ///
    /// @throws IllegalArgumentException if it is not two words with a stroke between
    public static EnginePlatform parse(String text) {
        String[] words = text.split("/", -1);
        if (words.length != 2 || words[0].isBlank() || words[1].isBlank()) {
            throw new IllegalArgumentException("a platform is written linux/amd64, and not " + text);
        }
        return new EnginePlatform(words[0], words[1]);
    }

    /// `linux/amd64`.
    @Override
    public String toString() {
        return os + "/" + arch;
    }
}
