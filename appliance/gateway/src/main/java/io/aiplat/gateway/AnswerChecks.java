package io.aiplat.gateway;

import io.aiplat.gateway.surface.ApiError;
import io.aiplat.gateway.surface.Json;
import io.aiplat.routing.choice.Failure;
import io.aiplat.routing.choice.FailureKind;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.upstream.UpstreamAnswer;
import io.aiplat.wire.upstream.UpstreamFailure;

/// Whether an upstream answers in the way it was asked to.
final class AnswerChecks {
    /// Bytes that one event of a stream may have.
    static final int LARGEST_EVENT = 8 << 20;

    private AnswerChecks() {}

    /// Lets an answer pass that is a stream of events.
    ///
    /// @throws AttemptFailed also with the error that came in its place
    static void isStream(UpstreamAnswer answer) throws AttemptFailed, UpstreamFailure {
        isPlain(answer);
        String type = answer.headers().first("content-type");
        // Some servers do not say what they send.
        boolean unsaid = type == null || type.startsWith("text/plain") || type.startsWith("application/octet-stream");
        if (!isEvents(answer) && !unsaid) {
            throw cut("The upstream was asked for a stream and answers with " + type + ".");
        }
    }

    /// Whether it comes in one piece, as JSON.
    static boolean isWhole(UpstreamAnswer answer) {
        String type = answer.headers().first("content-type");
        return type != null && type.regionMatches(true, 0, Json.TYPE, 0, Json.TYPE.length());
    }

    /// Whether it comes in events.
    static boolean isEvents(UpstreamAnswer answer) {
        String type = answer.headers().first("content-type");
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }

    /// Nobody asked for gzip; passing it on without its name would be noise, and counting within it
    /// guesswork.
    static void isPlain(UpstreamAnswer answer) throws AttemptFailed {
        String coding = answer.headers().first("content-encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw cut("The upstream's answer is encoded as " + coding + ", which it was not asked for.");
        }
    }

    /// An event that nobody can wait for.
    static AttemptFailed tooLarge(EventTooLarge large) {
        return cut("The upstream's answer has " + large.getMessage() + ".");
    }

    /// An answer that is not whole, or none.
    static AttemptFailed cut(String message) {
        return new AttemptFailed(
                Failure.of(FailureKind.CUT),
                ApiError.server(502, "upstream_cut", message, ApiError.Retry.USELESS),
                null);
    }
}
