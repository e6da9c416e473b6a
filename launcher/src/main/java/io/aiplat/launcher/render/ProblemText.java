package io.aiplat.launcher.render;

import io.aiplat.model.Problem;

/// A problem as a person reads it. What it quotes stays within it: a line that is not the first is set back.
final class ProblemText {
    private static final String WORD = "error ";
    private static final String INDENT = "       ";

    private ProblemText() {}

    static String error(Problem problem, boolean color) {
        String text = shown(problem);
        return color ? Color.RED.paint("error") + text.substring(WORD.length() - 1) : text;
    }

    /// The same, for what does not stop the work.
    static String warning(Problem problem, boolean color) {
        String word = color ? Color.YELLOW.paint("warning") : "warning";
        return word + shown(problem).substring(WORD.length() - 1);
    }

    private static String shown(Problem problem) {
        return new Problem(
                        problem.code(),
                        TerminalText.indented(problem.what(), INDENT),
                        TerminalText.text(problem.why()),
                        problem.fixes().stream()
                                .map(fix -> TerminalText.indented(fix, INDENT))
                                .toList())
                .toText();
    }
}
