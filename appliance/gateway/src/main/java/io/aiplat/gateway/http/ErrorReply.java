package io.aiplat.gateway.http;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.FailureReply;
import io.aiplat.wire.http.RequestHead;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.DirectHandler;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/// Error reply of pages, and of what Helidon could not read: in OpenAI's envelope, as there is no API that was asked.
public final class ErrorReply implements ErrorHandler<Throwable>, DirectHandler {
    private static final Header JSON_TYPE =
            HeaderValues.create(HeaderNames.CONTENT_TYPE, MediaTypes.APPLICATION_JSON_VALUE);
    private static final Header NO_RETRY = HeaderValues.create("x-should-retry", "false");
    private static final Header AFTER_A_SECOND = HeaderValues.create(HeaderNames.RETRY_AFTER, "1");

    private final Ids ids;

    public ErrorReply(Ids ids) {
        this.ids = ids;
    }

    /// A failure inside a handler or filter.
    @Override
    public void handle(ServerRequest request, ServerResponse response, Throwable failure) {
        if (failure instanceof CloseConnectionException close) {
            throw close;
        }
        ApiError error = ApiError.of(failure);
        FailureReply.log(RequestIds.of(response), error, failure);
        response.status(error.status());
        response.header(JSON_TYPE);
        switch (error.retry()) {
            case USELESS -> response.header(NO_RETRY);
            case MAY_HELP -> {}
            case AFTER_A_SECOND -> response.header(AFTER_A_SECOND);
        }
        response.send(json(error));
    }

    /// A request the HTTP layer could not even hand to a handler.
    @Override
    public TransportResponse handle(
            TransportRequest request, EventType event, Status status, ServerResponseHeaders headers, String message) {
        ApiError error = ApiError.ofStatus(status.code(), message);
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(JSON_TYPE)
                .header(NO_RETRY)
                .header(RequestIds.HEADER, ids.next(RequestIds.PREFIX))
                .entity(json(error))
                .build();
    }

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

    private static byte[] json(ApiError error) {
        return ErrorFormat.OPENAI.json(error, "");
    }
}
