package io.aiplat.models.ollama;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.aiplat.models.ModelsProblems;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// An `ollama serve` of ours, for a host where the program is installed and nothing answers. It is a
/// session of its own: neither Ctrl-C nor the end of this process ends it.
public final class OllamaServer {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Process process;
    private final URI base;
    private final Path log;

    private OllamaServer(Process process, URI base, Path log) {
        this.process = process;
        this.base = base;
        this.log = log;
    }

    /// Starts it; it needs a moment to answer, see [#readiness].
    ///
    /// @param binary      the program
    /// @param port        on 127.0.0.1, free
    /// @param environment for it, instead of ours; `OLLAMA_HOST` is set here, `OLLAMA_MODELS` and `HOME`
    ///                    should be in it
    /// @param log         file for what it says, written from the beginning
    /// @throws ApplianceException if the program cannot be started
    public static OllamaServer start(Path binary, int port, Map<String, String> environment, Path log) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.add(binary.toString());
        command.add("serve");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("OLLAMA_HOST", "127.0.0.1:" + port);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return new OllamaServer(builder.start(), URI.create("http://127.0.0.1:" + port), log);
        } catch (IOException e) {
            throw new ApplianceException(
                    ModelsProblems.ollamaNotStarted(binary.toString(), String.valueOf(e.getMessage()), log.toString()),
                    e);
        }
    }

    /// Where it answers, or will.
    public URI base() {
        return base;
    }

    /// Its process id, to find it again.
    public long pid() {
        return process.pid();
    }

    /// One look at whether it answers; never, once its process has ended.
    public Readiness readiness() {
        if (!process.isAlive()) {
            return new Readiness.Never(ModelsProblems.ollamaNotStarted(
                    "ollama serve",
                    "It ended with exit status " + process.exitValue() + ". " + tail(),
                    log.toString()));
        }
        try (OllamaEngine client = new OllamaEngine(base, Duration.ofSeconds(2), Set.of(), new Random(0))) {
            return client.readiness();
        }
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
        } catch (IOException _) {
            // The problem names the log; that it cannot be read will be seen there.
            return "";
        }
    }

    /// Ends it, with the models it has in memory; returns when it is gone.
    public void stop() {
        List<ProcessHandle> runners = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        runners.forEach(ProcessHandle::destroyForcibly);
    }
}
