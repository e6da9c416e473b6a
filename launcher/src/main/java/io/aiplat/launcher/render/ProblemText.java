package io.aiplat.launcher.render;

import io.aiplat.model.Problem;

/// A problem as a person reads it.
final class ProblemText {
    private static final String WORD = "error ";

    private ProblemText() {}

    static String error(Problem problem, boolean color) {
        String text = problem.toText();
        return color ? Color.RED.paint("error") + text.substring(WORD.length() - 1) : text;
    }

    /// The same, for what does not stop the work.
    static String warning(Problem problem, boolean color) {
        String word = color ? Color.YELLOW.paint("warning") : "warning";
        return word + problem.toText().substring(WORD.length() - 1);
    }
}
