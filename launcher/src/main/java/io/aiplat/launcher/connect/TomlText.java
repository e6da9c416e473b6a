package io.aiplat.launcher.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A format-preserving editor of TOML: it sets keys in tables and leaves every other line as it is, comments too.
/// Reads no more of the language than it takes to know where a table begins: multi-line texts and arrays are seen.
final class TomlText {
    private static final Pattern HEADER = Pattern.compile("\\s*\\[\\[?\\s*([^\\[\\]]+?)\\s*]]?\\s*(#.*)?");
    private static final Pattern ASSIGNMENT = Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*=\\s*(.*)");

    private final List<String> lines;

    TomlText(String text) {
        lines = new ArrayList<>(text.lines().toList());
    }

    /// Sets a key.
    ///
    /// @param table   as it stands in its header; empty for the top of the file
    /// @param literal the value as TOML writes it, in one line
    void set(String table, String key, String literal) {
        String line = key + " = " + literal;
        int from = begin(table);
        if (from < 0) {
            if (!lines.isEmpty() && !lines.getLast().isBlank()) {
                lines.add("");
            }
            lines.add("[" + table + "]");
            lines.add(line);
            return;
        }
        int end = from;
        for (Line each : scanned().subList(from, lines.size())) {
            if (each.header != null) {
                break;
            }
            if (key.equals(each.key)) {
                replace(each.number, line);
                return;
            }
            end = each.number + 1;
        }
        while (end > from && lines.get(end - 1).isBlank()) {
            end--;
        }
        lines.add(end, line);
        if (end + 1 < lines.size() && !lines.get(end + 1).isBlank()) {
            lines.add(end + 1, "");
        }
    }

    /// Replaces a value with all the lines it takes.
    private void replace(int at, String line) {
        List<Line> scanned = scanned();
        int after = at + 1;
        while (after < lines.size() && scanned.get(after).inside) {
            after++;
        }
        lines.subList(at, after).clear();
        lines.add(at, line);
    }

    /// The text of a key's value; empty if there is none, or if it is none in double quotes.
    String get(String table, String key) {
        int from = begin(table);
        if (from < 0) {
            return "";
        }
        for (Line each : scanned().subList(from, lines.size())) {
            if (each.header != null) {
                break;
            }
            if (key.equals(each.key) && each.value.matches("\"[^\"\\\\]*\"\\s*(#.*)?")) {
                return each.value.substring(1, each.value.indexOf('"', 1));
            }
        }
        return "";
    }

    /// Whether something is defined in a way that this does not edit: as an inline table or by dotted keys.
    boolean defines(String name) {
        return scanned().stream()
                .anyMatch(line -> !line.inside
                        && line.header == null
                        && lines.get(line.number).strip().matches(Pattern.quote(name) + "\\s*[.=].*"));
    }

    /// The first line of a table behind its header; -1 if there is no such table.
    private int begin(String table) {
        if (table.isEmpty()) {
            return 0;
        }
        return scanned().stream()
                .filter(line -> table.equals(line.header))
                .mapToInt(line -> line.number + 1)
                .findFirst()
                .orElse(-1);
    }

    /// @param header the table it begins; null for none
    /// @param key    what it sets; null for nothing
    /// @param inside whether it belongs to the value of a line before
    private record Line(
            int number, @Nullable String header, @Nullable String key, String value, boolean inside) {}

    private List<Line> scanned() {
        List<Line> scanned = new ArrayList<>();
        Open open = new Open();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean inside = open.isOpen();
            Matcher header = HEADER.matcher(line);
            Matcher assignment = ASSIGNMENT.matcher(line);
            if (!inside && header.matches()) {
                scanned.add(new Line(i, header.group(1), null, "", false));
                continue;
            }
            boolean assigns = !inside && assignment.matches();
            scanned.add(new Line(
                    i, null, assigns ? assignment.group(1) : null, assigns ? assignment.group(2) : "", inside));
            open.read(line);
        }
        return scanned;
    }

    /// What has been opened and not closed at the end of a line.
    private static final class Open {
        private int depth;
        private String quote = "";

        boolean isOpen() {
            return depth > 0 || !quote.isEmpty();
        }

        void read(String line) {
            int i = 0;
            while (i < line.length()) {
                if (!quote.isEmpty()) {
                    if (quote.startsWith("\"") && line.charAt(i) == '\\') {
                        i += 2;
                    } else if (line.startsWith(quote, i)) {
                        i += quote.length();
                        quote = "";
                    } else {
                        i++;
                    }
                    continue;
                }
                char c = line.charAt(i);
                if (c == '#') {
                    break;
                }
                if (c == '"' || c == '\'') {
                    String three = String.valueOf(c).repeat(3);
                    quote = line.startsWith(three, i) ? three : String.valueOf(c);
                    i += quote.length();
                    continue;
                }
                depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
                i++;
            }
            if (quote.length() == 1) {
                // A text of one line ends with it.
                quote = "";
            }
            depth = Math.max(0, depth);
        }
    }

    /// A text or a number as TOML writes it.
    static String literal(Object value) {
        return value instanceof String text
                ? "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\""
                : String.valueOf(value);
    }

    /// Sets all of these; tables are maps.
    void setAll(String table, Map<String, Object> values) {
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> inner) {
                Map<String, Object> typed = new LinkedHashMap<>();
                inner.forEach((name, each) -> typed.put(String.valueOf(name), each));
                setAll(table.isEmpty() ? key : table + "." + key, typed);
            } else {
                set(table, key, literal(value));
            }
        });
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
