package io.aiplat.host.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// The near end of the terminal that a program inside a container runs on. What a terminal does to lines is undone,
/// so that the output reads as if there were none.
final class ExecTerminal {
    /// What Ctrl-C sends.
    private static final int END_OF_TEXT = 3;
    /// How long a program may take to end after it was told to.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ContainerEngineConnection connection;
    private final OutputStream out;

    ExecTerminal(ContainerEngineConnection connection, OutputStream out) {
        this.connection = connection;
        this.out = out;
    }

    /// Hands on what the program writes until it ends, or until this thread is interrupted, which presses Ctrl-C.
    ///
    /// @return whether it ended by itself; if not, this thread still is interrupted
    boolean carry() throws IOException {
        AtomicReference<IOException> failure = new AtomicReference<>();
        Thread reader = Thread.ofVirtual().name("exec-output").start(() -> {
            try {
                copy(connection.in(), out);
            } catch (IOException e) {
                failure.set(e);
            }
        });
        try {
            reader.join();
        } catch (InterruptedException _) {
            end(reader);
            Thread.currentThread().interrupt();
            return false;
        }
        IOException broken = failure.get();
        if (broken != null) {
            throw broken;
        }
        return true;
    }

    private void end(Thread reader) throws IOException {
        connection.out().write(END_OF_TEXT);
        connection.out().flush();
        try {
            reader.join(PATIENCE);
        } catch (InterruptedException _) {
            // Told twice: whoever does so does not want to wait for it.
            return;
        }
    }

    /// A terminal writes every line end as two characters.
    static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] block = new byte[8192];
        boolean held = false;
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
            for (int i = 0; i < n; i++) {
                if (held && block[i] != '\n') {
                    out.write('\r');
                }
                held = block[i] == '\r';
                if (!held) {
                    out.write(block[i]);
                }
            }
            out.flush();
        }
        if (held) {
            out.write('\r');
            out.flush();
        }
    }
}
