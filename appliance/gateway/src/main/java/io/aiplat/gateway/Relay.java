package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.surface.Json;
import io.aiplat.model.Redaction;
import io.aiplat.wire.Segment;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.http.MalformedRequest;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.upstream.UpstreamAnswer;
import io.aiplat.wire.upstream.UpstreamFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Hands an upstream's answer on as it comes, and looks at it in passing: whether it is whole, and what it
/// used.
final class Relay {
    private static final byte[] NOTHING = {};
    private static final int PIECE = 4 * 1024;
    /// An answer of so much is nothing that anybody counts.
    private static final int SMALL = 32 * 1024;
    /// What an upstream says its answer has is believed up to here; beyond, memory follows what comes.
    private static final int BELIEVED = 256 * 1024;
    private static final int LARGEST_ANSWER = 64 << 20;
    /// A server that has sent so much is believed how long its answer is.
    private static final int EARNED = 4 << 20;

    private final Attempt attempt;
    private final Exchange exchange;
    private final UpstreamAnswer answer;
    private final Dialect dialect;
    private final Redaction secrets;
    private byte[] buffer = NOTHING;
    private int counted;

    /// @param answer  with a status that says it is one
    /// @param secrets what the upstream knows of us
    Relay(Attempt attempt, UpstreamAnswer answer, Redaction secrets) {
        this.secrets = secrets;
        this.attempt = attempt;
        this.exchange = attempt.exchange();
        this.answer = answer;
        this.dialect = Dialect.of(attempt.call().operation());
    }

    /// Hands it on in the form that was asked for.
    void answer() throws AttemptFailed, IOException {
        long length = answer.remaining();
        int first = length > 0 ? (int) Math.min(length, BELIEVED) : PIECE;
        if (first > SMALL) {
            hold(first, 0);
            counted = first;
        }
        buffer = new byte[first];
        Operation operation = attempt.call().operation();
        // Not every model that writes down recordings can stream, and one that cannot answers in one piece.
        boolean streams = operation.isForm() ? AnswerChecks.isEvents(answer) : operation.generates();
        if (attempt.call().stream() && streams) {
            stream();
        } else {
            whole();
        }
    }

    /// An answer in one piece. The client gets it when all of it is here, so that one that is cut can be
    /// asked for again.
    private void whole() throws AttemptFailed, IOException {
        AnswerChecks.isPlain(answer);
        int length = 0;
        for (int count = read(length); count >= 0; count = read(length)) {
            if (length == 0) {
                attempt.firstByte();
            }
            length += count;
            if (length == buffer.length && !answer.ended()) {
                if (length >= LARGEST_ANSWER) {
                    throw AnswerChecks.cut("The upstream's answer is larger than " + (LARGEST_ANSWER >> 20) + " MiB.");
                }
                grow(length);
            }
        }
        AnswerScan scan = AnswerScan.whole(buffer, length);
        boolean form = attempt.call().operation().isForm();
        if (!scan.isJson() && !form) {
            throw AnswerChecks.cut("The upstream's answer is not JSON.");
        }
        if (scan.isError()) {
            hold(length, length);
            throw UpstreamErrors.of(Arrays.copyOf(buffer, length));
        }
        scan.report(attempt, length, dialect);
        String type = answer.headers().first("content-type");
        // Who sends a recording may ask for plain text or subtitles.
        exchange.header("content-type", form && type != null ? type : Json.TYPE);
        pass(answer.headers());
        exchange.reply(answer.status(), List.of(wanted(length)));
    }

    /// The answer in the form that the client asked for, be it that the server knows no other than its own.
    private Segment wanted(int length) throws IOException {
        if (VectorForm.isBase64(attempt.call())) {
            if (length > SMALL) {
                hold(VectorForm.OF_BYTE * length, length);
            }
            byte[] base64 = VectorForm.base64(buffer, length);
            if (base64 != null) {
                return new Segment(base64, 0, base64.length);
            }
        }
        return new Segment(buffer, 0, length);
    }

    /// Makes room for more of a whole answer, out of the memory that all requests have together.
    private void grow(int length) throws IOException {
        long left = answer.remaining();
        int capacity = left > 0 && length >= EARNED
                ? (int) Math.min(length + left, LARGEST_ANSWER)
                : Math.min(length * 2, LARGEST_ANSWER);
        hold(capacity, length);
        buffer = Arrays.copyOf(buffer, capacity);
        if (counted > 0) {
            exchange.memory().release(counted);
        }
        counted = capacity;
    }

    /// @param length bytes of the answer that are here
    private void hold(int bytes, int length) throws IOException {
        try {
            exchange.hold(bytes);
        } catch (MalformedRequest none) {
            // The upstream has worked on it, whoever may read it.
            attempt.guess(length);
            throw NoRoom.refusal(none);
        }
    }

    private int read(int at) throws UpstreamFailure {
        return answer.read(buffer, at, buffer.length - at);
    }

    /// An answer in events. Each read from the upstream is one write to the client.
    private void stream() throws AttemptFailed, IOException {
        AnswerChecks.isStream(answer);
        EventScanner events = new EventScanner(AnswerChecks.LARGEST_EVENT, exchange.memory());
        StreamScan scan = dialect.stream(attempt.call().usageWanted());
        try {
            for (int count = read(0); count >= 0; count = read(0)) {
                events.offer(buffer, 0, count);
                forward(events, scan);
                scan.report(attempt);
                if (scan.error() != null) {
                    // The client has it, as the upstream said it.
                    exchange.end();
                    throw AnswerChecks.cut("The upstream failed in the middle of its answer: " + scan.error());
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
                if (events.hasData() && scan.error() == null) {
                    attempt.piece(events.dataEnd() - events.dataBegin());
                }
                if (scan.error() != null && !exchange.hasBegun() && from == null) {
                    throw UpstreamErrors.of(scan.error().getBytes(StandardCharsets.UTF_8));
                }
                if (scan.error() != null && secrets.finds(scan.error())) {
                    // It is not handed on as it is: it quotes what we sent in confidence.
                    if (from != null) {
                        send(from, begin, end);
                    }
                    endBadly("The upstream failed in the middle of its answer: " + scan.error());
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
        } catch (EventTooLarge large) {
            throw AnswerChecks.tooLarge(large);
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
        AttemptFailed failed = AnswerChecks.cut(message).without(secrets);
        if (exchange.hasBegun()) {
            byte[] event = ErrorReply.event(attempt, failed.error());
            exchange.write(event, 0, event.length);
            exchange.end();
        }
        throw failed;
    }

    private void pass(Headers from) {
        String took = from.first("openai-processing-ms");
        if (took != null) {
            exchange.header("openai-processing-ms", took);
        }
    }
}
