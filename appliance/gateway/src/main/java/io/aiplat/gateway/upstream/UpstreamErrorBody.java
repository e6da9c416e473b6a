package io.aiplat.gateway.upstream;

import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Error body of an upstream, in whichever form: OpenAI's and Anthropic's envelopes, FastAPI's `detail`, problem
/// details (RFC 9457), a plain text, or a page of some proxy's.
///
/// @param code    for programs; null for none
/// @param type    of the error; null for none
/// @param param   the field at fault; null for none
/// @param status  that the error has within it; 0 for none
/// @param message for people; null for none
record UpstreamErrorBody(
        @Nullable String code,
        @Nullable String type,
        @Nullable String param,
        int status,
        @Nullable String message) {
    /// Characters that are looked at; what is told on is less.
    private static final int MOST = 8 * 1024;

    private static final int MOST_DETAILS = 5;
    private static final int DEEPEST = 4;

    /// Members that have words for people, best first.
    private static final List<String> WORDS = List.of(
            "message",
            "Message",
            "msg",
            "detail",
            "error",
            "errors",
            "error_description",
            "error_message",
            "title",
            "reason",
            "description");

    private static final Pattern SILENT = Pattern.compile("(?is)<(script|style|head)\\b(?!er).*?</\\1\\s*>|<!--.*?-->");
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");
    private static final Pattern TAG = Pattern.compile("(?s)<[^>]*>");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /// Reads it.
    static UpstreamErrorBody of(byte[] body, int length) {
        JsonObjectView json = json(body, length);
        return json == null ? plain(body, length) : of(json);
    }

    private static UpstreamErrorBody of(JsonObjectView json) {
        JsonObjectView within = json.object("error");
        JsonObjectView error = within == null ? json : within;
        Found found = new Found();
        String message = found.words(error, DEEPEST);
        if (message.isBlank() && within != null) {
            message = found.words(json, DEEPEST);
        }
        JsonObjectView provider = error.object("metadata");
        String raw = provider == null ? null : provider.text("raw");
        if (raw != null && !raw.isBlank()) {
            // OpenRouter has the words of the server behind it there.
            byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
            String said = of(bytes, bytes.length).message();
            message = said == null ? message : message + ": " + said;
        }
        String code = error.text("code");
        String type = error.text("type");
        String param = error.text("param");
        long status = error.integer("code").orElse(error.integer("status").orElse(0));
        return new UpstreamErrorBody(
                code,
                type == null ? json.text("error_type") : type,
                param == null ? found.place : param,
                status >= 400 && status <= 599 ? (int) status : 0,
                message.isBlank() ? null : cut(message));
    }

    private static @Nullable JsonObjectView json(byte[] body, int length) {
        int at = 0;
        while (at < length && (body[at] <= ' ')) {
            at++;
        }
        try {
            if (at < length && body[at] == '[') {
                // Gemini lists its one error.
                String listed = "{\"errors\":" + new String(body, at, length - at, StandardCharsets.UTF_8) + "}";
                byte[] bytes = listed.getBytes(StandardCharsets.UTF_8);
                JsonElementCursor all = JsonObjectView.scan(bytes, bytes.length).elements("errors");
                return all.next() ? all.object() : null;
            }
            return JsonObjectView.scan(body, length);
        } catch (MalformedJson _) {
            // It is a text then.
            return null;
        }
    }

    private static UpstreamErrorBody plain(byte[] body, int length) {
        String text = new String(body, 0, Math.min(length, 8 * MOST), StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("<")) {
            text = page(text);
        }
        String words = BLANKS.matcher(text).replaceAll(" ").strip();
        return new UpstreamErrorBody(null, null, null, 0, words.isEmpty() ? null : cut(words));
    }

    /// The words of a page, its title first.
    private static String page(String html) {
        var title = TITLE.matcher(html);
        String named = title.find() ? title.group(1).strip() : "";
        String text = TAG.matcher(SILENT.matcher(html).replaceAll(" "))
                .replaceAll(" ")
                .strip();
        return text.startsWith(named) ? text : named + " " + text;
    }

    private static String cut(String message) {
        return message.length() <= MOST ? message : message.substring(0, MOST);
    }

    /// Whether the error has this word anywhere, in lower case.
    boolean mentions(String word) {
        return (code + " " + type + " " + param + " " + message)
                .toLowerCase(Locale.ROOT)
                .contains(word);
    }

    /// Looks for words, and for the field that they are about.
    private static final class Found {
        private @Nullable String place;

        String words(JsonObjectView json, int depth) {
            for (String name : WORDS) {
                String said = words(json, name, depth - 1);
                if (!said.isBlank()) {
                    return said;
                }
            }
            return "";
        }

        private String words(JsonObjectView json, String name, int depth) {
            String text = json.text(name);
            if (text != null) {
                return text;
            }
            JsonObjectView object = json.object(name);
            if (object != null) {
                return depth == 0 ? "" : words(object, depth);
            }
            StringBuilder all = new StringBuilder();
            JsonElementCursor elements = json.elements(name);
            for (int i = 0; i < MOST_DETAILS && elements.next(); i++) {
                String one = elements.kind() == JsonKind.STRING ? elements.text() : detail(elements.object(), depth);
                if (one != null && !one.isBlank()) {
                    all.append(all.isEmpty() ? "" : "; ").append(one);
                }
            }
            return all.toString();
        }

        /// One of FastAPI's: `{"loc": ["body", "messages", 0], "msg": "...", "type": "..."}`. What it was given
        /// stands in it as well, and is the client's.
        private String detail(@Nullable JsonObjectView detail, int depth) {
            if (detail == null || depth == 0) {
                return "";
            }
            StringBuilder path = new StringBuilder();
            JsonElementCursor steps = detail.elements("loc");
            while (steps.next()) {
                JsonObjectView none = steps.object();
                String step = none != null
                        ? ""
                        : steps.kind() == JsonKind.STRING ? String.valueOf(steps.text()) : number(detail, steps);
                if (!step.isEmpty() && !(path.isEmpty() && step.equals("body"))) {
                    path.append(path.isEmpty() ? "" : ".").append(step);
                }
            }
            place = place == null && !path.isEmpty() ? path.toString() : place;
            String type = detail.text("type");
            String said = words(detail, depth);
            return (path.isEmpty() ? "" : path + ": ")
                    + said
                    + (type == null || said.isEmpty() ? "" : " (" + type + ")");
        }

        private static String number(JsonObjectView detail, JsonElementCursor step) {
            return step.kind() == JsonKind.NUMBER
                    ? new String(detail.bytes(), step.begin(), step.end() - step.begin(), StandardCharsets.US_ASCII)
                    : "";
        }
    }
}
