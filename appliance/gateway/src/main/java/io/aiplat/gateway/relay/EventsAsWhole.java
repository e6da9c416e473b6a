package io.aiplat.gateway.relay;

import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.CollectedText;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.protocol.StreamScan;
import io.aiplat.gateway.protocol.UpstreamStreamReader;
import io.aiplat.gateway.protocol.WireFormat;
import io.aiplat.gateway.upstream.AnswerMemory;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.gateway.upstream.MemoryBudgetExceeded;
import io.aiplat.gateway.upstream.UpstreamErrors;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An answer in one piece made of a stream of events, from a server that streams although it was not asked to.
final class EventsAsWhole {
    private static final byte[] END = {'\n', '\n'};

    private EventsAsWhole() {}

    /// The answer.
    ///
    /// @param body   the whole stream
    /// @param length bytes of it
    /// @throws AttemptFailed if it says an error, or has no end
    static byte[] of(byte[] body, int length, Attempt attempt) throws AttemptFailed {
        WireFormat.Collector collector = attempt.call().endpoint().answers().collector();
        byte[] made = collector == null ? response(body, length) : written(body, length, collector, attempt);
        if (made == null) {
            throw AnswerChecks.cut("The upstream ended its answer without its end.");
        }
        return made;
    }

    /// The last event of a response has all of it.
    private static byte @Nullable [] response(byte[] body, int length) throws AttemptFailed {
        EventScanner events = events();
        byte[] whole = null;
        events.offer(body, 0, length);
        try {
            while (events.next()) {
                JsonObjectView json = events.hasData() ? StreamScan.json(events) : null;
                byte[] response = json == null || json.object("response") == null ? null : json.raw("response");
                String type = json == null ? null : json.text("type");
                if ("error".equals(type)) {
                    throw UpstreamErrors.of(events.data(), events.dataBegin(), events.dataEnd());
                }
                whole = type != null && type.matches("response\\.(completed|incomplete|failed)") ? response : whole;
            }
        } catch (EventTooLarge large) {
            throw AnswerChecks.tooLarge(large);
        }
        return whole;
    }

    private static byte @Nullable [] written(byte[] body, int length, WireFormat.Collector collector, Attempt attempt)
            throws AttemptFailed {
        UpstreamStreamReader reader = collector.reader();
        CollectedText answer = new CollectedText();
        AnswerMemory counted = new AnswerMemory(attempt.responder(), answer);
        EventScanner events = events();
        try {
            for (byte[] piece : List.of(body, END)) {
                events.offer(piece, 0, piece == body ? length : piece.length);
                while (events.next()) {
                    if (events.hasData()) {
                        reader.read(events, counted);
                    }
                    byte[] error = reader.error();
                    if (error != null) {
                        throw UpstreamErrors.of(error);
                    }
                }
            }
        } catch (EventTooLarge large) {
            throw AnswerChecks.tooLarge(large);
        } catch (MalformedJson _) {
            throw AnswerChecks.cut("An event of the upstream's answer is not JSON.");
        } catch (MemoryBudgetExceeded none) {
            throw AnswerChecks.cut("There is no memory for the upstream's answer.");
        }
        reader.handOver(counted);
        ChatDelta.Finished end = reader.end();
        if (end == null) {
            return null;
        }
        answer.accept(end);
        ResponseMetadata head = new ResponseMetadata(
                collector.idPrefix() + attempt.responder().id(),
                System.currentTimeMillis() / 1000,
                attempt.call().model());
        return ApiJson.bytes(json -> collector.encoder().whole(json, head, List.of(answer)));
    }

    private static EventScanner events() {
        return new EventScanner(AnswerChecks.LARGEST_EVENT);
    }
}
