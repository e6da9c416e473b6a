package io.aiplat.launcher.shell;

import io.aiplat.model.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;

/// Reads command lines until `exit`, `quit` or Ctrl-D, and runs each. What goes wrong in one does not end it.
public final class Shell {
    /// What stands for the names of files among completions: shells know them themselves.
    public static final String FILES = ":files";

    private static final Set<String> LAST_WORDS = Set.of("exit", "quit");

    /// What a line with a quote that is not closed is taken for: no command has such a name.
    private static final String UNCLOSED = "a line whose quote is not closed";

    private final UnaryOperator<List<String>> completions;
    private final Path history;
    private final BooleanSupplier stopping;
    private final ToIntFunction<List<String>> execute;

    /// A shell over a tree of commands.
    ///
    /// @param completions what may stand in place of the last word of a line, for the Tab key
    /// @param history     file that keeps the lines between shells
    /// @param stopping    whether the process was told to end
    /// @param execute     runs the words of a line and says the exit status
    public Shell(
            UnaryOperator<List<String>> completions,
            Path history,
            BooleanSupplier stopping,
            ToIntFunction<List<String>> execute) {
        this.completions = completions;
        this.history = history;
        this.stopping = stopping;
        this.execute = execute;
    }

    /// Reads from the terminal this process runs in.
    ///
    /// @return the exit status of the last command
    public int run() {
        try (SystemTerminal terminal = SystemTerminal.open()) {
            return run(terminal.terminal());
        }
    }

    /// Reads from a stream, as a script is read: no prompt, no history.
    ///
    /// @return the exit status of the last command
    public int run(InputStream script) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(script, StandardCharsets.UTF_8));
        int status = ExitCode.OK.status();
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                List<String> words = parsed(line);
                if (isLast(words)) {
                    return status;
                }
                status = words.isEmpty() ? status : execute.applyAsInt(words);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the script cannot be read", e);
        }
        return status;
    }

    /// The words of a line of a script.
    private List<String> parsed(String line) {
        try {
            return words(parser().parse(line, line.length()));
        } catch (EOFError _) {
            return List.of(UNCLOSED);
        }
    }

    private static DefaultParser parser() {
        DefaultParser parser = new DefaultParser();
        parser.setEofOnUnclosedQuote(true);
        return parser;
    }

    private int run(Terminal terminal) {
        LineReader reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("aiplat")
                .parser(parser())
                .completer(new LineCompleter(completions))
                .variable(LineReader.HISTORY_FILE, history)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        int status = ExitCode.OK.status();
        while (true) {
            try {
                reader.readLine("aiplat> ");
                List<String> words = words(reader.getParsedLine());
                if (isLast(words)) {
                    return status;
                }
                if (!words.isEmpty()) {
                    status = interruptible(terminal, words);
                }
            } catch (UserInterruptException e) {
                // Ctrl-C while typing gives the line up, as every shell does. A signal to end looks the same here.
                if (stopping.getAsBoolean()) {
                    return ExitCode.INTERRUPTED.status();
                }
            } catch (EndOfFileException e) {
                // Ctrl-D, or the end of the script.
                return status;
            }
        }
    }

    private static List<String> words(ParsedLine line) {
        return line.words().stream().filter(word -> !word.isEmpty()).toList();
    }

    private static boolean isLast(List<String> words) {
        return words.size() == 1 && LAST_WORDS.contains(words.getFirst());
    }

    /// Ctrl-C ends the command and not the shell.
    private int interruptible(Terminal terminal, List<String> words) {
        Thread worker = Thread.currentThread();
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> worker.interrupt());
        try {
            return execute.applyAsInt(words);
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            // One that came too late for the command must not end the next.
            Thread.interrupted();
        }
    }
}
