package io.aiplat.gateway.stored;

import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.responder.ResponseSink;
import io.aiplat.governance.StoredResponses;
import io.aiplat.model.ApplianceException;
import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.WriteBuffer;
import io.aiplat.wire.json.JsonEdit;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import io.aiplat.wire.sse.SseWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Response recorder: stores a response on its way to the client, and says in it that it did.
/// It is kept before the client has its end, so that who has it can go on with it. What was cut or has failed is not
/// kept.
public final class ResponseRecorder implements ResponseSink {
    private static final Logger LOG = LoggerFactory.getLogger(ResponseRecorder.class);
    private static final String DROPPED = "x-aiplat-dropped-params";
    private static final byte[] YES = bytes("true");
    private static final byte[] NO = bytes("false");
    private static final byte[] NULL = bytes("null");
    private static final byte[] RESPONSE = bytes("\"response\"");
    private static final byte[] ITEM_DONE = bytes("\"response.output_item.done\"");
    private static final int LARGEST_EVENT = 64 << 20;

    /// What a response takes beside itself: with the conversation before it, and changed.
    private static final int COPIES = 4;

    private final Responder responder;
    private final StoredResponses store;
    private final int key;
    private final @Nullable String previous;
    private final EventScanner events;
    private final WriteBuffer out = new WriteBuffer(1024);
    private final SseWriter writer = new SseWriter(out);
    private final WriteBuffer done = new WriteBuffer(16);
    private final Map<String, byte[]> referenced;
    private byte[] before;
    private JsonObjectView asked;
    private @Nullable ResponseSink client;
    private boolean stream;

    /// @param key      whose the response is
    /// @param previous the response that is gone on with; null for none
    /// @param before   the conversation up to now, as [ItemList] writes it
    /// @param asked    the request
    /// @param referenced items of before that it refers to, by their names
    public ResponseRecorder(
            Responder responder,
            StoredResponses store,
            int key,
            @Nullable String previous,
            byte[] before,
            JsonObjectView asked,
            Map<String, byte[]> referenced) {
        this.responder = responder;
        this.store = store;
        this.key = key;
        this.previous = previous;
        this.before = before;
        this.asked = asked;
        this.referenced = referenced;
        this.events = new EventScanner(LARGEST_EVENT, responder.memory());
    }

    /// The model is shown something else than was asked, the whole conversation of it: that is kept.
    public void shows(JsonObjectView changed) {
        before = ItemList.none();
        asked = changed;
    }

    /// The same, handing on to a client.
    public ResponseRecorder on(ResponseSink other) {
        client = other;
        return this;
    }

    @Override
    public void whole(int status, List<ByteSlice> content) throws IOException {
        byte[] joined = status == 200 ? joined(content) : null;
        JsonObjectView response = joined == null ? null : scanned(joined);
        if (response == null || response.text("id") == null) {
            client().whole(status, content);
            return;
        }
        byte[] told = told(response);
        if (!isKept(told)) {
            String others = responder.answerHeader(DROPPED);
            responder.header(DROPPED, others == null ? "store" : others + ", store");
        }
        client().whole(status, List.of(ByteSlice.of(told)));
    }

    private byte @Nullable [] joined(List<ByteSlice> content) {
        long length = 0;
        for (ByteSlice segment : content) {
            length += segment.length();
        }
        if (!responder.memory().tryAcquire(COPIES * length)) {
            return null;
        }
        WriteBuffer all = new WriteBuffer((int) length);
        content.forEach(segment -> all.put(segment.bytes(), segment.offset(), segment.length()));
        return all.copy();
    }

    private static @Nullable JsonObjectView scanned(byte[] json) {
        try {
            return JsonObjectView.scan(json, json.length);
        } catch (MalformedJson _) {
            // Whatever it is, it is not kept.
            return null;
        }
    }

    /// The response as the client is told of it: kept, if it could be.
    private byte[] told(JsonObjectView response) {
        byte[] kept = edited(response, YES);
        String id = response.text("id");
        String status = response.text("status");
        boolean ended = status == null || status.equals("completed") || status.equals("incomplete");
        return id != null && ended && keep(id, kept) ? kept : edited(response, NO);
    }

    private static boolean isKept(byte[] told) {
        JsonObjectView response = scanned(told);
        return response != null && response.flag("store");
    }

    private byte[] edited(JsonObjectView response, byte[] stored) {
        JsonEdit edit = response.edit().set("store", stored);
        if (previous != null) {
            edit.set("previous_response_id", previous);
        }
        if (done.length() > 0 && !response.elements("output").next()) {
            // Some servers have the items in the events before alone.
            edit.set("output", array());
        }
        return edit.bytes();
    }

    private byte[] array() {
        WriteBuffer array = new WriteBuffer(done.length() + 2);
        return array.put('[').put(done.array(), 0, done.length()).put(']').copy();
    }

    private boolean keep(String id, byte[] response) {
        if (!responder.memory().tryAcquire(COPIES * ((long) before.length + asked.bytes().length))) {
            return false;
        }
        try {
            return store.keep(
                    key, id, ItemList.with(before, asked, referenced, id), response, ItemList.names(response));
        } catch (ApplianceException failed) {
            LOG.warn("a response is not kept: {}", failed.problem().toText());
            return false;
        }
    }

    @Override
    public void begin(int status) throws IOException {
        stream = status == 200;
        client().begin(status);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        if (!stream) {
            client().write(from, offset, length);
            return;
        }
        events.offer(from, offset, length);
        try {
            while (events.next()) {
                event();
            }
        } catch (EventTooLarge large) {
            throw new IOException("an event is too large to be kept", large);
        }
        if (out.length() > 0) {
            client().write(out.array(), 0, out.length());
            out.clear(64 * 1024);
        }
    }

    private void event() {
        byte[] data = events.data();
        int begin = events.dataBegin();
        int end = events.dataEnd();
        if (!events.hasData() || ByteSearch.find(data, begin, end, RESPONSE) < 0) {
            if (events.hasData() && ByteSearch.find(data, begin, end, ITEM_DONE) >= 0) {
                done(data, begin, end);
            }
            out.put(events.raw(), events.rawBegin(), events.rawEnd() - events.rawBegin());
            return;
        }
        byte[] changed =
                responder.memory().tryAcquire(COPIES * (long) (end - begin)) ? changed(data, begin, end) : null;
        if (changed == null) {
            out.put(events.raw(), events.rawBegin(), events.rawEnd() - events.rawBegin());
        } else if (events.name() == null) {
            writer.data(changed);
        } else {
            writer.event(events.name(), changed);
        }
    }

    /// An event that has the response; null where it has none.
    private byte @Nullable [] changed(byte[] data, int begin, int end) {
        try {
            JsonObjectView event = JsonObjectView.scan(data, begin, end - begin);
            JsonObjectView response = event.kind("response") == JsonKind.OBJECT ? event.object("response") : null;
            String type = event.text("type");
            if (response == null || type == null) {
                return null;
            }
            byte[] told = switch (type) {
                case "response.completed", "response.incomplete" -> told(response);
                case "response.failed" -> edited(response, NO);
                default -> edited(response, YES);
            };
            return event.edit().set("response", told).bytes();
        } catch (MalformedJson _) {
            return null;
        }
    }

    private void done(byte[] data, int begin, int end) {
        try {
            JsonObjectView event = JsonObjectView.scan(data, begin, end - begin);
            if (!"response.output_item.done".equals(event.text("type"))
                    || event.kind("item") != JsonKind.OBJECT
                    || !responder.memory().tryAcquire(end - begin)) {
                return;
            }
            if (done.length() > 0) {
                done.put(',');
            }
            byte[] item = event.raw("item");
            done.put(item == null ? NULL : item);
        } catch (MalformedJson _) {
            // It goes to the client as it is.
        }
    }

    @Override
    public void end() throws IOException {
        if (stream && events.isWithinEvent()) {
            byte[] rest = events.rest();
            client().write(rest, 0, rest.length);
        }
        client().end();
    }

    private ResponseSink client() {
        if (client == null) {
            throw new IllegalStateException("no client yet");
        }
        return client;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
