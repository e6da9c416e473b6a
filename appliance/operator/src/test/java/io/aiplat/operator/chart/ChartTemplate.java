package io.aiplat.operator.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A manifest on its way to be a template of Helm. An edit that does not find its place fails: the manifest has become
/// another, and somebody has to look.
record ChartTemplate(String text) {

    /// Puts one text in the place of another, wherever that is.
    ChartTemplate with(String what, String instead) {
        if (!text.contains(what)) {
            throw new AssertionError("there is no «" + what + "» in\n" + text);
        }
        return new ChartTemplate(text.replace(what, instead));
    }

    /// Puts other lines in the place of a line and of those that belong to it: deeper ones, and items of a list that
    /// begin where it does.
    ///
    /// @param first whole line; where there are several, the one whose section has `within`
    ChartTemplate section(String first, String within, UnaryOperator<String> instead) {
        List<String> lines = text.lines().toList();
        StringBuilder made = new StringBuilder();
        int found = 0;
        int at = 0;
        while (at < lines.size()) {
            int end = lines.get(at).equals(first) ? end(lines, at) : at + 1;
            String old = String.join("\n", lines.subList(at, end)) + "\n";
            boolean meant = lines.get(at).equals(first) && old.contains(within);
            found += meant ? 1 : 0;
            made.append(meant ? instead.apply(old) : old);
            at = end;
        }
        if (found != 1) {
            throw new AssertionError("there are " + found + " of «" + first + "» in\n" + text);
        }
        return new ChartTemplate(made.toString());
    }

    /// The same for a line that is there once.
    ChartTemplate section(String first, String instead) {
        return section(first, "", _ -> instead);
    }

    /// Puts a value, if there is one, in the place of a section.
    ///
    /// @param first `key:`, indented
    /// @param value such as `.Values.resources`
    ChartTemplate value(String first, String value) {
        return section(first, optional(first, value));
    }

    /// Leaves a section to a condition of Helm.
    ChartTemplate onlyIf(String condition, String first, String within) {
        return section(first, within, old -> guarded(condition, old));
    }

    /// Leaves all of it to a condition.
    ChartTemplate onlyIf(String condition) {
        return new ChartTemplate(guarded(condition, text));
    }

    /// A section for a value, if there is one.
    static String optional(String first, String value) {
        int indent = indent(first);
        String space = " ".repeat(indent);
        return space + "{{- with " + value + " }}\n" + first + "\n" + space + "  {{- toYaml . | nindent " + (indent + 2)
                + " }}\n" + space + "{{- end }}\n";
    }

    private static String guarded(String condition, String old) {
        String space = " ".repeat(indent(old));
        return space + "{{- if " + condition + " }}\n" + old + space + "{{- end }}\n";
    }

    private static int end(List<String> lines, int at) {
        int own = indent(lines.get(at));
        boolean item = lines.get(at).strip().startsWith("- ");
        int end = at + 1;
        while (end < lines.size()) {
            int indent = indent(lines.get(end));
            boolean inList = indent == own && !item && lines.get(end).strip().startsWith("- ");
            if (indent <= own && !inList) {
                break;
            }
            end++;
        }
        return end;
    }

    private static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && line.charAt(indent) == ' ') {
            indent++;
        }
        return indent;
    }

    /// Documents of a manifest, comments before one with it.
    static List<String> documents(String manifest) {
        List<String> all = new ArrayList<>();
        for (String document : manifest.split("(?m)^---\\n")) {
            if (!document.isBlank()) {
                all.add(document);
            }
        }
        return all;
    }
}
