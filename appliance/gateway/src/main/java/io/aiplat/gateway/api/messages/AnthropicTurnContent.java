package io.aiplat.gateway.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.chat.ImageParts;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The content of one turn, gathered from Anthropic's content blocks: texts and pictures.
final class AnthropicTurnContent {
    private static final String NOT_SHOWN = "(Something stood here that cannot be shown.)";

    final List<String> texts = new ArrayList<>();
    final List<String> pictures = new ArrayList<>();
    private final List<ChatMessage.Document> documents = new ArrayList<>();
    private final ReadContext reading;

    AnthropicTurnContent(ReadContext reading) {
        this.reading = reading;
    }

    boolean isEmpty() {
        return texts.isEmpty() && pictures.isEmpty() && documents.isEmpty();
    }

    String text() {
        return texts.size() == 1 ? texts.getFirst() : String.join("\n", texts);
    }

    ChatMessage as(String role) {
        return new ChatMessage(role, text(), pictures, List.of(), null, List.of(), documents, List.of());
    }

    /// As what a tool gave. Tools of other APIs give no documents, so those are the user's.
    ChatMessage answers(String call, AnthropicTurnContent user) {
        user.documents.addAll(documents);
        return new ChatMessage("tool", text(), pictures, List.of(), call);
    }

    void add(AnthropicTurnContent other) {
        texts.addAll(other.texts);
        pictures.addAll(other.pictures);
        documents.addAll(other.documents);
    }

    /// Takes a block.
    ///
    /// @param asked whether it is asked now and has to be right; otherwise what cannot be shown is left out, named
    void show(RequestFields block, boolean asked) {
        switch (block.word("type")) {
            case "text" -> text(block, asked);
            case "image" -> picture(block, asked);
            case "document" -> document(block, asked);
            case String type -> other(block, type);
            case null -> {
                if (asked) {
                    throw block.missing("type");
                }
                // What a tool gave as JSON.
                texts.add(block.toJson());
            }
        }
    }

    private void text(RequestFields block, boolean asked) {
        block.only(Set.of("type", "text", "citations"));
        JsonNode text = block.any("text");
        if (asked && text == null) {
            throw block.missing("text");
        }
        if (asked && text != null && !text.isTextual()) {
            throw block.wrongType("text", "a string", text);
        }
        say(text == null ? "" : text.asText());
    }

    private void say(String text) {
        if (!text.isEmpty()) {
            texts.add(text);
        }
    }

    /// Blocks that no other API has.
    private void other(RequestFields block, String type) {
        String text = BlockText.of(block);
        if (text.isEmpty()) {
            block.leaveOut(type);
        } else {
            texts.add(text);
        }
    }

    private void picture(RequestFields block, boolean asked) {
        block.only(Set.of("type", "source"));
        RequestFields source = source(block, asked);
        if (source == null) {
            return;
        }
        if ("base64".equals(source.word("type"))) {
            try {
                pictures.add(ImageParts.ofBase64(source, "data"));
            } catch (ApiException wrong) {
                if (asked) {
                    throw wrong;
                }
                notShown(source, "data");
            }
        } else if (source.word("url") != null && reading.can(BackendFeature.PICTURE_ADDRESSES)) {
            pictures.add(source.requiredText("url"));
        } else if (asked) {
            throw source.unsupported("type", "aiplat fetches nothing; send the picture itself as 'base64'.");
        } else {
            notShown(source, "type");
        }
    }

    /// Documents of text are text.
    private void document(RequestFields block, boolean asked) {
        block.only(Set.of("type", "source", "title", "context", "citations"));
        RequestFields source = source(block, asked);
        if (source == null) {
            return;
        }
        String media = source.word("media_type");
        JsonNode data = source.any("data");
        if (data != null && "application/pdf".equals(media) && reading.can(BackendFeature.DOCUMENTS)) {
            String title = block.word("title");
            documents.add(new ChatMessage.Document(title == null ? "" : title, data.asText()));
            return;
        }
        for (String name : List.of("title", "context")) {
            JsonNode about = block.any(name);
            say(about == null ? "" : about.asText());
        }
        switch (source.word("type")) {
            case "text" -> say(data == null ? "" : data.asText());
            case "content" -> source.pieces("content").forEach(piece -> show(piece, asked));
            case null, default -> {
                if (data != null && media != null && media.startsWith("text/")) {
                    say(decoded(source, data.asText(), asked));
                    return;
                }
                if (asked) {
                    source.cannot("type", "Send what the document says as 'text'.");
                }
                notShown(source, "type");
            }
        }
    }

    private static String decoded(RequestFields source, String base64, boolean asked) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            if (asked) {
                throw source.invalid("data", "must be valid base64");
            }
            source.leaveOut("data");
            return NOT_SHOWN;
        }
    }

    private @Nullable RequestFields source(RequestFields block, boolean asked) {
        JsonNode source = block.any("source");
        if (source != null && source.isObject()) {
            return block.object("source");
        }
        if (asked) {
            return block.requiredObject("source");
        }
        notShown(block, "source");
        return null;
    }

    private void notShown(RequestFields holder, String name) {
        holder.leaveOut(name);
        texts.add(NOT_SHOWN);
    }
}
