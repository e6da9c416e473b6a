package io.aiplat.launcher.render;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON line writer: values as one line of JSON.
/// A screenful of code here starts a tenth of a second faster than a JSON library, and `status` runs often.
public final class JsonLine {
    private final StringBuilder text = new StringBuilder();

    private JsonLine() {}

    /// The value as JSON.
    ///
    /// Records become objects with their names in snake case, as the APIs have theirs, enums lower-case words,
    /// durations seconds; secrets and everything else what `toString` says. Keys of maps stay as they are: they may
    /// be names of models.
    public static String of(@Nullable Object value) {
        JsonLine json = new JsonLine();
        json.write(value);
        return json.text.toString();
    }

    private void write(@Nullable Object value) {
        switch (value) {
            case null -> text.append("null");
            case Boolean b -> text.append(b);
            case Double d when !Double.isFinite(d) -> text.append("null");
            case Float f when !Float.isFinite(f) -> text.append("null");
            case Number n -> text.append(n);
            case Duration d -> text.append(d.toMillis() / 1000.0);
            case Map<?, ?> map -> object(map);
            // A Path is an Iterable of its names; nobody wants to read it so.
            case java.nio.file.Path path -> string(path.toString());
            case Iterable<?> items -> array(items);
            case Enum<?> e -> string(e.name().toLowerCase(Locale.ROOT));
            case io.aiplat.model.Secret secret -> string(secret.toString());
            case Record r -> object(r);
            default -> string(value.toString());
        }
    }

    private void object(Map<?, ?> map) {
        String before = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(before);
            string(String.valueOf(entry.getKey()));
            text.append(':');
            write(entry.getValue());
            before = ",";
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void object(Record r) {
        String before = "{";
        for (RecordComponent component : r.getClass().getRecordComponents()) {
            text.append(before);
            string(snakeCase(component.getName()));
            text.append(':');
            write(valueOf(r, component));
            before = ",";
        }
        text.append(before.equals("{") ? "{}" : "}");
    }

    private static String snakeCase(String camelCase) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char c = camelCase.charAt(i);
            if (Character.isUpperCase(c)) {
                name.append('_');
            }
            name.append(Character.toLowerCase(c));
        }
        return name.toString();
    }

    private static @Nullable Object valueOf(Record r, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(r);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(r.getClass() + "." + component.getName() + " cannot be read", e);
        }
    }

    private void array(Iterable<?> items) {
        text.append('[');
        String before = "";
        for (Object item : items) {
            text.append(before);
            write(item);
            before = ",";
        }
        text.append(']');
    }

    private void string(String s) {
        text.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    // Also where JSON would allow it: a program's output is looked at in terminals too.
                    if (TerminalText.harms(c)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
