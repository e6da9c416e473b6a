package io.aiplat.gateway.protocol;

import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lenient reader of a server's JSON: what is written in one of several ways is found in each of them.
public final class LenientJson {
    /// Members of a part that have its text.
    private static final List<String> TEXTS = List.of("text", "content", "thinking", "summary", "reasoning", "refusal");

    /// Members of answers.
    private static final List<String> ANSWERS =
            List.of("choices", "content", "output", "data", "results", "text", "delta", "response");

    private static final int DEEPEST = 4;

    private LenientJson() {}

    /// Reads an object. One that is not UTF-8 is read with signs of replacement where it is not.
    ///
    /// @throws MalformedJson if it is none
    static JsonObjectView read(byte[] bytes, int from, int to) throws MalformedJson {
        try {
            return JsonObjectView.scan(bytes, from, to - from);
        } catch (MalformedJson malformed) {
            byte[] clean = new String(bytes, from, to - from, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
            if (Arrays.equals(clean, 0, clean.length, bytes, from, to)) {
                throw malformed;
            }
            return JsonObjectView.scan(clean, clean.length);
        }
    }

    /// Whether a document that came in place of an answer, or of a piece of one, says that something failed.
    public static boolean isError(JsonObjectView json) {
        JsonKind error = json.kind("error");
        if (error == JsonKind.OBJECT || (error == JsonKind.STRING && !"".equals(json.text("error")))) {
            return true;
        }
        if (ANSWERS.stream().anyMatch(json::has)) {
            return false;
        }
        // vLLM and SGLang before 2025, FastAPI, and gateways of clouds.
        return "error".equals(json.text("object"))
                || "error".equals(json.text("type"))
                || json.has("detail")
                || json.has("errors")
                || (json.kind("message") == JsonKind.STRING && json.size() <= 4);
    }

    /// What a member says in text: as a string, as an object with a text in it, or as a list of such. Empty for
    /// nothing.
    static String text(JsonObjectView json, String name) {
        return text(json, name, DEEPEST);
    }

    private static String text(JsonObjectView json, String name, int depth) {
        String plain = json.text(name);
        if (plain != null) {
            return plain;
        }
        JsonObjectView object = json.object(name);
        if (object != null) {
            return part(object, depth);
        }
        StringBuilder all = new StringBuilder();
        JsonElementCursor elements = json.elements(name);
        while (elements.next()) {
            String text = elements.text();
            all.append(text == null ? part(elements.object(), depth) : text);
        }
        return all.toString();
    }

    /// The text of a part, by whichever name it has; empty for none.
    static String part(@Nullable JsonObjectView part) {
        return part(part, DEEPEST);
    }

    private static String part(@Nullable JsonObjectView part, int depth) {
        if (part == null || depth == 0) {
            return "";
        }
        for (String name : TEXTS) {
            String text = text(part, name, depth - 1);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
