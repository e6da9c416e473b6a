package io.aiplat.wire.http;

import org.jspecify.annotations.Nullable;

/// What a client asks for. The request was found to be well-formed HTTP/1.1 or 1.0.
///
/// @param path            as sent, not decoded; begins with a slash, or is `*`
/// @param query           what follows the question mark, as sent; null without one
/// @param http10          whether the client speaks HTTP/1.0 and knows no chunks
/// @param keepAlive       whether the client would use the connection again
/// @param expectsContinue whether the client waits for `100 Continue` before it sends the body
public record RequestHead(
        String method,
        String path,
        @Nullable String query,
        Headers headers,
        boolean http10,
        boolean keepAlive,
        boolean expectsContinue,
        BodyFraming framing) {
    /// The same at another address.
    ///
    /// @param otherQuery null without one
    public RequestHead at(String otherPath, @Nullable String otherQuery) {
        return new RequestHead(method, otherPath, otherQuery, headers, http10, keepAlive, expectsContinue, framing);
    }
}
