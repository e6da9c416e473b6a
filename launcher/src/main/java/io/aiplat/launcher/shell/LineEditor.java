package io.aiplat.launcher.shell;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/// Line editor for what a person says to a model: with the arrows back to what was said before, and with pastes
/// taken whole, blank lines and all. What is said is kept in memory only: secrets are among it.
public final class LineEditor {
    private final Terminal terminal;
    private final LineReader reader;

    /// A prompt at a terminal.
    public LineEditor(Terminal terminal) {
        this.terminal = terminal;
        // Quotes and backslashes are words like others to a model.
        DefaultParser plain = new DefaultParser();
        plain.setQuoteChars(new char[0]);
        plain.setEscapeChars(new char[0]);
        this.reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("aiplat")
                .parser(plain)
                .option(LineReader.Option.BRACKETED_PASTE, true)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
    }

    /// What is said next, any number of lines.
    ///
    /// @return null for the end: Ctrl-D, or Ctrl-C where nothing is typed
    public @Nullable String next() {
        while (true) {
            try {
                return reader.readLine("> ");
            } catch (UserInterruptException e) {
                // While something is typed it gives that up, as every shell does.
                if (e.getPartialLine() == null || e.getPartialLine().isEmpty()) {
                    return null;
                }
            } catch (EndOfFileException _) {
                return null;
            }
        }
    }

    /// Does work that Ctrl-C interrupts, and not the process.
    public void interruptible(Runnable work) {
        Thread worker = Thread.currentThread();
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> worker.interrupt());
        try {
            work.run();
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            // One that came too late for this work must not end the next.
            Thread.interrupted();
        }
    }
}
