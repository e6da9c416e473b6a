package io.aiplat.supply;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a [Modelfile](https://github.com/ollama/ollama/blob/main/docs/modelfile.md) says beyond the
/// weights: the defaults a model is served with. `FROM`, `LICENSE`, `ADAPTER` and `MESSAGE` are read over.
///
/// @param parameters values of each `PARAMETER`, in order; more than one only for `stop`
/// @param template   the Go template of Ollama, or null
/// @param system     a system message for conversations without one, or null
public record Modelfile(
        Map<String, List<String>> parameters,
        @Nullable String template,
        @Nullable String system) {
    /// Says nothing.
    public static final Modelfile EMPTY = new Modelfile(Map.of(), null, null);

    private static final String LONG_QUOTE = "\"\"\"";

    /// Bytes; real ones have some thousand, most of them licence.
    private static final int LARGEST = 1 << 20;

    public Modelfile {
        parameters = Map.copyOf(parameters);
    }

    /// The text of a file that should be a Modelfile.
    ///
    /// @throws IOException if it cannot be read, is no ordinary file, or is too large to be one
    public static String text(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is no ordinary file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] text = in.readNBytes(LARGEST + 1);
            if (text.length > LARGEST) {
                throw new IOException(file + " has more than " + (LARGEST >> 20) + " MiB and is no Modelfile");
            }
            return new String(text, StandardCharsets.UTF_8);
        }
    }

    /// Reads a Modelfile.
    ///
    /// @param name of the model, for the problem
    /// @throws ApplianceException if a line is no instruction or a quote does not end
    public static Modelfile parse(String name, String text) {
        return new Reader(name, text).read();
    }

    /// The whole number given for a parameter, or null if it is not given.
    ///
    /// @throws ApplianceException if it is no whole number
    public @Nullable Integer integer(String parameter) {
        Double number = number(parameter);
        return number == null ? null : number.intValue();
    }

    /// The number given for a parameter, or null if it is not given.
    ///
    /// @throws ApplianceException if it is no number; `NaN` and infinities, which Java reads, are none
    public @Nullable Double number(String parameter) {
        List<String> values = parameters.get(parameter);
        if (values == null) {
            return null;
        }
        try {
            Double number = Double.valueOf(values.getLast());
            if (!Double.isFinite(number)) {
                throw new NumberFormatException("not finite");
            }
            return number;
        } catch (NumberFormatException e) {
            throw new ApplianceException(
                    SupplyProblems.modelfileBroken("PARAMETER " + parameter, values.getLast() + " is not a number"), e);
        }
    }

    /// The texts that end an answer.
    public List<String> stops() {
        return parameters.getOrDefault("stop", List.of());
    }

    private static final class Reader {
        private final String name;
        private final List<String> lines;
        private final Map<String, List<String>> parameters = new LinkedHashMap<>();
        private @Nullable String template;
        private @Nullable String system;
        private int at;

        Reader(String name, String text) {
            this.name = name;
            this.lines = text.lines().toList();
        }

        Modelfile read() {
            while (at < lines.size()) {
                String line = lines.get(at).strip();
                if (line.isEmpty() || line.startsWith("#")) {
                    at++;
                } else {
                    instruction(line);
                }
            }
            return new Modelfile(parameters, template, system);
        }

        private void instruction(String line) {
            String[] words = line.split("\\s+", 2);
            String rest = words.length < 2 ? "" : words[1];
            switch (words[0].toUpperCase(Locale.ROOT)) {
                case "PARAMETER" -> parameter(rest);
                case "TEMPLATE" -> template = value(rest);
                case "SYSTEM" -> system = value(rest);
                case "FROM", "LICENSE", "ADAPTER", "MESSAGE" -> value(rest);
                default -> throw broken("it begins with " + words[0] + ", which is no instruction");
            }
        }

        private void parameter(String rest) {
            String[] words = rest.split("\\s+", 2);
            if (words.length < 2) {
                throw broken("PARAMETER needs a name and a value");
            }
            String key = words[0].toLowerCase(Locale.ROOT);
            List<String> values = parameters.computeIfAbsent(key, _ -> new ArrayList<>());
            if (!key.equals("stop")) {
                values.clear();
            }
            values.add(value(words[1]));
        }

        /// The rest of an instruction: a line, or any number of lines between quotes, as Ollama writes those that have
        /// none in them, or triple quotes.
        private String value(String rest) {
            if (rest.startsWith(LONG_QUOTE)) {
                return longValue(rest.substring(LONG_QUOTE.length()));
            }
            int begin = at++;
            if (!rest.startsWith("\"")) {
                return rest;
            }
            StringBuilder text = new StringBuilder(rest);
            boolean ended = rest.length() > 1 && rest.endsWith("\"");
            while (!ended && at < lines.size()) {
                String line = lines.get(at++);
                ended = line.stripTrailing().endsWith("\"");
                text.append('\n').append(ended ? line.stripTrailing() : line);
            }
            if (!ended) {
                // A quote that nothing ends is a character like others.
                at = begin + 1;
                return rest;
            }
            return text.substring(1, text.length() - 1);
        }

        private String longValue(String first) {
            int begin = at;
            StringBuilder text = new StringBuilder();
            String line = first;
            while (!line.contains(LONG_QUOTE)) {
                text.append(line).append('\n');
                at++;
                if (at == lines.size()) {
                    at = begin;
                    throw broken("the text that begins here with " + LONG_QUOTE + " does not end");
                }
                line = lines.get(at);
            }
            at++;
            return text.append(line, 0, line.indexOf(LONG_QUOTE)).toString();
        }

        private ApplianceException broken(String why) {
            return new ApplianceException(
                    SupplyProblems.modelfileBroken("line " + (at + 1) + " of the Modelfile of " + name, why));
        }
    }
}
