package io.aiplat.gateway.relay;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.upstream.UpstreamFailure;
import io.aiplat.wire.upstream.UpstreamResponse;

/// Whether an upstream answers in the way it was asked to.
public final class AnswerChecks {
    /// Bytes that one event of a stream may have.
    public static final int LARGEST_EVENT = 8 << 20;

    private AnswerChecks() {}

    /// Lets an answer pass that is a stream of events.
    ///
    /// @throws AttemptFailed also with the error that came in its place
    public static void isStream(UpstreamResponse answer) throws AttemptFailed, UpstreamFailure {
        isPlain(answer);
        String type = answer.headers().first("content-type");
        // Some servers do not say what they send.
        boolean unsaid = type == null || type.startsWith("text/plain") || type.startsWith("application/octet-stream");
        if (!isEvents(answer) && !unsaid) {
            throw cut("The upstream was asked for a stream and answers with " + type + ".");
        }
    }

    /// Whether it comes in one piece, as JSON.
    public static boolean isWhole(UpstreamResponse answer) {
        String type = answer.headers().first("content-type");
        return type != null && type.regionMatches(true, 0, ApiJson.TYPE, 0, ApiJson.TYPE.length());
    }

    /// Whether it comes in events.
    static boolean isEvents(UpstreamResponse answer) {
        String type = answer.headers().first("content-type");
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }

    /// Nobody asked for gzip; passing it on without its name would be noise, and counting within it
    /// guesswork.
    static void isPlain(UpstreamResponse answer) throws AttemptFailed {
        String coding = answer.headers().first("content-encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw cut("The upstream's answer is encoded as " + coding + ", which it was not asked for.");
        }
    }

    /// An event that nobody can wait for.
    public static AttemptFailed tooLarge(EventTooLarge large) {
        return cut("The upstream's answer has " + large.getMessage() + ".");
    }

    /// An answer that is not whole, or none.
    public static AttemptFailed cut(String message) {
        return new AttemptFailed(
                Failure.of(FailureKind.CUT),
                ApiError.server(502, "upstream_cut", message, ApiError.Retry.USELESS),
                null);
    }
}
