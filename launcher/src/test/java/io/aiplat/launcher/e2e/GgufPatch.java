package io.aiplat.launcher.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Makes files like those people bring, out of smoke's.
final class GgufPatch {
    private static final Path SMOKE =
            Path.of("..", "appliance", "supply", "src", "main", "resources", "models", "smoke", "model.gguf");

    private GgufPatch() {}

    /// Another chat template; it may be as long as smoke's.
    static byte[] template(String jinja) throws IOException {
        return withValue("tokenizer.chat_template", jinja);
    }

    /// Another architecture; its name may be as long as "llama".
    static byte[] architecture(String name) throws IOException {
        return withValue("general.architecture", name);
    }

    /// The file cut off, as by a download that broke.
    static byte[] cutOff() throws IOException {
        byte[] gguf = Files.readAllBytes(SMOKE);
        return Arrays.copyOf(gguf, gguf.length / 2);
    }

    /// A page with an error in place of the file, as some downloads end.
    static byte[] webPage() {
        return "<!DOCTYPE html><title>404</title>".getBytes(StandardCharsets.UTF_8);
    }

    /// Replaces a text in the header by one that is not longer, filled up with spaces.
    private static byte[] withValue(String key, String value) throws IOException {
        // As characters of one byte each; a text is its length in eight bytes, then its bytes.
        String gguf = Files.readString(SMOKE, StandardCharsets.ISO_8859_1);
        int length = gguf.indexOf(key) + key.length() + Integer.BYTES;
        int old = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            old = old << 8 | gguf.charAt(length + i);
        }
        int begin = length + Long.BYTES;
        String filled = value + " ".repeat(old - value.length());
        return (gguf.substring(0, begin) + filled + gguf.substring(begin + old)).getBytes(StandardCharsets.ISO_8859_1);
    }
}
