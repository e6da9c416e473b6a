package io.aiplat.launcher.serve;

import io.aiplat.launcher.render.LogStream;
import io.aiplat.store.Home;
import io.aiplat.store.log.LogFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// The log of the appliance process. As long as it is open, what is logged goes to a rotated file of the home, and
/// also to the terminal where somebody looks on. What the JVM says before, and when it dies, is in [#START].
public final class ApplianceLog implements AutoCloseable {
    /// The log that `up` gives the process it starts: all it writes past this class.
    public static final String START = "appliance-start";

    /// The log itself.
    public static final String SERVING = "appliance";

    private final PrintStream before;
    private final PrintStream log;

    private ApplianceLog(PrintStream before, PrintStream log) {
        this.before = before;
        this.log = log;
    }

    /// Opens it.
    ///
    /// @param before   what this process has for standard error, and has again in the end
    /// @param watched  whether somebody reads that
    public static ApplianceLog open(Home home, PrintStream before, boolean watched) {
        OutputStream file = LogFiles.of(home).open(SERVING);
        OutputStream both = new Twice(file, watched ? before : null);
        ApplianceLog log = new ApplianceLog(before, new LogStream(both));
        // The logging library asks for standard error at every line.
        System.setErr(log.log);
        LibraryLogs.join();
        return log;
    }

    /// Standard error is what it was before.
    @Override
    public void close() {
        System.setErr(before);
        log.close();
    }

    /// Writes to a file, and to a terminal that stays open.
    private static final class Twice extends OutputStream {
        private final OutputStream file;
        private final @Nullable PrintStream terminal;

        private Twice(OutputStream file, @Nullable PrintStream terminal) {
            this.file = file;
            this.terminal = terminal;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
            if (terminal != null) {
                terminal.write(bytes, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            file.flush();
            if (terminal != null) {
                terminal.flush();
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
