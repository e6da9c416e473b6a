package io.aiplat.supply;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Bundled model: a tiny one in the JAR, so that a machine without any download has something to answer with.
///
/// @param name   to ask for it
/// @param bytes  size of its GGUF file
/// @param sha256 of its GGUF file, 64 hexadecimal digits
/// @param embeds whether it is an embedding model
public record BundledModel(String name, long bytes, String sha256, boolean embeds) {
    /// All of them. The checksums are those of `models/README.md`; a test compares them with the bytes.
    public static final List<BundledModel> ALL = List.of(
            new BundledModel(
                    "smoke", 3_148_192, "7162c9a10efef7101e93ae5b9102852f1ebd005f1af1ed9eb6c27a97cbe542ee", false),
            new BundledModel(
                    "smoke-embed",
                    1_781_440,
                    "aa5887ff4dd4a0a7603e50dfda3d08d742f805d4aa1ee635461bf65e4b1bcf11",
                    true));

    /// Its GGUF file.
    ///
    /// @throws IOException if the JAR cannot be read
    public InputStream open() throws IOException {
        return resource("model.gguf");
    }

    /// Its Modelfile, the defaults every engine honours.
    ///
    /// @throws IOException if the JAR cannot be read
    public String modelfile() throws IOException {
        try (InputStream in = resource("Modelfile")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private InputStream resource(String file) throws IOException {
        InputStream in = BundledModel.class.getResourceAsStream("/models/" + name + "/" + file);
        if (in == null) {
            throw new IOException("the JAR lacks models/" + name + "/" + file);
        }
        return in;
    }
}
