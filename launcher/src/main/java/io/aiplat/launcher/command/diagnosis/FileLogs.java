package io.aiplat.launcher.command.diagnosis;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.Home;
import io.aiplat.store.log.LogFiles;
import io.aiplat.store.log.LogTail;
import io.aiplat.store.log.StepLog;
import io.aiplat.store.log.StepLogEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Reads the logs that are files of the home.
final class FileLogs {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Home home;
    private final LogFiles logs;
    private final int lines;
    private final boolean follow;
    private final BooleanSupplier gone;

    /// @param lines  of the past, of each log
    /// @param follow whether to go on until this thread is interrupted
    /// @param gone   whether nobody reads any more
    FileLogs(Home home, int lines, boolean follow, BooleanSupplier gone) {
        this.home = home;
        this.logs = LogFiles.of(home);
        this.lines = lines;
        this.follow = follow;
        this.gone = gone;
    }

    /// Hands on one log.
    ///
    /// @param part as a person calls it
    /// @param name of the file
    /// @throws ApplianceException COMMAND_NO_LOG
    void print(LogsCommand.Part part, String name, BiConsumer<String, String> sink) {
        Path file = logs.file(name);
        if (follow) {
            follow(() -> Map.of("", file), sink);
        } else {
            refuseMissing(part, Files.exists(file), file);
            logs.tail(name, lines).forEach(line -> sink.accept("", line));
        }
    }

    /// Hands on all logs whose names begin so, each with the rest of its name.
    ///
    /// @throws ApplianceException COMMAND_NO_LOG
    void printAll(LogsCommand.Part part, String beginning, BiConsumer<String, String> sink) {
        if (follow) {
            follow(() -> all(beginning), sink);
        } else {
            List<String> names = logs.parts(beginning);
            refuseMissing(part, !names.isEmpty(), logs.file(beginning + "MODEL"));
            names.forEach(name ->
                    logs.tail(name, lines).forEach(line -> sink.accept(name.substring(beginning.length()), line)));
        }
    }

    private Map<String, Path> all(String beginning) {
        Map<String, Path> files = new LinkedHashMap<>();
        logs.parts(beginning).forEach(name -> files.put(name.substring(beginning.length()), logs.file(name)));
        return files;
    }

    /// Hands on what the steps did.
    ///
    /// @throws ApplianceException COMMAND_NO_LOG
    void printSteps(Consumer<StepLogEntry> sink) {
        Path file = home.journal();
        if (follow) {
            follow(() -> Map.of("", file), (_, line) -> StepLog.parse(line).ifPresent(sink));
        } else {
            refuseMissing(LogsCommand.Part.STEPS, Files.exists(file), file);
            List<StepLogEntry> entries = new StepLog(file, Clock.systemUTC()).entries();
            entries.stream().skip(Math.max(0, entries.size() - (long) lines)).forEach(sink);
        }
    }

    private static void refuseMissing(LogsCommand.Part part, boolean there, Path file) {
        if (!there) {
            throw new ApplianceException(CommandProblems.noLog(part.toString(), file.toString()));
        }
    }

    /// Of a log that begins while we look on, everything is new; of one that is there, only the last lines are told.
    private void follow(Supplier<Map<String, Path>> files, BiConsumer<String, String> sink) {
        Map<String, LogTail> tails = new LinkedHashMap<>();
        try {
            boolean first = true;
            do {
                int atMost = first ? lines : Integer.MAX_VALUE;
                files.get().forEach((source, file) -> {
                    List<String> next = tails.computeIfAbsent(source, _ -> new LogTail(file))
                            .next();
                    next.stream()
                            .skip(Math.max(0, next.size() - (long) atMost))
                            .forEach(line -> sink.accept(source, line));
                });
                first = false;
            } while (!gone.getAsBoolean() && rested());
        } finally {
            tails.values().forEach(FileLogs::close);
        }
    }

    private static boolean rested() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void close(LogTail tail) {
        try {
            tail.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
