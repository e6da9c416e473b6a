package io.aiplat.supply.archive;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Keys as text ([RFC 7468](https://www.rfc-editor.org/rfc/rfc7468)).
final class Pem {
    private Pem() {}

    static String encode(String label, byte[] bytes) {
        Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN " + label + "-----\n" + lines.encodeToString(bytes) + "\n-----END " + label + "-----\n";
    }

    /// @throws IllegalArgumentException if there is none with that label
    static byte[] decode(String text, String label) {
        String begin = "-----BEGIN " + label + "-----";
        int from = text.indexOf(begin);
        int to = text.indexOf("-----END " + label + "-----");
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no line " + begin + " in it");
        }
        return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    }
}
