package io.aiplat.config.manifest;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes YAML in blocks.
final class ManifestYaml {
    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z_/.$%(][-A-Za-z0-9_/.$%()+,@=~]*(:[-A-Za-z0-9_/.@]+)*");
    private static final Pattern NUMBER_LIKE = Pattern.compile("[-+.]?[0-9._].*");
    private static final Pattern LINES =
            Pattern.compile("[^\\s\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f][^\\x00-\\x08\\x0b-\\x1f"
                    + "\\x7f-\\x9f\\u2028\\u2029\\ufeff\\ud800-\\udfff]*");
    private static final Set<String> WORDS =
            Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", ".nan", "inf", ".inf");

    private ManifestYaml() {}

    static String write(Map<String, ?> content) {
        StringBuilder out = new StringBuilder();
        fields(out, content, 0);
        return out.toString();
    }

    private static void fields(StringBuilder out, Map<?, ?> fields, int depth) {
        TreeMap<String, @Nullable Object> sorted = new TreeMap<>();
        fields.forEach((name, value) -> sorted.put(String.valueOf(name), value));
        boolean first = true;
        for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
            if (!first || depth == 0 || out.charAt(out.length() - 1) == '\n') {
                indent(out, depth);
            }
            first = false;
            text(out, entry.getKey());
            out.append(':');
            value(out, entry.getValue(), depth, false);
        }
    }

    private static void indent(StringBuilder out, int depth) {
        out.repeat(' ', depth * 2);
    }

    private static void value(StringBuilder out, @Nullable Object value, int depth, boolean item) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> out.append(" {}\n");
            case Map<?, ?> map -> {
                out.append(item ? " " : "\n");
                fields(out, map, depth + 1);
            }
            case Collection<?> list when list.isEmpty() -> out.append(" []\n");
            case Collection<?> list -> {
                out.append(item ? " " : "\n");
                boolean first = item;
                for (Object each : list) {
                    if (!first) {
                        indent(out, item ? depth + 1 : depth);
                    }
                    first = false;
                    out.append('-');
                    value(out, each, item ? depth + 1 : depth, true);
                }
            }
            case String text when isOfLines(text) -> lines(out, text, depth + 1);
            case String text -> {
                out.append(' ');
                text(out, text);
                out.append('\n');
            }
            case null -> out.append(" null\n");
            default -> out.append(' ').append(value).append('\n');
        }
    }

    /// Whether a block gives exactly this text back: blanks at the end of a line are what editors take away.
    private static boolean isOfLines(String text) {
        return text.contains("\n")
                && LINES.matcher(text).matches()
                && text.lines().allMatch(line -> line.equals(line.stripTrailing()));
    }

    /// As a block, which keeps a person's lines as they are.
    private static void lines(StringBuilder out, String text, int depth) {
        String kept = !text.endsWith("\n") ? "|-" : text.endsWith("\n\n") ? "|+" : "|";
        out.append(' ').append(kept).append('\n');
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            if (!line.isEmpty()) {
                indent(out, depth);
                out.append(line);
            }
            out.append('\n');
        }
    }

    private static void text(StringBuilder out, String text) {
        if (PLAIN.matcher(text).matches()
                && !NUMBER_LIKE.matcher(text).matches()
                && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            out.append(text);
            return;
        }
        out.append('"');
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').appendCodePoint(c);
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean hidden = c < ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff;
                    if (hidden || (c >= 0xd800 && c <= 0xdfff)) {
                        out.append(String.format("\\u%04x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        out.append('"');
    }
}
