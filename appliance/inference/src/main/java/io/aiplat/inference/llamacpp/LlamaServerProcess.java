package io.aiplat.inference.llamacpp;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.process.ModelProcess;
import io.aiplat.inference.process.ProcessLog;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One `llama-server` with its model in memory.
final class LlamaServerProcess implements ModelProcess {
    private static final Duration DEATH = Duration.ofSeconds(5);
    /// Bytes; a guess is hopeless.
    private static final int KEY = 32;
    /// It chooses its port itself and says so when the model is loaded, so nobody can be there before it.
    private static final Pattern LISTENS = Pattern.compile("listening on http://127\\.0\\.0\\.1:([0-9]{1,5})\\b");

    private final String model;
    private final Process process;
    private final ProcessLog log;
    private final Secret key;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();

    private LlamaServerProcess(String model, Process process, Path log, Secret key) {
        this.model = model;
        this.process = process;
        this.key = key;
        this.log = ProcessLog.start(log, process.getInputStream(), this::hear);
        CompletableFuture<Void> _ =
                process.onExit().thenRun(() -> port.completeExceptionally(new IOException("it has ended")));
    }

    private void hear(String line) {
        Matcher listens = LISTENS.matcher(line);
        if (!port.isDone() && listens.find()) {
            port.complete(Integer.valueOf(listens.group(1)));
        }
    }

    /// Starts one and returns when it answers.
    ///
    /// @param logs     the folder for its log
    /// @param patience how long loading may take
    /// @throws ApplianceException   if it cannot be started, does not load the model, or takes longer
    /// @throws InterruptedException if the caller gives up
    static LlamaServerProcess start(LlamaServerCommand command, LlamaServerModel model, Path logs, Duration patience)
            throws InterruptedException {
        byte[] random = new byte[KEY];
        new SecureRandom().nextBytes(random);
        Secret key = new Secret(HexFormat.of().formatHex(random));
        Path binary = command.program().get();
        LlamaServerOptions options = LlamaServerOptions.of(binary, command.environment());
        LlamaServerProcess server;
        try {
            Files.createDirectories(logs);
            ProcessBuilder builder =
                    new ProcessBuilder(command.arguments(binary, options, model)).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(command.variables(key.value(), LlamaServerOrphans.own()));
            Path log = logs.resolve("worker-" + model.name() + ".log");
            server = new LlamaServerProcess(model.name(), builder.start(), log, key);
        } catch (IOException e) {
            throw new ApplianceException(
                    ModelsProblems.llamaServerNotStarted(binary.toString(), String.valueOf(e.getMessage())), e);
        }
        server.awaitModel(patience);
        return server;
    }

    private void awaitModel(Duration patience) throws InterruptedException {
        boolean there = false;
        try {
            port.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            log.keepOnlyFaults();
            there = true;
        } catch (TimeoutException e) {
            throw new ApplianceException(
                    ModelsProblems.loadTimedOut(
                            model, patience, log.tail(), log.file().toString()),
                    e);
        } catch (ExecutionException e) {
            log.drain();
            String why = "llama-server ended while loading it, " + exit() + ".";
            throw new ApplianceException(
                    ModelsProblems.loadFailed(model, why, log.tail(), log.file().toString()), e);
        } finally {
            if (!there) {
                kill();
            }
        }
    }

    /// Where its API begins.
    URI url() {
        return URI.create("http://127.0.0.1:" + port.join());
    }

    /// What it asks for.
    Secret key() {
        return key;
    }

    /// What to report when it broke off.
    ///
    /// @param said of the connection
    ApplianceException brokenOff(String said) {
        try {
            if (process.waitFor(DEATH.toMillis() / 10, TimeUnit.MILLISECONDS)) {
                log.drain();
                return new ApplianceException(ModelsProblems.workerDied(
                        model, exit(), log.tail(), log.file().toString()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new ApplianceException(ModelsProblems.generationFailed(model, "llama-server broke off: " + said + "."));
    }

    private String exit() {
        return process.isAlive() ? "and still runs" : "with exit status " + process.exitValue();
    }

    @Override
    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public long pid() {
        return process.pid();
    }

    /// Closes its standard input, as the death of this process would.
    void hangUp() throws IOException {
        process.getOutputStream().close();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
