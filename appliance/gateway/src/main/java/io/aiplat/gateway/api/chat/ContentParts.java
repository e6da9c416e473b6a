package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage.Document;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the parts of messages that show something, in the forms that clients of several APIs have for them.
public final class ContentParts {
    static final Set<String> TEXT = Set.of("type", "text", "cache_control", "annotations", "logprobs");
    static final Set<String> PICTURE = Set.of("type", "image_url", "source", "detail", "cache_control");

    private static final String MARK = ";base64,";
    private static final String PDF = "JVBERi0";
    private static final String INSTEAD = "aiplat fetches and keeps nothing; send the file itself as 'file_data'.";

    private ContentParts() {}

    /// What a file shows.
    public sealed interface Shown {
        /// A text, with the name of its file before it.
        record Text(String words) implements Shown {}

        /// A document that the model reads itself.
        record Pdf(Document document) implements Shown {}

        /// A picture.
        record Picture(String base64) implements Shown {}
    }

    /// The base64 text of a picture, in whichever form its part has it.
    ///
    /// @throws ApiException if there is none, or its form or detail is not supported
    public static String picture(RequestFields part, ReadContext reading) {
        JsonNode image = part.any("image_url");
        if (image != null && image.isTextual()) {
            ImageParts.checkDetail(part);
            return ImageParts.ofUrl(part, "image_url", reading);
        }
        if (image == null && part.has("source")) {
            RequestFields source = part.requiredObject("source");
            return source.has("url") ? ImageParts.ofUrl(source, "url", reading) : ImageParts.ofBase64(source, "data");
        }
        RequestFields holder = part.requiredObject("image_url");
        holder.only(Set.of("url", "detail"));
        ImageParts.checkDetail(holder);
        return ImageParts.ofUrl(holder, "url", reading);
    }

    /// A file, wherever its parts stand.
    ///
    /// @throws ApiException if it is not here, or is neither text nor, where that can be read, PDF
    public static Shown file(RequestFields part, ReadContext reading) {
        RequestFields holder = part.has("file")
                ? part.requiredObject("file")
                : part.has("source") ? part.requiredObject("source") : part;
        String name = named(part, holder);
        JsonNode content = holder.any("content");
        if (content != null) {
            return new Shown.Text(titled(name, content.isTextual() ? content.textValue() : texts(content)));
        }
        String field = holder.has("file_data") ? "file_data" : "data";
        String data = holder.text(field);
        if (data == null) {
            String plain = holder.text("text");
            if (plain != null) {
                return new Shown.Text(titled(name, plain));
            }
            String other = holder.has("file_url") ? "file_url" : holder.has("url") ? "url" : "file_id";
            throw holder.unsupported(other, INSTEAD);
        }
        if ("text".equals(holder.text("type"))) {
            return new Shown.Text(titled(name, data));
        }
        int mark = data.startsWith("data:") ? data.indexOf(MARK) : -1;
        String base64 = mark < 0 ? data : data.substring(mark + MARK.length());
        if (base64.startsWith(PDF)) {
            if (!reading.can(BackendFeature.DOCUMENTS)) {
                throw holder.unsupported(field, "This model reads no PDF; send its text.");
            }
            return new Shown.Pdf(new Document(name, base64));
        }
        if (data.startsWith("data:image/")) {
            return new Shown.Picture(ImageParts.ofUrl(holder, field));
        }
        String text = text(base64);
        if (text == null) {
            throw holder.unsupported(field, "Only files of text and, where the model reads them, PDF are.");
        }
        return new Shown.Text(titled(name, text));
    }

    private static String named(RequestFields part, RequestFields holder) {
        for (RequestFields one : List.of(part, holder)) {
            for (String field : new String[] {"filename", "title", "name"}) {
                String name = one.word(field);
                if (name != null) {
                    return name;
                }
            }
        }
        return "";
    }

    static String titled(String name, String text) {
        return name.isEmpty() ? text : name + ":\n" + text;
    }

    /// All texts of an array of parts.
    private static String texts(JsonNode parts) {
        StringBuilder all = new StringBuilder();
        for (JsonNode part : parts) {
            String text = part.path("text").asText();
            all.append(all.isEmpty() || text.isEmpty() ? "" : "\n").append(text);
        }
        return all.toString();
    }

    private static @Nullable String text(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? text : null;
        } catch (IllegalArgumentException | CharacterCodingException _) {
            // It is something else, or no base64 at all.
            return null;
        }
    }
}
