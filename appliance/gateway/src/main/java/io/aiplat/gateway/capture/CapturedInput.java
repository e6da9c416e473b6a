package io.aiplat.gateway.capture;

import io.aiplat.gateway.capture.SpanMessages.Message;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonObjectView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Captured input: what a model is asked, in whichever API's words.
public final class CapturedInput {
    private static final String USER = "user";
    private static final String SYSTEM = "system";

    private final List<Message> messages = new ArrayList<>();

    private CapturedInput() {}

    /// As spans have it; null where nothing was asked in words.
    static @Nullable String of(PromptCapture prompts, JsonObjectView body) {
        CapturedInput input = new CapturedInput();
        prompts.read(input, body);
        return input.messages.isEmpty() ? null : SpanMessages.json(input.messages);
    }

    /// Texts of a member that the person who asks has written.
    public void user(JsonObjectView body, String name) {
        one(USER, texts(body, name));
    }

    /// Texts of a member that say how to answer.
    public void system(JsonObjectView body, String name) {
        one(SYSTEM, texts(body, name));
    }

    /// Turns of a conversation, or the one text that stands for them.
    public void turns(JsonObjectView body, String name) {
        String alone = body.text(name);
        if (alone != null) {
            one(USER, List.of(alone));
        }
        JsonElementCursor turns = body.elements(name);
        while (turns.next()) {
            JsonObjectView turn = turns.object();
            if (turn != null) {
                String role = turn.text("role");
                one(role == null ? USER : role, texts(turn, "content"));
            }
        }
    }

    private void one(String role, List<String> texts) {
        if (!texts.isEmpty()) {
            messages.add(new Message(role, texts, null));
        }
    }

    /// The texts of a member that is a text, or a list of texts or of blocks that have one.
    static List<String> texts(JsonObjectView object, String name) {
        String alone = object.text(name);
        if (alone != null) {
            return List.of(alone);
        }
        List<String> texts = new ArrayList<>();
        JsonElementCursor elements = object.elements(name);
        while (elements.next()) {
            JsonObjectView block = elements.object();
            String text = block == null ? elements.text() : block.text("text");
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }
}
