package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.chat.ContentParts;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatMessage.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What one item of a response's input says and shows.
///
/// What cannot be shown is refused where it is new. In what the model has answered already it is replaced by a
/// word, since a client repeats that for ever.
final class ResponseContent {
    private final boolean past;
    private final List<String> texts = new ArrayList<>();
    private final List<String> pictures = new ArrayList<>();
    private final List<Document> documents = new ArrayList<>();
    private final ReadContext reading;

    private ResponseContent(boolean past, ReadContext reading) {
        this.past = past;
        this.reading = reading;
    }

    /// Reads a text, or an array of parts.
    ///
    /// @param past whether the model has answered it already
    static ResponseContent read(RequestFields item, String name, boolean past, ReadContext reading) {
        ResponseContent content = new ResponseContent(past, reading);
        JsonNode value = item.any(name);
        if (value == null) {
            return content;
        }
        if (value.isTextual()) {
            content.texts.add(value.textValue());
        } else if (value.isArray() && value.valueStream().allMatch(JsonNode::isObject)) {
            item.objects(name).forEach(content::part);
        } else if (past) {
            content.texts.add(value.toString());
        } else {
            throw item.wrongType(name, "a string or an array of parts", value);
        }
        return content;
    }

    /// All texts, each on a line of its own.
    String text() {
        return String.join("\n", texts);
    }

    /// As the turn of somebody.
    ChatMessage as(String role) {
        return new ChatMessage(role, text(), pictures, List.of(), null, List.of(), documents, List.of());
    }

    /// Whether there is more than text.
    boolean shows() {
        return !pictures.isEmpty() || !documents.isEmpty();
    }

    boolean isEmpty() {
        return texts.isEmpty() && !shows();
    }

    private void part(RequestFields part) {
        String type = part.text("type");
        if (!past) {
            known(part, type == null ? "" : type);
            return;
        }
        try {
            known(part, type == null ? "" : type);
        } catch (ApiException _) {
            part.leaveOut("type");
            texts.add("(" + (type == null ? "a part" : type) + " that cannot be shown)");
        }
    }

    private void known(RequestFields part, String type) {
        switch (type) {
            case "input_text", "output_text", "text", "summary_text" -> {
                part.only(Set.of("type", "text", "annotations", "logprobs"));
                text(part, "text");
            }
            case "refusal" -> text(part, "refusal");
            case "input_image" -> {
                part.only(Set.of("type", "image_url", "file_id", "detail"));
                if (part.has("file_id")) {
                    throw part.unsupported("file_id", "Nothing is stored; send the picture itself.");
                }
                pictures.add(ContentParts.picture(part, reading));
            }
            case "input_file" -> file(part);
            // What a server has put away, for itself alone.
            case "encrypted_content", "reasoning_text" -> part.leaveOut("type");
            default ->
                throw part.unsupported("type", "Only 'input_text', 'output_text', 'input_image' and 'input_file' are.");
        }
    }

    private void text(RequestFields part, String name) {
        String text = part.text(name);
        if (text == null) {
            throw part.missing(name);
        }
        texts.add(text);
    }

    /// A file is what it is in the other APIs.
    private void file(RequestFields part) {
        part.only(Set.of("type", "filename", "file_data", "file_id", "file_url", "detail"));
        if (!part.has("file_id") && !part.has("file_url")) {
            part.requiredText("file_data");
        }
        switch (ContentParts.file(part, reading)) {
            case ContentParts.Shown.Text(String words) -> texts.add(words);
            case ContentParts.Shown.Pdf(Document pdf) -> documents.add(pdf);
            case ContentParts.Shown.Picture(String base64) -> pictures.add(base64);
        }
    }
}
