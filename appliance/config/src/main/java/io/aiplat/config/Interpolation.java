package io.aiplat.config;

import io.aiplat.model.TextFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts in what a value takes from elsewhere: `${env:NAME}`, `${env:NAME:-default}`, `${file:path}`, and
/// `os.environ/NAME` as the whole value. `$${` stands for a plain `${`.
public final class Interpolation {
    /// For the reference.
    public static final String WORDS = """
            Every value may hold `${env:NAME}`, `${env:NAME:-default}` and `${file:path}` (without the file's last line
            break, relative to this file), or be `os.environ/NAME`. `$${` stands for a plain `${`.
            """;

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)}");
    private static final Pattern VARIABLE = Pattern.compile("env:([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?", Pattern.DOTALL);
    private static final String OS_ENVIRON = "os.environ/";

    private final ConfigSource source;
    private final @Nullable Map<String, String> environment;

    Interpolation(ConfigSource source) {
        this.source = source;
        this.environment = source.environment();
    }

    /// A value that cannot be had.
    static final class Unavailable extends Exception {
        private final String fix;

        Unavailable(String reason, String fix) {
            super(reason);
            this.fix = fix;
        }

        String reason() {
            return String.valueOf(getMessage());
        }

        String fix() {
            return fix;
        }
    }

    /// The text with everything put in.
    String apply(String text) throws Unavailable {
        if (environment == null) {
            return text;
        }
        if (text.startsWith(OS_ENVIRON)) {
            return variable(text.substring(OS_ENVIRON.length()), null);
        }
        Matcher m = PLACEHOLDER.matcher(text);
        StringBuilder whole = new StringBuilder();
        while (m.find()) {
            String inner = m.group(1);
            m.appendReplacement(whole, Matcher.quoteReplacement(inner == null ? "${" : valueOf(inner)));
            if (whole.length() > BoundedYaml.MOST_LETTERS) {
                throw new Unavailable(
                        "What it takes from elsewhere has more than " + BoundedYaml.MOST_LETTERS + " characters.",
                        "Let it take less");
            }
        }
        return m.appendTail(whole).toString();
    }

    private String valueOf(String inner) throws Unavailable {
        Matcher variable = VARIABLE.matcher(inner);
        if (variable.matches()) {
            return variable(variable.group(1), variable.group(2));
        }
        if (inner.startsWith("file:") && inner.length() > "file:".length()) {
            return file(source.resolve(inner.substring("file:".length())));
        }
        throw new Unavailable("${" + inner + "} is neither ${env:NAME} nor ${file:path}.", "Write $${ for a plain ${");
    }

    private String variable(String name, @Nullable String fallback) throws Unavailable {
        String value = Objects.requireNonNullElse(environment, Map.<String, String>of())
                .getOrDefault(name, "");
        if (!value.isEmpty()) {
            return value;
        }
        if (fallback == null) {
            throw new Unavailable(
                    "The environment has no variable " + name + ", or an empty one.",
                    "Set it: export " + name + "=...; or give a default: ${env:" + name + ":-default}");
        }
        return fallback;
    }

    private static String file(Path file) throws Unavailable {
        try {
            return TextFile.read(file, TextFile.MOST_SECRET_BYTES).stripTrailing();
        } catch (TextFile.Unreadable e) {
            throw new Unavailable("The file " + file + " cannot be read. " + e.reason(), "Check: ls -l " + file);
        }
    }
}
