package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.model.Digests;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The hash at the end of a generated name: of what is in the object, so that a change of it is another object.
final class NameHash {
    private static final int LETTERS = 10;

    private NameHash() {}

    /// Ten letters and digits, of which none reads like another and no word comes about.
    static String of(Fields object) {
        TreeMap<String, @Nullable Object> hashed = new TreeMap<>();
        String kind = object.text("kind");
        hashed.put("kind", kind);
        // kustomize looks for the name where it is not, and always hashes an empty one.
        hashed.put("name", "");
        hashed.put("data", plain(object, "data", ""));
        if (kind.equals("Secret")) {
            hashed.put("type", object.text("type"));
            add(hashed, object, "stringData");
        } else {
            add(hashed, object, "binaryData");
        }
        StringBuilder json = new StringBuilder();
        write(json, hashed);
        return encoded(json.toString());
    }

    private static void add(Map<String, @Nullable Object> hashed, Fields object, String field) {
        if (object.fields(field) != null) {
            hashed.put(field, plain(object, field, ""));
        }
    }

    private static Object plain(Fields object, String field, Object otherwise) {
        Fields there = object.fields(field);
        return there == null ? otherwise : new TreeMap<>(there.plain());
    }

    private static String encoded(String json) {
        return Digests.sha256(json)
                .substring(0, LETTERS)
                .replace('0', 'g')
                .replace('1', 'h')
                .replace('3', 'k')
                .replace('a', 'm')
                .replace('e', 't');
    }

    /// As Go writes JSON.
    private static void write(StringBuilder json, @Nullable Object value) {
        switch (value) {
            case Map<?, ?> map -> {
                String comma = "{";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    json.append(comma);
                    text(json, String.valueOf(entry.getKey()));
                    json.append(':');
                    write(json, entry.getValue());
                    comma = ",";
                }
                json.append(map.isEmpty() ? "{}" : "}");
            }
            case String text -> text(json, text);
            case null -> json.append("null");
            default -> json.append(value);
        }
    }

    private static void text(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }
}
