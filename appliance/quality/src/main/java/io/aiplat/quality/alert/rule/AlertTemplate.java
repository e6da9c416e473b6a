package io.aiplat.quality.alert.rule;

import io.aiplat.model.SpellingSuggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Text of a label or an annotation, with a subset of the templates of Go that Prometheus takes: `{{ $labels.x }}`,
/// `{{ $value }}`, their older forms `{{ .Labels.x }}` and `{{ .Value }}`, texts in quotes, and the functions of
/// [TemplateFunction] before a value or behind `|`. Everything else is refused by name.
public final class AlertTemplate {
    private static final Pattern ACTION = Pattern.compile("\\{\\{(-\\s)?(.*?)(\\s-)?}}", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|\\||[^\\s|\"`]+)\\s*");
    private static final Pattern LABEL = Pattern.compile("(?:\\$labels|[$]?\\.Labels)\\.([a-zA-Z_][a-zA-Z0-9_]*)");

    private final String text;
    private final List<Part> parts;

    private sealed interface Part {
        record Plain(String text) implements Part {}

        /// Commands from left to right; what one makes is the last value of the next.
        record Pipeline(List<Command> commands) implements Part {}
    }

    /// @param function null where it is a value by itself
    private record Command(@Nullable TemplateFunction function, List<Operand> operands) {}

    private sealed interface Operand {
        record Label(String name) implements Operand {}

        record Text(String text) implements Operand {}

        enum Value implements Operand {
            VALUE
        }
    }

    private AlertTemplate(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /// Reads one.
    ///
    /// @throws IllegalArgumentException with a full sentence if it is none of the subset
    public static AlertTemplate parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher m = ACTION.matcher(text);
        int from = 0;
        boolean trimmed = false;
        while (m.find()) {
            String before = text.substring(from, m.start());
            before = m.group(1) == null ? before : before.stripTrailing();
            parts.add(new Part.Plain(plain(trimmed ? before.stripLeading() : before)));
            parts.add(pipeline(m.group(2).strip()));
            from = m.end();
            trimmed = m.group(3) != null;
        }
        String rest = text.substring(from);
        parts.add(new Part.Plain(plain(trimmed ? rest.stripLeading() : rest)));
        return new AlertTemplate(text, parts);
    }

    private static String plain(String text) {
        if (text.contains("{{")) {
            throw new IllegalArgumentException("A {{ has no }}.");
        }
        return text;
    }

    private static Part.Pipeline pipeline(String action) {
        List<Command> commands = new ArrayList<>();
        List<String> words = new ArrayList<>();
        Matcher m = WORD.matcher(action);
        int at = 0;
        while (at < action.length()) {
            if (!m.region(at, action.length()).lookingAt()) {
                throw new IllegalArgumentException("The text in {{ " + action + " }} has no second quote.");
            }
            if (m.group(1).equals("|")) {
                commands.add(command(action, words, !commands.isEmpty()));
                words.clear();
            } else {
                words.add(m.group(1));
            }
            at = m.end();
        }
        commands.add(command(action, words, !commands.isEmpty()));
        return new Part.Pipeline(commands);
    }

    private static Command command(String action, List<String> words, boolean piped) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("Something is missing in {{ " + action + " }}.");
        }
        String first = words.getFirst();
        if (isOperand(first)) {
            if (words.size() > 1 || piped) {
                throw new IllegalArgumentException(first + " in {{ " + action + " }} is no function.");
            }
            return new Command(null, List.of(operand(first)));
        }
        TemplateFunction function = TemplateFunction.of(first);
        if (function == null) {
            throw new IllegalArgumentException("There is no " + first + " here"
                    + SpellingSuggestion.hint(first, TemplateFunction.words())
                    + " Known are $labels.NAME, $value, " + String.join(", ", TemplateFunction.words()) + ".");
        }
        List<Operand> operands =
                words.stream().skip(1).map(AlertTemplate::operand).toList();
        if (operands.size() + (piped ? 1 : 0) != function.arguments()) {
            throw new IllegalArgumentException(
                    first + " in {{ " + action + " }} takes another number of values: " + function.arguments() + ".");
        }
        if (function == TemplateFunction.PRINTF) {
            if (!(operands.getFirst() instanceof Operand.Text(String format))) {
                throw new IllegalArgumentException("printf begins with its format in quotes.");
            }
            Objects.requireNonNull(TemplateFormat.parse(format));
        }
        return new Command(function, operands);
    }

    private static boolean isOperand(String word) {
        return word.startsWith("$") || word.startsWith(".") || word.startsWith("\"") || word.startsWith("`");
    }

    private static Operand operand(String word) {
        if (word.equals("$value") || word.equals(".Value") || word.equals("$.Value")) {
            return Operand.Value.VALUE;
        }
        Matcher label = LABEL.matcher(word);
        if (label.matches()) {
            return new Operand.Label(label.group(1));
        }
        if (word.startsWith("\"")) {
            return new Operand.Text(word.substring(1, word.length() - 1).translateEscapes());
        }
        if (word.startsWith("`")) {
            return new Operand.Text(word.substring(1, word.length() - 1));
        }
        throw new IllegalArgumentException("There is no " + word + " here; there are $labels.NAME and $value.");
    }

    /// The text for one alert. A label that is not there is nothing.
    ///
    /// @param labels of the sample
    public String expand(Map<String, String> labels, double value) {
        StringBuilder whole = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Plain(String plain) -> whole.append(plain);
                case Part.Pipeline(List<Command> commands) -> whole.append(result(commands, labels, value));
            }
        }
        return whole.toString();
    }

    private static String result(List<Command> commands, Map<String, String> labels, double value) {
        Object result = "";
        boolean piped = false;
        for (Command command : commands) {
            List<Object> values = new ArrayList<>();
            command.operands.forEach(operand -> values.add(valueOf(operand, labels, value)));
            if (piped) {
                values.add(result);
            }
            result = command.function == null ? values.getFirst() : command.function.apply(values);
            piped = true;
        }
        return TemplateFunction.text(result);
    }

    private static Object valueOf(Operand operand, Map<String, String> labels, double value) {
        return switch (operand) {
            case Operand.Label(String name) -> labels.getOrDefault(name, "");
            case Operand.Text(String plain) -> plain;
            case Operand.Value _ -> value;
        };
    }

    /// As it is written.
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AlertTemplate template && template.text.equals(text);
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
