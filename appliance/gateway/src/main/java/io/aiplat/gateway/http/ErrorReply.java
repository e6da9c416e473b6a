package io.aiplat.gateway.http;

import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.wire.http.RequestHead;
import org.jspecify.annotations.Nullable;

/// Error reply of an address: in the envelope that whoever asks for it reads.
public final class ErrorReply {
    private ErrorReply() {}

    /// The envelope that whoever asks for an address reads. Some addresses are in both APIs, and others in none: there
    /// the client says which one it speaks.
    ///
    /// @param endpoint at the address; null for none
    public static ErrorFormat envelope(@Nullable Endpoint endpoint, RequestHead head) {
        if (endpoint != null) {
            return endpoint.errors();
        }
        return head.headers().has(AnthropicModels.VERSION) ? ErrorFormat.ANTHROPIC : ErrorFormat.at(head.path());
    }
}
