package io.aiplat.gateway.relay;

import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.Bytes;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.FailureReply;
import io.aiplat.gateway.protocol.StreamScan;
import io.aiplat.gateway.protocol.WireFormat;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.gateway.upstream.UpstreamErrors;
import io.aiplat.model.Redaction;
import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.http.Headers;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.upstream.UpstreamFailure;
import io.aiplat.wire.upstream.UpstreamResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Streaming proxy: hands an upstream's answer on as it comes, and looks at it in passing.
public final class Relay {
    private static final int PIECE = 4 * 1024;
    /// What an answer takes beside itself that is given in another form: its pieces, and the whole of them.
    private static final int OF_BYTE = 4;

    private final Attempt attempt;
    private final Responder responder;
    private final UpstreamResponse answer;
    private final WireFormat format;
    private final Redaction secrets;

    /// @param answer  with a status that says it is one
    /// @param secrets what the upstream knows of us
    public Relay(Attempt attempt, UpstreamResponse answer, Redaction secrets) {
        this.secrets = secrets;
        this.attempt = attempt;
        this.responder = attempt.responder();
        this.answer = answer;
        this.format = attempt.call().endpoint().answers();
    }

    /// Hands it on in the form that was asked for.
    public void answer() throws AttemptFailed, IOException {
        Endpoint endpoint = attempt.call().endpoint();
        // Not every model that writes down recordings can stream, and one that cannot answers in one piece.
        boolean streams = endpoint.isForm() ? AnswerChecks.isEvents(answer) : endpoint.generates();
        if (!attempt.call().stream() || !streams) {
            whole();
        } else if (AnswerChecks.isWhole(answer)) {
            unasked();
        } else {
            stream();
        }
    }

    /// An answer in one piece where a stream was asked for.
    private void unasked() throws AttemptFailed, IOException {
        WholeBody body = WholeBody.read(answer, attempt);
        AnswerScan scan = scanned(body);
        JsonObjectView json = scan.json();
        if (json == null) {
            throw AnswerChecks.cut("The upstream's answer is not JSON.");
        }
        scan.report(attempt, body.length(), format);
        body.holdMore(attempt, OF_BYTE * body.length());
        byte[] events = format.asEvents(json, body.length(), attempt.call().usageWanted());
        send(events, 0, events.length);
        responder.end();
    }

    private static AnswerScan scanned(WholeBody body) throws AttemptFailed {
        AnswerScan scan = AnswerScan.whole(body.bytes(), body.length());
        if (scan.isError()) {
            throw UpstreamErrors.of(body.bytes(), body.length());
        }
        return scan;
    }

    /// An answer in one piece. The client gets it when all of it is here, so that one that is cut can be
    /// asked for again.
    private void whole() throws AttemptFailed, IOException {
        WholeBody body = WholeBody.read(answer, attempt);
        if (attempt.call().endpoint().generates() && AnswerChecks.isEvents(answer)) {
            body.holdMore(attempt, OF_BYTE * body.length());
            byte[] made = EventsAsWhole.of(body.bytes(), body.length(), attempt);
            body = new WholeBody(made, made.length);
        }
        AnswerScan scan = scanned(body);
        boolean form = attempt.call().endpoint().isForm();
        if (!scan.isJson() && !form) {
            throw AnswerChecks.cut("The upstream's answer is not JSON.");
        }
        scan.report(attempt, body.length(), format);
        body = called(body, scan);
        String type = answer.headers().first("content-type");
        // Who sends a recording may ask for plain text or subtitles.
        responder.header("content-type", form && type != null ? type : ApiJson.TYPE);
        pass(answer.headers());
        responder.reply(answer.status(), List.of(wanted(body)));
    }

    /// The answer with its calls as OpenAI's clients read them.
    private WholeBody called(WholeBody body, AnswerScan scan) {
        JsonObjectView json = scan.json();
        if (json == null
                || !format.hasToolCalls()
                || ByteSearch.find(body.bytes(), 0, body.length(), ChatScan.CALLS) < 0) {
            return body;
        }
        byte[] mended = new ToolCallDeltas().mended(json, "message");
        return mended == null ? body : new WholeBody(mended, mended.length);
    }

    /// The answer in the form that the client asked for, be it that the server knows no other than its own.
    private ByteSlice wanted(WholeBody body) throws IOException {
        if (VectorEncoding.isBase64(attempt.call())) {
            body.holdMore(attempt, VectorEncoding.OF_BYTE * body.length());
            byte[] base64 = VectorEncoding.base64(body.bytes(), body.length());
            if (base64 != null) {
                return new ByteSlice(base64, 0, base64.length);
            }
        }
        return new ByteSlice(body.bytes(), 0, body.length());
    }

    /// An answer in events. Each read from the upstream is one write to the client.
    private void stream() throws AttemptFailed, IOException {
        AnswerChecks.isStream(answer);
        EventScanner events = new EventScanner(AnswerChecks.LARGEST_EVENT, responder.memory());
        StreamScan scan = format.scan(attempt.call().usageWanted());
        byte[] buffer = new byte[PIECE];
        try {
            for (int count = answer.read(buffer, 0, PIECE); count >= 0; count = answer.read(buffer, 0, PIECE)) {
                events.offer(buffer, 0, count);
                forward(events, scan);
                attempt.said(scan.usage());
                if (scan.error() != null) {
                    // The client has it, as the upstream said it.
                    responder.end();
                    throw AnswerChecks.cut("The upstream failed in the middle of its answer: " + scan.error());
                }
            }
        } catch (UpstreamFailure.Aborted gone) {
            throw gone;
        } catch (UpstreamFailure failure) {
            if (responder.hasBegun() && !scan.isComplete()) {
                endBadly("The upstream cut its answer: " + failure.getMessage() + ".");
            } else if (!scan.isComplete()) {
                throw failure;
            }
        }
        if (!scan.isComplete()) {
            endBadly("The upstream ended its answer without its end.");
        }
        responder.end();
    }

    private void forward(EventScanner events, StreamScan scan) throws AttemptFailed, IOException {
        byte[] from = null;
        int begin = 0;
        int end = 0;
        try {
            while (events.next()) {
                if (scan.error() != null) {
                    // What follows an error that the client is told already is no part of an answer.
                    continue;
                }
                boolean passes = scan.passes(events);
                if (events.hasData() && scan.error() == null) {
                    attempt.piece(events.dataEnd() - events.dataBegin());
                }
                if (scan.error() != null && !responder.hasBegun() && from == null) {
                    throw UpstreamErrors.of(scan.error().getBytes(StandardCharsets.UTF_8));
                }
                if (scan.error() != null && (!passes || secrets.finds(scan.error()))) {
                    // It is not handed on as it is: it quotes what we sent in confidence, or is in no form of this API.
                    if (from != null) {
                        send(from, begin, end);
                    }
                    endBadly("The upstream failed in the middle of its answer: " + scan.error());
                }
                if (from != null && (!passes || from != events.raw() || end != events.rawBegin())) {
                    send(from, begin, end);
                    from = null;
                }
                byte[] instead = passes ? scan.instead() : null;
                if (instead != null) {
                    if (from != null) {
                        send(from, begin, end);
                        from = null;
                    }
                    byte[] event = Bytes.event(instead);
                    send(event, 0, event.length);
                } else if (passes) {
                    begin = from == null ? events.rawBegin() : begin;
                    from = events.raw();
                    end = events.rawEnd();
                }
            }
        } catch (EventTooLarge large) {
            if (from != null) {
                send(from, begin, end);
            }
            AttemptFailed failed = AnswerChecks.tooLarge(large);
            if (responder.hasBegun()) {
                endBadly(failed.error().message());
            }
            throw failed;
        }
        if (from != null) {
            send(from, begin, end);
        }
    }

    private void send(byte[] from, int begin, int end) throws IOException {
        if (!responder.hasBegun()) {
            responder.header("content-type", "text/event-stream");
            responder.header("cache-control", "no-cache");
            // Asks proxies in between not to collect events.
            responder.header("x-accel-buffering", "no");
            pass(answer.headers());
            responder.begin(200);
        }
        responder.write(from, begin, end - begin);
    }

    /// Tells the client, in the stream, that what it has is not all. `[DONE]` would say the opposite.
    private void endBadly(String message) throws AttemptFailed, IOException {
        AttemptFailed failed = AnswerChecks.cut(message).without(secrets);
        if (responder.hasBegun()) {
            byte[] event = FailureReply.event(attempt.call(), responder, attempt.pieces(), failed.error());
            responder.write(event, 0, event.length);
            responder.end();
        }
        throw failed;
    }

    private void pass(Headers from) {
        String took = from.first("openai-processing-ms");
        if (took != null) {
            responder.header("openai-processing-ms", took);
        }
    }
}
