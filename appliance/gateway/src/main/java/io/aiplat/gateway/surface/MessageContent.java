package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one message says and shows.
///
/// @param text     all its texts, each on a line of its own
/// @param pictures base64 of its pictures
record MessageContent(String text, List<String> pictures) {
    /// Reads `content`: a string, or an array of parts. Null where there is none.
    ///
    /// @param mayShowPictures whether the role allows them
    static @Nullable MessageContent read(Fields turn, boolean mayShowPictures) {
        JsonNode content = turn.any("content");
        if (content == null) {
            return null;
        }
        if (content.isTextual()) {
            return new MessageContent(content.textValue(), List.of());
        }
        if (!content.isArray()) {
            throw turn.wrongType("content", "a string or an array of parts", content);
        }
        List<String> texts = new ArrayList<>();
        List<String> pictures = new ArrayList<>();
        for (Fields part : turn.objects("content")) {
            switch (part.requiredText("type")) {
                case "text" -> texts.add(text(part));
                case "image_url" -> pictures.add(picture(part, mayShowPictures));
                default -> throw part.unsupported("type", "Only 'text' and, for users, 'image_url' are.");
            }
        }
        return new MessageContent(String.join("\n", texts), pictures);
    }

    private static String text(Fields part) {
        part.only(Set.of("type", "text"));
        String text = part.text("text");
        if (text == null) {
            throw part.missing("text");
        }
        return text;
    }

    private static String picture(Fields part, boolean allowed) {
        if (!allowed) {
            throw part.unsupported("type", "Only user messages can show pictures.");
        }
        part.only(Set.of("type", "image_url"));
        Fields image = part.requiredObject("image_url");
        image.only(Set.of("url", "detail"));
        Pictures.checkDetail(image);
        return Pictures.ofUrl(image, "url");
    }
}
