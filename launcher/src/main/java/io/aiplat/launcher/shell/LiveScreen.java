package io.aiplat.launcher.shell;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;

/// A full-screen view that is drawn anew at an interval, as `top` is: on the terminal's other screen, so that what was
/// on
/// the first is there again afterwards.
public final class LiveScreen {
    private static final int CTRL_C = 3;
    private static final int CTRL_D = 4;

    private LiveScreen() {}

    /// Shows it until somebody presses `q`, Ctrl-C or Ctrl-D. What does not fit on the screen is cut off.
    ///
    /// @param lines of the view, asked for at each interval; without control characters
    /// @throws IOException if the keyboard cannot be read
    public static void show(Supplier<List<String>> lines, Duration every) throws IOException {
        try (SystemTerminal handle = SystemTerminal.open()) {
            Terminal terminal = handle.terminal();
            Attributes before = terminal.enterRawMode();
            // Ctrl-C is a key, and not a signal that would leave the screen as it is.
            Attributes raw = terminal.getAttributes();
            raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
            terminal.setAttributes(raw);
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.cursor_invisible);
            try {
                draw(terminal, lines, every);
            } finally {
                terminal.puts(Capability.cursor_visible);
                terminal.puts(Capability.exit_ca_mode);
                terminal.setAttributes(before);
                terminal.flush();
            }
        }
    }

    private static void draw(Terminal terminal, Supplier<List<String>> lines, Duration every) throws IOException {
        Display display = new Display(terminal, true);
        NonBlockingReader keys = terminal.reader();
        while (true) {
            Size size = terminal.getSize();
            display.resize(size.getRows(), size.getColumns());
            display.update(
                    lines.get().stream()
                            .limit(size.getRows())
                            .map(AttributedString::new)
                            .map(line -> line.columnSubSequence(0, size.getColumns()))
                            .toList(),
                    0);
            int key = keys.read(every.toMillis());
            if (key == 'q' || key == CTRL_C || key == CTRL_D || key == NonBlockingReader.EOF) {
                return;
            }
        }
    }
}
