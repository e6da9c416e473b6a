package io.aiplat.launcher.render;

import io.aiplat.model.Problem;
import java.io.PrintStream;

/// Where a command's answer goes.
public final class Output {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    /// @param json whether a program reads the answer
    public Output(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /// The answer: `value` for a program, `text` for a person.
    ///
    /// @param value records, maps, lists, texts, numbers, truth values and null, nested as needed
    /// @param text  printed as it is, so it ends with a newline
    public void value(Object value, String text) {
        if (json) {
            out.println(JsonText.of(value));
        } else {
            out.print(text);
        }
    }

    /// Tells what went wrong, on standard error.
    public void problem(Problem problem) {
        err.print(problem.toText());
    }
}
