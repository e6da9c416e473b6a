package io.aiplat.wire.upstream;

import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.Headers;
import java.util.List;

/// Request to an upstream.
///
/// @param method     as HTTP has it, in capitals
/// @param target     path and query; begins with a slash
/// @param headers    without those that concern the connection (Host, Content-Length, Transfer-Encoding,
///     Connection and the like), which are the client's own and left out
/// @param body       sent one after the other; nobody may change them before the answer came
/// @param repeatable whether it may be sent again over a new connection, if a used one turns out to be closed
///     before a byte of an answer came
public record UpstreamRequest(String method, String target, Headers headers, List<ByteSlice> body, boolean repeatable) {

    /// Checks that the target is one word, since anything else would be a second request.
    public UpstreamRequest {
        body = List.copyOf(body);
        if (!target.startsWith("/") || !isWithin(target, '!', '~')) {
            throw new IllegalArgumentException("not a request target");
        }
        if (method.isEmpty() || !isWithin(method, 'A', 'Z')) {
            throw new IllegalArgumentException("not a method");
        }
    }

    private static boolean isWithin(String text, char lowest, char highest) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < lowest || text.charAt(i) > highest) {
                return false;
            }
        }
        return true;
    }

    /// How many bytes the body has.
    long length() {
        long length = 0;
        for (ByteSlice segment : body) {
            length += segment.length();
        }
        return length;
    }
}
