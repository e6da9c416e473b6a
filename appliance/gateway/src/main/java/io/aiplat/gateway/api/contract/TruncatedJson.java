package io.aiplat.gateway.api.contract;

import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Completes truncated JSON: the arguments of a call that ends where the model had no tokens left. What is open is
/// closed, so that nothing the model has written is lost; the reason of the end says that there would be more.
public final class TruncatedJson {
    private static final List<String> WORDS = List.of("true", "false", "null");

    private final String cut;
    private final StringBuilder whole;
    private final Deque<Character> open = new ArrayDeque<>();
    /// Whether the next string is a key.
    private boolean key;

    private TruncatedJson(String cut) {
        this.cut = cut;
        this.whole = new StringBuilder(cut.length() + 8);
    }

    /// A JSON object, whatever the text is: itself, with what it lacks at its end, or, where that makes none, an
    /// object whose `arguments` are the text.
    public static String object(String text) {
        if (text.isBlank()) {
            return "{}";
        }
        if (isObject(text)) {
            return text;
        }
        String closed = new TruncatedJson(text).closed();
        return closed != null && isObject(closed)
                ? closed
                : new String(
                        ApiJson.bytes(json -> {
                            json.writeStartObject();
                            json.writeStringField("arguments", text);
                            json.writeEndObject();
                        }),
                        StandardCharsets.UTF_8);
    }

    /// Whether a text is one whole JSON object.
    public static boolean isObject(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            JsonObjectView.scan(bytes, bytes.length);
            return true;
        } catch (MalformedJson _) {
            // Something is missing, or it never was one.
            return false;
        }
    }

    /// @return null if it is no beginning of an object
    private @Nullable String closed() {
        int at = 0;
        while (at < cut.length()) {
            char c = cut.charAt(at);
            switch (c) {
                case '"' -> at = string(at);
                case '{', '[' -> {
                    open.push(c);
                    key = c == '{';
                    whole.append(c);
                    at++;
                }
                case '}', ']' -> {
                    if (open.isEmpty()) {
                        return null;
                    }
                    open.pop();
                    key = false;
                    whole.append(c);
                    at++;
                }
                case ',', ':' -> {
                    key = c == ',' && !open.isEmpty() && open.peek() == '{';
                    whole.append(c);
                    at++;
                }
                case ' ', '\t', '\r', '\n' -> at++;
                default -> at = word(at);
            }
        }
        end();
        return whole.toString();
    }

    private int string(int from) {
        int at = from + 1;
        while (at < cut.length() && cut.charAt(at) != '"') {
            int length = cut.charAt(at) != '\\' ? 1 : at + 1 < cut.length() && cut.charAt(at + 1) == 'u' ? 6 : 2;
            if (at + length > cut.length()) {
                // Half a character is none.
                break;
            }
            at += length;
        }
        whole.append(cut, from, at).append('"');
        boolean ended = at < cut.length() && cut.charAt(at) == '"';
        if (key && !ended) {
            whole.append(":null");
        } else if (key && cut.substring(at + 1).isBlank()) {
            whole.append(":null");
        }
        key = false;
        return ended ? at + 1 : cut.length();
    }

    private int word(int from) {
        int at = from;
        while (at < cut.length() && ",]}:\" \t\r\n".indexOf(cut.charAt(at)) < 0) {
            at++;
        }
        String said = cut.substring(from, at);
        whole.append(at < cut.length() ? said : completed(said));
        return Math.max(at, from + 1);
    }

    private static String completed(String said) {
        for (String word : WORDS) {
            if (word.startsWith(said)) {
                return word;
            }
        }
        // A number that ends in something else than a digit has none after it.
        String digits = said.replaceFirst("[^0-9]+$", "");
        return digits.isEmpty() ? "null" : digits;
    }

    private void end() {
        int last = whole.length() - 1;
        if (last >= 0 && whole.charAt(last) == ',') {
            whole.setLength(last);
        } else if (last >= 0 && whole.charAt(last) == ':') {
            whole.append("null");
        }
        while (!open.isEmpty()) {
            whole.append(open.pop() == '{' ? '}' : ']');
        }
    }
}
