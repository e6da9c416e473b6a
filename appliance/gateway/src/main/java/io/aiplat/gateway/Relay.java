package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.surface.ApiError;
import io.aiplat.gateway.surface.Json;
import io.aiplat.routing.choice.Failure;
import io.aiplat.routing.choice.FailureKind;
import io.aiplat.wire.Segment;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.upstream.UpstreamAnswer;
import io.aiplat.wire.upstream.UpstreamFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Hands an upstream's answer on as it comes, and looks at it in passing: whether it is whole, and what it used.
final class Relay {
    private static final int PIECE = 16 * 1024;
    private static final int LARGEST_EVENT = 4 << 20;
    private static final int LARGEST_ANSWER = 64 << 20;

    private final Attempt attempt;
    private final Exchange exchange;
    private final UpstreamAnswer answer;
    private byte[] buffer = new byte[PIECE];

    /// @param answer with a status that says it is one
    Relay(Attempt attempt, UpstreamAnswer answer) {
        this.attempt = attempt;
        this.exchange = attempt.exchange();
        this.answer = answer;
    }

    /// An answer in one piece. The client gets it when all of it is here, so that one that is cut can be asked for
    /// again.
    void whole() throws AttemptFailed, IOException {
        refuseEncoded();
        int length = 0;
        for (int count = read(length); count >= 0; count = read(length)) {
            if (length == 0) {
                attempt.firstPiece();
            }
            length += count;
            if (length == buffer.length) {
                if (length >= LARGEST_ANSWER) {
                    throw cut("its answer is larger than " + (LARGEST_ANSWER >> 20) + " MiB");
                }
                buffer = Arrays.copyOf(buffer, length * 2);
            }
        }
        AnswerScan scan = AnswerScan.whole(buffer, length);
        boolean form = attempt.call().operation().isForm();
        if (!scan.isJson() && !form) {
            throw cut("its answer is not JSON");
        }
        if (scan.isError()) {
            throw UpstreamErrors.of(Arrays.copyOf(buffer, length));
        }
        scan.report(attempt, length);
        String type = answer.headers().first("content-type");
        // Who sends a recording may ask for plain text or subtitles.
        exchange.header("content-type", form && type != null ? type : Json.TYPE);
        pass(answer.headers());
        exchange.reply(answer.status(), List.of(new Segment(buffer, 0, length)));
    }

    private int read(int at) throws UpstreamFailure {
        return answer.read(buffer, at, buffer.length - at);
    }

    /// An answer in events. Each read from the upstream is one write to the client.
    void stream() throws AttemptFailed, IOException {
        refuseEncoded();
        String type = answer.headers().first("content-type");
        if (type != null && type.regionMatches(true, 0, Json.TYPE, 0, Json.TYPE.length())) {
            throw UpstreamErrors.of(answer);
        }
        if (type == null || !type.regionMatches(true, 0, "text/event-stream", 0, 17)) {
            throw cut("it was asked for a stream and answers with " + (type == null ? "no type" : type));
        }
        EventScanner events = new EventScanner(LARGEST_EVENT);
        StreamScan scan =
                new StreamScan(attempt.call().operation(), attempt.call().usageWanted());
        try {
            for (int count = read(0); count >= 0; count = read(0)) {
                events.offer(buffer, 0, count);
                forward(events, scan);
                scan.report(attempt);
                if (scan.error() != null) {
                    // The client has it, as the upstream said it.
                    exchange.end();
                    throw cut("The upstream failed in the middle of its answer: " + scan.error());
                }
            }
        } catch (UpstreamFailure.Aborted gone) {
            throw gone;
        } catch (UpstreamFailure failure) {
            if (exchange.hasBegun() && !scan.isComplete()) {
                endBadly("The upstream cut its answer: " + failure.getMessage() + ".");
            } else if (!scan.isComplete()) {
                throw failure;
            }
        }
        if (!scan.isComplete()) {
            endBadly("The upstream ended its answer without its end.");
        }
        exchange.end();
    }

    private void forward(EventScanner events, StreamScan scan) throws AttemptFailed, IOException {
        byte[] from = null;
        int begin = 0;
        int end = 0;
        try {
            while (events.next()) {
                boolean passes = scan.passes(events);
                if (events.hasData()) {
                    attempt.firstPiece();
                }
                if (scan.error() != null && !exchange.hasBegun() && from == null) {
                    throw UpstreamErrors.of(scan.error().getBytes(StandardCharsets.UTF_8));
                }
                if (from != null && (!passes || from != events.raw() || end != events.rawBegin())) {
                    send(from, begin, end);
                    from = null;
                }
                if (passes) {
                    begin = from == null ? events.rawBegin() : begin;
                    from = events.raw();
                    end = events.rawEnd();
                }
            }
        } catch (EventTooLarge e) {
            throw cut("an event of its answer is larger than " + (LARGEST_EVENT >> 20) + " MiB");
        }
        if (from != null) {
            send(from, begin, end);
        }
    }

    private void send(byte[] from, int begin, int end) throws IOException {
        if (!exchange.hasBegun()) {
            exchange.header("content-type", "text/event-stream");
            exchange.header("cache-control", "no-cache");
            // Asks proxies in between not to collect events.
            exchange.header("x-accel-buffering", "no");
            pass(answer.headers());
            exchange.begin(200);
        }
        exchange.write(from, begin, end - begin);
    }

    /// Tells the client, in the stream, that what it has is not all. `[DONE]` would say the opposite.
    private void endBadly(String message) throws AttemptFailed, IOException {
        AttemptFailed failed = cut(message);
        if (exchange.hasBegun()) {
            byte[] event = ErrorReply.event(failed.error());
            exchange.write(event, 0, event.length);
            exchange.end();
        }
        throw failed;
    }

    /// Nobody asked for gzip; passing it on without its name would be noise, and counting within it guesswork.
    private void refuseEncoded() throws AttemptFailed {
        String coding = answer.headers().first("content-encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            throw cut("its answer is encoded as " + coding + ", which it was not asked for");
        }
    }

    private void pass(Headers from) {
        String took = from.first("openai-processing-ms");
        if (took != null) {
            exchange.header("openai-processing-ms", took);
        }
    }

    private static AttemptFailed cut(String message) {
        return new AttemptFailed(
                Failure.of(FailureKind.CUT),
                ApiError.server(502, "upstream_cut", message, ApiError.Retry.USELESS),
                null);
    }
}
