package io.aiplat.gateway.guard;

import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.Leaves;
import java.util.Set;

/// Which values of requests and answers are texts. Everything is that is not known to be something else.
final class TextRules {
    /// Words of the APIs, names by which things refer to each other, and what only its maker can read.
    private static final Set<String> NO_TEXTS = Set.of(
            "approval_request_id",
            "call_id",
            "container_id",
            "detail",
            "encrypted_content",
            "file_id",
            "finish_reason",
            "format",
            "id",
            "item_id",
            "media_type",
            "message_id",
            "mime_type",
            "model",
            "name",
            "native_finish_reason",
            "obfuscation",
            "object",
            "phase",
            "previous_response_id",
            "request_id",
            "response_id",
            "role",
            "server_label",
            "service_tier",
            "signature",
            "status",
            "stop_reason",
            "system_fingerprint",
            "tool_call_id",
            "tool_use_id",
            "type");

    /// Where files lie in the middle of JSON.
    private static final Set<String> FILES = Set.of("data", "file_data", "b64_json");

    private static final String BASE64 = ";base64,";
    private static final int LONGEST_MEDIA_TYPE = 128;
    private static final int SHORTEST_FILE = 64;

    private TextRules() {}

    /// Whether a value is text. What is given to tools has the tools' own names, so all of it is.
    static boolean isText(Leaves leaf) {
        boolean given = leaf.isWithin("input") || leaf.isWithin("arguments");
        return switch (leaf.kind()) {
            case STRING -> given || !NO_TEXTS.contains(leaf.name());
            case NUMBER -> given;
            case TRUE, FALSE, NULL, OBJECT, ARRAY -> false;
        };
    }

    /// Whether a string is a file and no text: base64, be it behind `data:`.
    static boolean isFile(String name, String text) {
        int mark = text.startsWith("data:") ? text.indexOf(BASE64) : -1;
        if (mark >= 0 && mark < LONGEST_MEDIA_TYPE) {
            return isBase64(text, mark + BASE64.length());
        }
        return FILES.contains(name) && text.length() >= SHORTEST_FILE && isBase64(text, 0);
    }

    /// Whether a string is JSON that is meant for a tool.
    static boolean isArguments(String name) {
        return name.equals("arguments") || name.equals("partial_json");
    }

    /// Whether a value is the number of a token.
    static boolean isToken(Leaves leaf) {
        return leaf.kind() == Kind.NUMBER;
    }

    private static boolean isBase64(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && "+/=-_\r\n".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
