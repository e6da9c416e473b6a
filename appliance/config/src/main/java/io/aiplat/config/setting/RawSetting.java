package io.aiplat.config.setting;

import io.aiplat.config.ConfigSource;
import io.aiplat.config.YamlNode;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Raw setting: a value as somebody wrote it.
///
/// @param key  of a setting, perhaps a wrong one
/// @param node the value; of a text one whose items are joined by commas
public record RawSetting(String key, YamlNode node, ConfigSource source) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./:@*+-]*");

    /// Where it is stated, as a person recognises it: file, line and column, or a flag or variable.
    public String place() {
        return node.place(source.label());
    }

    /// The value as text, as a flag would say it.
    public String text() {
        return node instanceof YamlNode.Scalar scalar ? scalar.text() : flow(node);
    }

    private static String flow(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar ->
                scalar.isNull() ? "null" : PLAIN.matcher(scalar.text()).matches() ? scalar.text() : quoted(scalar);
            case YamlNode.Sequence sequence ->
                sequence.items().stream().map(RawSetting::flow).collect(Collectors.joining(", ", "[", "]"));
            case YamlNode.Mapping mapping ->
                mapping.entries().stream()
                        .map(entry -> flow(entry.key()) + ": " + flow(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String quoted(YamlNode.Scalar scalar) {
        StringBuilder text = new StringBuilder("\"");
        scalar.text().chars().forEach(c -> {
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                text.append("\\u%04x".formatted(c));
            } else {
                text.append((char) c);
            }
        });
        return text.append('"').toString();
    }
}
