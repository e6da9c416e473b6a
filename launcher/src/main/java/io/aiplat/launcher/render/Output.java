package io.aiplat.launcher.render;

import io.aiplat.model.Problem;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/// Where a command's answer goes: the answer to standard output, what is told on the way to standard error. All
/// that is printed for a person goes through here, and is shown as text: see [TerminalText].
public final class Output {
    /// Who reads.
    public enum Style {
        /// A file, a pipe or a simple terminal: whole lines.
        PLAIN,
        /// A terminal that can rewrite a line.
        LIVE,
        /// One with colours.
        LIVE_IN_COLOR,
        /// A program: JSON, one value a line.
        JSON,
        /// A program: YAML, a document for each value.
        YAML
    }

    private final PrintStream out;
    private final PrintStream err;
    private final Style style;

    private Output(PrintStream out, PrintStream err, Style style) {
        this.out = out;
        this.err = err;
        this.style = style;
    }

    /// An output in that style.
    public static Output to(PrintStream out, PrintStream err, Style style) {
        return new Output(out, err, style);
    }

    /// Whether a program reads.
    public boolean json() {
        return style == Style.JSON || style == Style.YAML;
    }

    /// The answer: `value` for a program, `text` for a person.
    ///
    /// @param value records, maps, lists, texts, numbers, truth values and null, nested as needed
    /// @param text  lines, so it ends with a newline
    public void value(Object value, String text) {
        if (json()) {
            tell(value);
        } else {
            out.print(TerminalText.text(text));
            out.flush();
        }
    }

    private String words(Object value) {
        return style == Style.YAML ? YamlDocument.of(value) : JsonLine.of(value) + System.lineSeparator();
    }

    private void tell(Object value) {
        out.print(words(value));
        out.flush();
    }

    /// The next piece of an answer that comes in pieces, for a person.
    ///
    /// @param piece an end of a line of two characters is in one piece, see [AnswerPrinter]
    void piece(String piece) {
        out.print(TerminalText.text(piece));
        out.flush();
    }

    /// An answer that comes in pieces, for a person.
    public AnswerPrinter pieces() {
        return new AnswerPrinter(this);
    }

    /// Tells a person something that is not the answer; says nothing to a program.
    public void note(String line) {
        if (!json()) {
            err.println(TerminalText.text(line));
        }
    }

    /// Asks a person something on standard error, where the answer is typed behind it.
    public void ask(String question) {
        err.print(TerminalText.text(question));
        err.flush();
    }

    /// Tells what went wrong, on standard error.
    public void problem(Problem problem) {
        if (json()) {
            err.print(words(Map.of("error", EventJson.problem(problem))));
        } else {
            err.print(ProblemText.error(problem, style == Style.LIVE_IN_COLOR));
        }
        err.flush();
    }

    /// Tells what is wrong and does not stop the work, on standard error.
    public void warning(Problem problem) {
        if (json()) {
            err.print(words(Map.of("warning", EventJson.problem(problem))));
        } else {
            err.print(ProblemText.warning(problem, style == Style.LIVE_IN_COLOR));
        }
        err.flush();
    }

    /// Shows the events of long work: to a person on standard error, to a program on standard output.
    /// Close it before anything else is printed.
    ///
    /// A step that failed is named, but its problem is not printed: that is done once, by whoever ends the command.
    public EventRenderer events() {
        return switch (style) {
            case PLAIN -> new PlainRenderer(err, InstantSource.system());
            case LIVE -> new LiveRenderer(err, InstantSource.system(), false);
            case LIVE_IN_COLOR -> new LiveRenderer(err, InstantSource.system(), true);
            case JSON, YAML -> new JsonRenderer(this::tell, InstantSource.system());
        };
    }
}
