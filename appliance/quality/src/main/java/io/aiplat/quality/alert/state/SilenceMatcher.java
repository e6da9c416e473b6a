package io.aiplat.quality.alert.state;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Matcher of a silence, as of Alertmanager: `severity="critical"`, `upstream=~"ollama-.*"`, `team!=""`,
/// `model!~"x|y"`. A
/// label that is not there is empty; an expression covers the whole of it.
public final class SilenceMatcher {
    private static final Pattern FORM = Pattern.compile(
            "\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\"]*?))\\s*");
    private static final int MOST = 256;

    private final String text;
    private final String name;
    private final boolean wanted;
    private final String value;
    private final @Nullable Pattern pattern;

    private SilenceMatcher(String name, String operator, String value) {
        this.text = name + operator + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        this.name = name;
        this.wanted = !operator.startsWith("!");
        this.value = value;
        this.pattern = operator.endsWith("~") ? Pattern.compile(value) : null;
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException that says what is possible
    public static SilenceMatcher parse(String text) {
        Matcher m = FORM.matcher(text);
        if (text.length() > MOST || !m.matches()) {
            throw new IllegalArgumentException("it is a label, an operator and a value of at most " + MOST
                    + " characters in all, such as" + " severity=\"critical\", with =, !=, =~ or !~");
        }
        String quoted = m.group(3);
        try {
            return new SilenceMatcher(
                    m.group(1), m.group(2), quoted == null ? m.group(4) : quoted.replaceAll("\\\\([\"\\\\])", "$1"));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("it has no regular expression: " + e.getDescription(), e);
        }
    }

    /// Whether labels are as it says.
    public boolean matches(Map<String, String> labels) {
        String found = labels.getOrDefault(name, "");
        boolean same =
                pattern == null ? found.equals(value) : pattern.matcher(found).matches();
        return same == wanted;
    }

    /// Whether labels could match without having it.
    boolean matchesNothing() {
        return matches(Map.of());
    }

    /// In one notation, with quotes.
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SilenceMatcher matcher && matcher.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
