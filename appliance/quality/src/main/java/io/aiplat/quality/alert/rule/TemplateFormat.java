package io.aiplat.quality.alert.rule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Format of `printf` with one value: `%.2f`, `%f`, `%.4g`, `%g`, `%.0f%%`, `%s`, `%v`.
///
/// @param before what stands before the value
/// @param digits after the point, or that count; negative for the usual ones
/// @param verb   `f`, `g`, `s` or `v`
/// @param after  what stands after it
record TemplateFormat(String before, int digits, char verb, String after) {
    private static final Pattern FORM =
            Pattern.compile("((?:[^%]|%%)*)%(?:\\.([0-9]{1,2}))?([fgsv])((?:[^%]|%%)*)", Pattern.DOTALL);
    private static final int USUAL = 6;

    /// @throws IllegalArgumentException with a full sentence
    static TemplateFormat parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "The format \"" + text + "\" of printf has none of %f, %g, %s and %v once, as in \"%.2f\".");
        }
        String digits = m.group(2);
        return new TemplateFormat(
                m.group(1).replace("%%", "%"),
                digits == null ? -1 : Integer.parseInt(digits),
                m.group(3).charAt(0),
                m.group(4).replace("%%", "%"));
    }

    /// @param value a text, or a number as [Double]
    String of(Object value) {
        String text = switch (verb) {
            case 'f' -> GoNumber.fixed(TemplateFunction.number(value), digits < 0 ? USUAL : digits);
            case 'g' ->
                digits < 0
                        ? GoNumber.plain(TemplateFunction.number(value))
                        : GoNumber.general(TemplateFunction.number(value), Math.max(1, digits));
            default -> TemplateFunction.text(value);
        };
        return before + text + after;
    }
}
