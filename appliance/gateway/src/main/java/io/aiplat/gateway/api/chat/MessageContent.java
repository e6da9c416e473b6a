package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage.CacheMark;
import io.aiplat.inference.chat.ChatMessage.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one message says and shows, read part by part. A turn that is to be answered is read strictly; one that has
/// been answered is data, of which what cannot be shown is left out and named.
final class MessageContent {
    private static final String UNSEEN = "[a picture]";

    private final ReadContext reading;
    private final boolean past;
    private final boolean mayShow;

    /// Most contents are one text and nothing else, and cost no more than that.
    private String text = "";
    private @Nullable StringBuilder joined;
    private List<String> pictures = List.of();
    private List<Document> documents = List.of();
    private List<CacheMark> marks = List.of();
    private boolean said;

    private MessageContent(ReadContext reading, boolean past, boolean mayShow) {
        this.reading = reading;
        this.past = past;
        this.mayShow = mayShow;
    }

    /// Reads `content`: a string, or an array of parts. Null where there is none.
    ///
    /// @param past    whether the turn has been answered, or is what a tool gave
    /// @param mayShow whether the role may show pictures and documents
    static @Nullable MessageContent read(RequestFields turn, ReadContext reading, boolean past, boolean mayShow) {
        JsonNode content = turn.any("content");
        if (content == null) {
            return null;
        }
        MessageContent read = new MessageContent(reading, past, mayShow);
        if (content.isTextual()) {
            read.text = content.textValue();
        } else if (content.isArray()) {
            read.parts(turn, content);
        } else if (past) {
            // Some clients send what a tool gave as it is.
            read.text = content.toString();
        } else {
            throw turn.wrongType("content", "a string or an array of parts", content);
        }
        return read;
    }

    String text() {
        return joined == null ? text : joined.toString();
    }

    List<String> pictures() {
        return pictures;
    }

    List<Document> documents() {
        return documents;
    }

    List<CacheMark> marks() {
        return marks;
    }

    /// A mark after all of it.
    void mark(RequestFields holder) {
        String control = CacheControl.of(holder, reading);
        int end = joined == null ? text.length() : joined.length();
        if (control != null && (marks.isEmpty() || marks.getLast().end() < end)) {
            marks = with(marks, new CacheMark(end, control));
        }
    }

    private static <T> List<T> with(List<T> some, T more) {
        List<T> all = some.isEmpty() ? new ArrayList<>() : some;
        all.add(more);
        return all;
    }

    private void parts(RequestFields turn, JsonNode parts) {
        for (int i = 0; i < parts.size(); i++) {
            JsonNode part = parts.get(i);
            if (part.isObject()) {
                part(turn.within("content", i, part));
            } else if (part.isTextual()) {
                add(part.textValue());
            } else if (past) {
                add(part.isNull() ? "" : part.toString());
            } else {
                throw turn.wrongType("content[" + i + "]", "an object", part);
            }
        }
    }

    private void part(RequestFields part) {
        String type = past ? part.word("type") : part.requiredText("type");
        switch (type == null ? "text" : type) {
            case "text", "input_text", "output_text" -> text(part);
            case "image_url", "input_image", "image" -> picture(part);
            case "file", "input_file", "document" -> file(part);
            // They are read as thoughts.
            case "thinking", "redacted_thinking", "reasoning" -> {}
            case "refusal" -> add(part.word("refusal"));
            default -> unknown(part);
        }
        mark(part);
    }

    private void text(RequestFields part) {
        String words = past ? part.word("text") : part.text("text");
        if (words == null && !past) {
            throw part.missing("text");
        }
        part.only(ContentParts.TEXT);
        add(words);
    }

    private void unknown(RequestFields part) {
        if (!past) {
            throw part.unsupported("type", "Only 'text', 'file' and, for users, 'image_url' are.");
        }
        part.leaveOut("type");
        add(part.word("text"));
    }

    /// Each text is on a line of its own.
    private void add(@Nullable String more) {
        if (more == null) {
            return;
        }
        if (!said) {
            text = more;
        } else {
            joined = joined == null ? new StringBuilder(text) : joined;
            joined.append('\n').append(more);
        }
        said = true;
    }

    private void picture(RequestFields part) {
        part.only(ContentParts.PICTURE);
        if (!past) {
            if (!mayShow) {
                throw part.unsupported("type", "Only user messages can show pictures.");
            }
            pictures = with(pictures, ContentParts.picture(part, reading));
            return;
        }
        try {
            if (mayShow) {
                pictures = with(pictures, ContentParts.picture(part, reading));
                return;
            }
        } catch (ApiException _) {
            // What was shown once and cannot be again does not end the conversation.
        }
        part.leaveOut("type");
        add(UNSEEN);
    }

    private void file(RequestFields part) {
        try {
            switch (ContentParts.file(part, reading)) {
                case ContentParts.Shown.Text(String words) -> add(words);
                case ContentParts.Shown.Pdf(Document pdf) -> documents = with(documents, pdf);
                case ContentParts.Shown.Picture(String base64) -> pictures = with(pictures, base64);
            }
        } catch (ApiException refused) {
            if (!past) {
                throw refused;
            }
            part.leaveOut("type");
        }
    }
}
