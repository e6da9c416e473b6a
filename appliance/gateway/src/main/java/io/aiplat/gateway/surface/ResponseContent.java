package io.aiplat.gateway.surface;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one item of a response's input says and shows.
///
/// What cannot be shown is refused where it is new. In what the model has answered already it is replaced by a
/// word, since a client repeats that for ever.
final class ResponseContent {
    private static final String BASE64 = ";base64,";
    private static final Set<String> TEXT_TYPES = Set.of(
            "application/json",
            "application/xml",
            "application/yaml",
            "application/x-yaml",
            "application/toml",
            "application/javascript",
            "application/x-sh",
            "application/sql");
    private static final Set<String> TEXT_NAMES = Set.of(
            "txt", "md", "csv", "tsv", "json", "jsonl", "xml", "yaml", "yml", "toml", "html", "log", "ini", "py", "js",
            "ts", "java", "go", "rs", "c", "h", "cpp", "sh", "sql");

    private final boolean past;
    private final List<String> texts = new ArrayList<>();
    private final List<String> pictures = new ArrayList<>();

    private ResponseContent(boolean past) {
        this.past = past;
    }

    /// Reads a text, or an array of parts.
    ///
    /// @param past whether the model has answered it already
    static ResponseContent read(Fields item, String name, boolean past) {
        ResponseContent content = new ResponseContent(past);
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

    /// Base64 of all pictures.
    List<String> pictures() {
        return pictures;
    }

    boolean isEmpty() {
        return texts.isEmpty() && pictures.isEmpty();
    }

    private void part(Fields part) {
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

    private void known(Fields part, String type) {
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
                pictures.add(Pictures.ofUrl(part, "image_url"));
            }
            case "input_file" -> texts.add(file(part));
            // What a server has put away, for itself alone.
            case "encrypted_content", "reasoning_text" -> part.leaveOut("type");
            default ->
                throw part.unsupported("type", "Only 'input_text', 'output_text', 'input_image' and 'input_file' are.");
        }
    }

    private void text(Fields part, String name) {
        String text = part.text(name);
        if (text == null) {
            throw part.missing(name);
        }
        texts.add(text);
    }

    /// A file of text is a text; of others nothing here can read the contents.
    private static String file(Fields part) {
        part.only(Set.of("type", "filename", "file_data", "file_id", "file_url", "detail"));
        for (String elsewhere : List.of("file_id", "file_url")) {
            if (part.has(elsewhere)) {
                throw part.unsupported(elsewhere, "aiplat fetches nothing; send the file itself as 'file_data'.");
            }
        }
        String data = part.requiredText("file_data");
        String name = part.text("filename");
        int mark = data.indexOf(BASE64);
        boolean typed = data.startsWith("data:") && mark > 0;
        String type = typed ? data.substring("data:".length(), mark) : "";
        String text = isText(type, name) ? decoded(typed ? data.substring(mark + BASE64.length()) : data) : null;
        if (text == null) {
            throw part.unsupported("file_data", "Only files of text in UTF-8 are.");
        }
        return name == null ? text : name + ":\n" + text;
    }

    private static boolean isText(String type, @Nullable String name) {
        String kind = type.toLowerCase(Locale.ROOT);
        int more = kind.indexOf(';');
        kind = more < 0 ? kind : kind.substring(0, more);
        String ending =
                name == null ? "" : name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return kind.startsWith("text/")
                || kind.endsWith("+json")
                || kind.endsWith("+xml")
                || TEXT_TYPES.contains(kind)
                || ((kind.isEmpty() || kind.equals("application/octet-stream")) && TEXT_NAMES.contains(ending));
    }

    private static @Nullable String decoded(String base64) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            // It says it is a text and is none.
            return null;
        }
    }
}
