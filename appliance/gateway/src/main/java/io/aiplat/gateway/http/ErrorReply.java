package io.aiplat.gateway.http;

import io.aiplat.gateway.api.ApiFormats;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.gateway.api.responses.ResponseFailure;
import io.aiplat.gateway.call.Operation;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.model.ApplianceException;
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
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers whatever fails, everywhere on this server, in the envelope of the API that was asked; OpenAI's
/// elsewhere.
public final class ErrorReply implements ErrorHandler<Throwable>, DirectHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorReply.class);
    private static final Header JSON_TYPE =
            HeaderValues.create(HeaderNames.CONTENT_TYPE, MediaTypes.APPLICATION_JSON_VALUE);
    private static final Header NO_RETRY = HeaderValues.create("x-should-retry", "false");
    private static final Header AFTER_A_SECOND = HeaderValues.create(HeaderNames.RETRY_AFTER, "1");

    private static final int UNAUTHORIZED = 401;

    /// A 401 names the scheme that would open it (RFC 9110, section 11.6.1).
    private static final String SCHEME = "Bearer realm=\"aiplat\"";

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
        log(RequestIds.of(response), error, failure);
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

    /// Writes down what a person will ask about. What the client did wrong is the client's to know; a problem
    /// says itself where it comes from, so only the unexpected brings its stack.
    public static void log(String id, ApiError error, Throwable failure) {
        if (error.status() >= 500) {
            Throwable stack = failure instanceof ApplianceException ? failure.getCause() : failure;
            LOG.warn("request {} failed: {} {}", id, error.code(), error.message(), stack);
        }
    }

    /// Answers a request to the API with what failed. An answer that has begun is cut instead: the client
    /// sees that something is missing.
    ///
    /// @return the code that the client was given
    public static String to(Exchange exchange, RuntimeException failure) throws IOException {
        ApiError error = ApiError.of(failure);
        if (exchange.isGone()) {
            throw new IOException("the client has left", failure);
        }
        log(exchange.id(), error, failure);
        if (exchange.hasBegun()) {
            throw new IOException("the answer cannot be completed", failure);
        }
        switch (error.retry()) {
            case USELESS -> exchange.header("x-should-retry", "false");
            case MAY_HELP -> {}
            case AFTER_A_SECOND -> exchange.header("retry-after", "1");
        }
        if (error.status() == UNAUTHORIZED) {
            exchange.header("www-authenticate", SCHEME);
        }
        ErrorFormat envelope = envelope(exchange.head());
        if (envelope == ErrorFormat.ANTHROPIC) {
            // The name Anthropic's clients look for.
            exchange.header("request-id", exchange.id());
        }
        exchange.reply(error.status(), ApiJson.TYPE, envelope.json(error, exchange.id()));
        return error.code();
    }

    /// The error as the end of a stream that a server has begun, in the words of the API that was asked.
    public static byte[] event(Attempt attempt, ApiError error) {
        Exchange exchange = attempt.exchange();
        if (attempt.call().operation() == Operation.RESPONSES) {
            ResponseMetadata head = new ResponseMetadata(
                    ApiFormats.RESPONSES.idPrefix() + exchange.id(),
                    System.currentTimeMillis() / 1000,
                    attempt.call().model());
            return ApiJson.bytes(json -> ResponseFailure.write(json, head, error, attempt.pieces()));
        }
        ErrorFormat envelope = envelope(exchange.head());
        return ApiJson.bytes(json -> envelope.event(json, error, exchange.id()));
    }

    /// Some addresses are in both APIs, and others in none: there the client says which one it speaks.
    private static ErrorFormat envelope(RequestHead head) {
        boolean anthropic = Operation.at(head.path()) == null && head.headers().has(AnthropicModels.VERSION);
        return anthropic ? ErrorFormat.ANTHROPIC : ErrorFormat.at(head.path());
    }

    private static byte[] json(ApiError error) {
        return ErrorFormat.OPENAI.json(error, "");
    }
}
