package io.aiplat.inference.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Log of a process that has a model: what it says to its standard error and output, kept in a file that stays
/// small, and its end in memory.
///
/// llama.cpp writes several lines for each request, so a file it wrote itself would grow for ever.
public final class ProcessLog {
    private static final int LARGEST_FILE = 1 << 20;
    private static final int LINES_KEPT = 12;
    /// Characters.
    private static final int LONGEST_LINE = 4096;

    /// How lines begin that tell why a process dies: from the C library, ggml, C++, the JVM and Java.
    private static final List<String> FAULTS = List.of(
            "/",
            "#",
            "terminate called",
            "  what():",
            "free()",
            "malloc",
            "corrupted",
            "double free",
            "Exception",
            "java.",
            "de.kherud",
            "io.aiplat",
            "\tat ",
            "Caused by");

    private final Path file;
    private final Consumer<String> listener;
    private final Thread pump;
    private final Deque<String> tail = new ArrayDeque<>();
    private volatile boolean onlyFaults;

    private ProcessLog(Path file, InputStream in, Consumer<String> listener) {
        this.file = file;
        this.listener = listener;
        this.pump = new Thread(() -> pump(in), "log of " + file.getFileName());
        pump.setDaemon(true);
    }

    /// Starts to drain `in` into `file`; ends when `in` does.
    public static ProcessLog start(Path file, InputStream in) {
        return start(file, in, _ -> {});
    }

    /// The same, with somebody who is told each line as it comes, kept or not.
    public static ProcessLog start(Path file, InputStream in, Consumer<String> listener) {
        ProcessLog log = new ProcessLog(file, in, listener);
        log.pump.start();
        return log;
    }

    /// From now on only what tells of a fault is kept: llama.cpp logs the texts it is given, and those are
    /// not ours.
    public void keepOnlyFaults() {
        onlyFaults = true;
    }

    /// The file.
    public Path file() {
        return file;
    }

    /// The last lines, for a problem's `why`; empty if nothing was said.
    public String tail() {
        synchronized (tail) {
            return String.join("\n", tail);
        }
    }

    /// Waits until everything a dead process wrote is here, at most a second.
    public void drain() throws InterruptedException {
        pump.join(1000);
    }

    private void pump(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            boolean more = true;
            while (more) {
                more = fillOneFile(lines);
            }
        } catch (IOException e) {
            // The pipe breaks when the process is killed; a full disk must not stop it. The tail says so.
            keep("log ended: " + e.getMessage());
        }
    }

    private boolean fillOneFile(BufferedReader lines) throws IOException {
        if (Files.exists(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        try (Writer out =
                Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            int size = 0;
            String line;
            while (size < LARGEST_FILE && (line = line(lines)) != null) {
                listener.accept(line);
                if (!onlyFaults || FAULTS.stream().anyMatch(line::startsWith)) {
                    keep(line);
                    out.write(line);
                    out.write('\n');
                    size += line.length() + 1;
                }
                if (!lines.ready()) {
                    out.flush();
                }
            }
            return size >= LARGEST_FILE;
        }
    }

    /// A line as far as it is kept; native code may write one without end.
    ///
    /// @return null at the end
    private static @Nullable String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.length() < LONGEST_LINE) {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private void keep(String line) {
        synchronized (tail) {
            if (tail.size() == LINES_KEPT) {
                tail.removeFirst();
            }
            tail.addLast(line);
        }
    }
}
