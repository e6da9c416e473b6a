package io.aiplat.gateway.guard;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.gateway.guard.evaluation.GuardMessages;
import io.aiplat.wire.MemoryAccount;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.sse.SseWriter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Looks at a stream of events. Each event goes on when it comes, with the texts in it a little later than
/// they came; what is left of a text when it ends goes in an event of its own, like the last one that had a
/// piece of it.
final class GuardedStream {
    /// Bytes that are kept for the next events.
    static final int KEPT = 8 * 1024;

    private static final int LARGEST_EVENT = 4 << 20;

    /// Texts of one stream. A server that opens more wants memory, and not to say anything.
    private static final int MOST_TEXTS = 1024;

    /// Bytes that a stream may take without asking, and of which it asks for more at once.
    private static final int STEP = 16 * 1024;

    private static final Set<String> EVERYTHING = Set.of(EventTexts.ALL);

    private final GuardChain watch;
    private final EventFormat format;
    private final String id;
    private final MemoryAccount memory;
    private final EventScanner events;
    private final Map<String, Text> texts = new LinkedHashMap<>();
    private final WriteBuffer out = new WriteBuffer(KEPT);
    private final SseWriter writer = new SseWriter(out);

    /// Number of the present event as it came, and how many of ours have gone before it.
    private long number = -1;

    private long added;

    /// What texts and the events that they are held for take, and how much of the budget was taken for it.
    private long kept;

    private long counted = STEP;

    /// A text of the stream, and the last event that had a piece of it.
    private static final class Text {
        private final HoldbackBuffer channel;
        private final String group;
        private GuardedEvent last;
        private long bytes;

        Text(HoldbackBuffer channel, String group, GuardedEvent last) {
            this.channel = channel;
            this.group = group;
            this.last = last;
        }
    }

    /// @param id of the request, for errors
    GuardedStream(GuardChain watch, EventFormat format, String id, MemoryAccount memory) {
        this.events = new EventScanner(LARGEST_EVENT, memory);
        this.memory = memory;
        this.watch = watch;
        this.format = format;
        this.id = id;
    }

    /// What may be sent, to be taken and cleared.
    WriteBuffer out() {
        return out;
    }

    /// Takes the next bytes.
    ///
    /// @throws ApiException if nothing more may pass
    void pass(byte[] from, int offset, int length) {
        events.offer(from, offset, length);
        try {
            while (events.next()) {
                if (!events.hasData()) {
                    raw();
                } else if (events.dataIs("[DONE]")) {
                    end();
                    raw();
                } else {
                    event();
                }
            }
        } catch (EventTooLarge _) {
            throw failed("one of its events is too large");
        }
    }

    /// Nothing follows.
    void end() {
        number += number < 0 ? 0 : 1;
        release(EVERYTHING, Set.of());
    }

    /// Says why nothing follows, in the words of the client's API. What was held back is forgotten.
    void refuse(ApiError error) {
        format.refuse(writer, error, id, Math.max(0, number + added));
    }

    private void event() {
        byte[] data = Arrays.copyOfRange(events.data(), events.dataBegin(), events.dataEnd());
        JsonObjectView json = checked(data);
        EventTexts read = new EventTexts(format, data, bytes -> hold(kept + bytes));
        GuardedEvent event = new GuardedEvent(events.name(), data, json, read, watch);
        number = event.number();
        for (EventTexts.Piece piece : event.texts().pieces()) {
            Text text = texts.computeIfAbsent(
                    piece.channel(), _ -> new Text(new HoldbackBuffer(watch, piece.arguments()), piece.group(), event));
            text.channel.add(piece.text());
            text.last = event;
            keep(text, read.bytes());
        }
        Map<String, String> pieces = new HashMap<>();
        Set<String> ended = event.texts().ended();
        for (EventTexts.Piece piece : event.texts().pieces()) {
            Text text = texts.get(piece.channel());
            if (text != null) {
                pieces.putIfAbsent(piece.channel(), text.channel.take(ends(text, ended)));
            }
        }
        release(ended, pieces.keySet());
        event.write(pieces, number + added, writer);
    }

    /// Counts what a text is and its last event. An event that several texts have in common counts with each: to
    /// know better would cost more than it saves.
    private void keep(Text text, long event) {
        if (texts.size() > MOST_TEXTS) {
            throw failed("it has more than " + MOST_TEXTS + " texts at once");
        }
        long bytes = event + text.channel.bytes();
        kept += bytes - text.bytes;
        text.bytes = bytes;
        hold(kept);
    }

    /// Takes memory up to so many bytes in all, and keeps it for what follows.
    private void hold(long bytes) {
        if (bytes > counted) {
            long more = (bytes - counted + STEP - 1) / STEP * STEP;
            if (!memory.tryAcquire(more)) {
                throw GuardMessages.unavailable(
                        watch.watchers().getFirst().name(), watch.moment(), "there is no memory for it now");
            }
            counted += more;
        }
    }

    private JsonObjectView checked(byte[] data) {
        try {
            return JsonObjectView.scan(data, data.length);
        } catch (MalformedJson _) {
            throw failed("one of its events is no JSON object");
        }
    }

    /// Sends what is held back of texts that end, but for those whose rest the present event takes along.
    private void release(Set<String> ended, Set<String> present) {
        if (ended.isEmpty()) {
            return;
        }
        texts.forEach((channel, text) -> {
            if (ends(text, ended) && !present.contains(channel) && text.channel.holds()) {
                text.last.write(Map.of(channel, text.channel.take(true)), number + added, writer);
                added++;
            }
        });
    }

    private static boolean ends(Text text, Set<String> ended) {
        return ended.contains(text.group) || ended.contains(EventTexts.ALL);
    }

    private ApiException failed(String why) {
        return GuardMessages.failed(watch.watchers().getFirst().name(), watch.moment(), why);
    }

    private void raw() {
        out.put(events.raw(), events.rawBegin(), events.rawEnd() - events.rawBegin());
    }
}
