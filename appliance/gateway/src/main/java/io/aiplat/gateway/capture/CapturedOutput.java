package io.aiplat.gateway.capture;

import io.aiplat.gateway.capture.SpanMessages.Message;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Captured output: what an answer says, and of itself, read by its shape, since each API's is another.
final class CapturedOutput {
    /// Of an answer that there is none of.
    static final CapturedOutput NONE = new CapturedOutput();

    private static final int LARGEST_EVENT = 512 * 1024;

    private final StringBuilder text = new StringBuilder();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String reason;

    private CapturedOutput() {}

    static CapturedOutput ofWhole(byte[] bytes, int length) {
        CapturedOutput words = new CapturedOutput();
        JsonObjectView answer = json(bytes, 0, length);
        if (answer != null) {
            words.whole(answer);
        }
        return words;
    }

    static CapturedOutput ofStream(byte[] bytes, int length) {
        CapturedOutput words = new CapturedOutput();
        EventScanner events = new EventScanner(LARGEST_EVENT);
        events.offer(bytes, 0, length);
        try {
            while (events.next()) {
                JsonObjectView event = json(events.data(), events.dataBegin(), events.dataEnd() - events.dataBegin());
                if (event != null) {
                    words.event(event);
                }
            }
        } catch (EventTooLarge _) {
            // What came before it is told.
            return words;
        }
        return words;
    }

    /// The answer's own name; null where it has none.
    @Nullable
    String id() {
        return id;
    }

    /// Who says to have written it.
    @Nullable
    String model() {
        return model;
    }

    /// Why it ended.
    @Nullable
    String reason() {
        return reason;
    }

    /// As spans have it; null where nothing was said in words.
    @Nullable
    String messages() {
        return text.isEmpty()
                ? null
                : SpanMessages.json(List.of(new Message("assistant", List.of(text.toString()), reason)));
    }

    private void whole(JsonObjectView answer) {
        self(answer);
        choices(answer, "message");
        say(answer.text("text"));
        CapturedInput.texts(answer, "content").forEach(this::say);
        JsonElementCursor items = answer.elements("output");
        while (items.next()) {
            JsonObjectView item = items.object();
            if (item != null) {
                CapturedInput.texts(item, "content").forEach(this::say);
            }
        }
    }

    private void event(JsonObjectView event) {
        self(event);
        self(event.object("response"));
        self(event.object("message"));
        choices(event, "delta");
        JsonObjectView delta = event.object("delta");
        if (delta != null) {
            say(delta.text("text"));
            ended(delta.text("stop_reason"));
        }
        String type = event.text("type");
        if ("response.output_text.delta".equals(type) || "transcript.text.delta".equals(type)) {
            say(event.text("delta"));
        }
    }

    private void choices(JsonObjectView from, String member) {
        JsonElementCursor choices = from.elements("choices");
        while (choices.next()) {
            JsonObjectView choice = choices.object();
            if (choice == null) {
                continue;
            }
            JsonObjectView said = choice.object(member);
            if (said != null) {
                CapturedInput.texts(said, "content").forEach(this::say);
            }
            say(choice.text("text"));
            ended(choice.text("finish_reason"));
        }
    }

    private void self(@Nullable JsonObjectView answer) {
        if (answer != null) {
            id = id == null ? answer.text("id") : id;
            model = model == null ? answer.text("model") : model;
            ended(answer.text("stop_reason"));
            ended(answer.text("status"));
        }
    }

    private void ended(@Nullable String why) {
        reason = why == null ? reason : why;
    }

    private void say(@Nullable String words) {
        if (words != null) {
            text.append(words);
        }
    }

    private static @Nullable JsonObjectView json(byte[] bytes, int from, int length) {
        try {
            return JsonObjectView.scan(bytes, from, length);
        } catch (MalformedJson _) {
            // `[DONE]`, a transcript in plain text, or the beginning of an answer that is too long.
            return null;
        }
    }
}
