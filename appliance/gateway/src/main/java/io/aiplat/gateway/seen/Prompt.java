package io.aiplat.gateway.seen;

import io.aiplat.gateway.seen.Messages.Message;
import io.aiplat.telemetry.Surface;
import io.aiplat.wire.json.Elements;
import io.aiplat.wire.json.TopLevel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a model is asked, in whichever API's words.
final class Prompt {
    private static final String USER = "user";
    private static final String SYSTEM = "system";

    private final List<Message> messages = new ArrayList<>();

    private Prompt() {}

    /// As spans have it; null where nothing was asked in words.
    static @Nullable String of(Surface surface, TopLevel body) {
        Prompt prompt = new Prompt();
        switch (surface) {
            case CHAT -> prompt.turns(body, "messages");
            case MESSAGES, COUNT_TOKENS -> {
                prompt.one(SYSTEM, texts(body, "system"));
                prompt.turns(body, "messages");
            }
            case RESPONSES, INPUT_TOKENS, COMPACT -> {
                prompt.one(SYSTEM, texts(body, "instructions"));
                prompt.turns(body, "input");
            }
            case COMPLETIONS -> prompt.one(USER, texts(body, "prompt"));
            case EMBEDDINGS -> prompt.one(USER, texts(body, "input"));
            case RERANK -> {
                prompt.one(USER, texts(body, "query"));
                prompt.one(USER, texts(body, "documents"));
            }
            case STORED, TRANSCRIPTIONS, MODELS, UNKNOWN -> {}
        }
        return prompt.messages.isEmpty() ? null : Messages.json(prompt.messages);
    }

    /// Turns of a conversation, or the one text that stands for them.
    private void turns(TopLevel body, String name) {
        String alone = body.text(name);
        if (alone != null) {
            one(USER, List.of(alone));
        }
        Elements turns = body.elements(name);
        while (turns.next()) {
            TopLevel turn = turns.object();
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
    static List<String> texts(TopLevel object, String name) {
        String alone = object.text(name);
        if (alone != null) {
            return List.of(alone);
        }
        List<String> texts = new ArrayList<>();
        Elements elements = object.elements(name);
        while (elements.next()) {
            TopLevel block = elements.object();
            String text = block == null ? elements.text() : block.text("text");
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }
}
