package io.aiplat.gateway.connection;

import io.aiplat.wire.http.RequestHead;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Protocol translation: a request of HTTP/1.0 in the words of HTTP/1.1, for a reader that speaks no other. Its
/// connection ends with the answer, as such a client expects.
final class Http10 {
    private static final byte[] VERSION = "HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII);

    private Http10() {}

    /// @param bytes of a connection, from the request's first on
    /// @param head  of that request, which was found to be well-formed
    static byte[] asHttp11(byte[] bytes, RequestHead head) {
        int line = 0;
        while (bytes[line] != '\n') {
            line++;
        }
        line++;
        ByteArrayOutputStream changed = new ByteArrayOutputStream(bytes.length + 64);
        changed.write(bytes, 0, line - VERSION.length);
        changed.writeBytes(VERSION);
        String more = head.headers().has("host") ? "" : "Host: localhost\r\n";
        changed.writeBytes((more + "Connection: close\r\n").getBytes(StandardCharsets.US_ASCII));
        changed.write(bytes, line, bytes.length - line);
        return changed.toByteArray();
    }
}
