package io.aiplat.gateway.cache;

import io.aiplat.gateway.responder.Responder;
import io.aiplat.wire.ByteSlice;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Cached response.
///
/// @param headers those of its headers that say something about it
/// @param content as the client got it
/// @param stream  whether it came in parts
/// @param since   when it came, as [System#nanoTime] counts
record CachedResponse(Map<String, String> headers, ByteSlice content, boolean stream, long since) {
    /// Bytes beside the content, about.
    private static final long OVERHEAD = 512;

    long bytes() {
        return content.length() + OVERHEAD;
    }

    /// Gives it to a client once more.
    ///
    /// @param now as [System#nanoTime] counts
    void answer(Responder responder, long now) throws IOException {
        headers.forEach(responder::header);
        responder.header("age", Long.toString((now - since) / 1_000_000_000));
        if (stream) {
            responder.begin(200);
            responder.write(content.bytes(), content.offset(), content.length());
            responder.end();
        } else {
            responder.reply(200, List.of(content));
        }
    }
}
