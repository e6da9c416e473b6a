package io.aiplat.host.gpu;

import io.aiplat.host.KernelFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A process that has NVML loaded and is asked by lines, [NvmlMain]: it is started by the first question and kept for
/// the next, ended when it does not answer in time. Why a process of its own: docs/decisions/gpu-facts.md.
final class NvmlProcess implements AutoCloseable {
    /// Little heap, a quick start, nothing left behind where native code crashes.
    private static final List<String> FLAGS = List.of(
            "-Xmx32m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+SuppressFatalErrorMessage",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED");

    private static final Duration DYING = Duration.ofMillis(500);
    private static final String INIT = "init = ";
    private static final String LOAD = "load = ";

    private final Path library;
    private final Map<String, String> environment;

    private volatile @Nullable Process process;
    private volatile @Nullable Process ended;

    /// Starts nothing yet.
    ///
    /// @param environment of the process
    NvmlProcess(Path library, Map<String, String> environment) {
        this.library = library;
        this.environment = environment;
    }

    /// An answer, or why there is none.
    ///
    /// @param text [NvidiaAnswerText]; empty where there is none
    record Answer(NvmlOutcome outcome, String text) {}

    /// Asks.
    ///
    /// @param limit after which the process is ended
    Answer ask(Duration limit) {
        Process child = process;
        if (child != null && !child.isAlive()) {
            child = null;
        }
        try {
            if (child == null) {
                if (stuck()) {
                    return failed(NvmlOutcome.State.HANGS, "the process that asked before cannot be ended");
                }
                child = start();
                process = child;
            }
            OutputStream in = child.getOutputStream();
            in.write('\n');
            in.flush();
            Answer answer = read(child, limit);
            if (answer.outcome().state() != NvmlOutcome.State.ANSWERS) {
                close();
            }
            return answer;
        } catch (IOException e) {
            close();
            return failed(NvmlOutcome.State.BROKEN, String.valueOf(e.getMessage()));
        }
    }

    /// Whether the one before is in the hands of a driver that does not give it back; another would join it there.
    private boolean stuck() {
        Process before = ended;
        try {
            return before != null && !before.waitFor(DYING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of(
                "-cp", System.getProperty("java.class.path", ""), NvmlMain.class.getName(), library.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Answer read(Process child, Duration limit) {
        FutureTask<Answer> task = new FutureTask<>(() -> read(child));
        // A process that the kernel cannot end keeps its pipe and this thread; a thread of the system costs no carrier.
        Thread.ofPlatform().daemon().name("nvml").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            return failed(NvmlOutcome.State.HANGS, "no answer within " + limit.toSeconds() + " s");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return failed(NvmlOutcome.State.HANGS, "interrupted");
        } catch (ExecutionException e) {
            return failed(NvmlOutcome.State.BROKEN, String.valueOf(e.getCause()));
        }
    }

    private static Answer read(Process child) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        BufferedReader out = child.inputReader(StandardCharsets.UTF_8);
        while (true) {
            String line = out.readLine();
            if (line == null) {
                return failed(NvmlOutcome.State.BROKEN, "the process that loaded it ended with " + child.waitFor());
            }
            if (line.startsWith(INIT)) {
                return failed(NvmlOutcome.State.REFUSES, words(line.substring(INIT.length())));
            }
            if (line.startsWith(LOAD)) {
                return failed(NvmlOutcome.State.BROKEN, line.substring(LOAD.length()));
            }
            if (line.equals(NvmlMain.END)) {
                return new Answer(NvmlOutcome.ANSWERS, text.toString());
            }
            text.append(line).append('\n');
        }
    }

    /// Code and words, as people look for them.
    private static String words(String init) {
        String[] parts = init.split(" ", 2);
        return parts.length < 2 ? init : parts[1] + " (NVML code " + KernelFiles.number(parts[0], -1) + ")";
    }

    private static Answer failed(NvmlOutcome.State state, String said) {
        return new Answer(new NvmlOutcome(state, said), "");
    }

    /// Ends the process.
    @Override
    public void close() {
        Process child = process;
        process = null;
        if (child != null) {
            ended = child.destroyForcibly();
        }
    }
}
