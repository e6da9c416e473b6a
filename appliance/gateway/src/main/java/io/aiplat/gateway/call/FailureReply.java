package io.aiplat.gateway.call;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.ErrorFormat;
import io.aiplat.gateway.responder.ClientDisconnected;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.model.ApplianceException;
import io.aiplat.telemetry.request.BodyRefusal;
import io.aiplat.wire.http.MalformedRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Error reply of the API: answers a call with what failed, in the words of the API that was asked.
public final class FailureReply {
    private static final Logger LOG = LoggerFactory.getLogger(FailureReply.class);
    private static final int UNAUTHORIZED = 401;

    /// A 401 names the scheme that would open it (RFC 9110, section 11.6.1).
    private static final String SCHEME = "Bearer realm=\"aiplat\"";

    private FailureReply() {}

    /// Writes down what a person will ask about. What the client did wrong is the client's to know; a problem
    /// says itself where it comes from, so only the unexpected brings its stack.
    public static void log(String id, ApiError error, Throwable failure) {
        if (error.status() >= 500) {
            Throwable stack = failure instanceof ApplianceException ? failure.getCause() : failure;
            LOG.warn("request {} failed: {} {}", id, error.code(), error.message(), stack);
        }
    }

    /// Answers a request to the API with what failed, were it that a request nests so deep that the stack is too small
    /// for it: that is this request's own, and the stack is as it was. An answer that has begun is cut instead: the
    /// client sees that something is missing.
    ///
    /// @return the code that the client was given
    /// @throws IOException if the answer has begun, or the client has left
    public static String to(Responder responder, ErrorFormat envelope, Throwable failure) throws IOException {
        return to(responder, envelope, null, failure);
    }

    /// The same to a client over HTTP, whose stream may have been begun to keep it waiting: such a one ends with the
    /// error as an event.
    ///
    /// @param endpoint that was asked; null for none
    public static String to(Responder responder, ErrorFormat envelope, @Nullable Endpoint endpoint, Throwable failure)
            throws IOException {
        ApiError error = ApiError.of(failure);
        if (failure instanceof ClientDisconnected || responder.isGone()) {
            throw new IOException("the client has left", failure);
        }
        log(responder.id(), error, failure);
        if (responder.hasBegun()) {
            throw new IOException("the answer cannot be completed", failure);
        }
        String model = responder.waitingFor();
        if (model != null && endpoint != null) {
            byte[] event = endpoint.streamFailure().event(error, responder.id(), model, 0);
            responder.begin(responder.status());
            responder.write(event, 0, event.length);
            responder.end();
            return error.code();
        }
        switch (error.retry()) {
            case USELESS -> responder.header("x-should-retry", "false");
            case MAY_HELP -> {}
            case AFTER_A_SECOND -> responder.header("retry-after", "1");
        }
        if (error.status() == UNAUTHORIZED) {
            responder.header("www-authenticate", SCHEME);
        }
        if (envelope == ErrorFormat.ANTHROPIC) {
            // The name Anthropic's clients look for.
            responder.header("request-id", responder.id());
        }
        responder.reply(error.status(), ApiJson.TYPE, envelope.json(error, responder.id()));
        return error.code();
    }

    /// The error as the end of a stream that a server has begun, in the words of the API that was asked.
    ///
    /// @param pieces of the answer that the client has
    public static byte[] event(ModelCall call, Responder responder, long pieces, ApiError error) {
        return call.endpoint().streamFailure().event(error, responder.id(), call.model(), pieces);
    }

    /// Why a request was not read, as it is counted.
    public static BodyRefusal refusal(MalformedRequest malformed) {
        return switch (malformed.status()) {
            case 413 -> BodyRefusal.TOO_LARGE;
            case 503 -> BodyRefusal.NO_ROOM;
            default -> BodyRefusal.MALFORMED;
        };
    }
}
