package io.aiplat.launcher.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/// Shared handle of the terminal this process runs in. There is one at a time: two that read the same keys would
/// take them from each other, as a conversation within the shell would.
public final class SystemTerminal implements AutoCloseable {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static @Nullable Terminal open;
    private static int users;

    private final Terminal terminal;

    private SystemTerminal(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Opens it, or joins whoever has it open.
    public static SystemTerminal open() {
        LOCK.lock();
        try {
            Terminal terminal = open;
            if (terminal == null) {
                terminal = TerminalBuilder.builder().system(true).dumb(true).build();
                open = terminal;
            }
            users++;
            return new SystemTerminal(terminal);
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be opened", e);
        } finally {
            LOCK.unlock();
        }
    }

    /// The terminal; not to be closed by itself.
    public Terminal terminal() {
        return terminal;
    }

    @Override
    public void close() {
        LOCK.lock();
        try {
            if (--users == 0) {
                open = null;
                terminal.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal cannot be closed", e);
        } finally {
            LOCK.unlock();
        }
    }
}
