package io.aiplat.gateway.seen;

import io.aiplat.gateway.seen.Messages.Message;
import io.aiplat.wire.json.Elements;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.json.TopLevel;
import io.aiplat.wire.sse.EventScanner;
import io.aiplat.wire.sse.EventTooLarge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an answer says, and of itself: read by its shape, since each API's is another.
final class AnswerWords {
    /// Of an answer that there is none of.
    static final AnswerWords NONE = new AnswerWords();

    private static final int LARGEST_EVENT = 512 * 1024;

    private final StringBuilder text = new StringBuilder();
    private @Nullable String id;
    private @Nullable String model;
    private @Nullable String reason;

    private AnswerWords() {}

    static AnswerWords ofWhole(byte[] bytes, int length) {
        AnswerWords words = new AnswerWords();
        TopLevel answer = json(bytes, 0, length);
        if (answer != null) {
            words.whole(answer);
        }
        return words;
    }

    static AnswerWords ofStream(byte[] bytes, int length) {
        AnswerWords words = new AnswerWords();
        EventScanner events = new EventScanner(LARGEST_EVENT);
        events.offer(bytes, 0, length);
        try {
            while (events.next()) {
                TopLevel event = json(events.data(), events.dataBegin(), events.dataEnd() - events.dataBegin());
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
                : Messages.json(List.of(new Message("assistant", List.of(text.toString()), reason)));
    }

    private void whole(TopLevel answer) {
        self(answer);
        choices(answer, "message");
        say(answer.text("text"));
        Prompt.texts(answer, "content").forEach(this::say);
        Elements items = answer.elements("output");
        while (items.next()) {
            TopLevel item = items.object();
            if (item != null) {
                Prompt.texts(item, "content").forEach(this::say);
            }
        }
    }

    private void event(TopLevel event) {
        self(event);
        self(event.object("response"));
        self(event.object("message"));
        choices(event, "delta");
        TopLevel delta = event.object("delta");
        if (delta != null) {
            say(delta.text("text"));
            ended(delta.text("stop_reason"));
        }
        String type = event.text("type");
        if ("response.output_text.delta".equals(type) || "transcript.text.delta".equals(type)) {
            say(event.text("delta"));
        }
    }

    private void choices(TopLevel from, String member) {
        Elements choices = from.elements("choices");
        while (choices.next()) {
            TopLevel choice = choices.object();
            if (choice == null) {
                continue;
            }
            TopLevel said = choice.object(member);
            if (said != null) {
                Prompt.texts(said, "content").forEach(this::say);
            }
            say(choice.text("text"));
            ended(choice.text("finish_reason"));
        }
    }

    private void self(@Nullable TopLevel answer) {
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

    private static @Nullable TopLevel json(byte[] bytes, int from, int length) {
        try {
            return TopLevel.scan(bytes, from, length);
        } catch (MalformedJson _) {
            // `[DONE]`, a transcript in plain text, or the beginning of an answer that is too long.
            return null;
        }
    }
}
