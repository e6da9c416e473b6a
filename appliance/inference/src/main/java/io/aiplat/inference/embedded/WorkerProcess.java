package io.aiplat.inference.embedded;

import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.embedded.worker.WorkerRequest;
import io.aiplat.inference.embedded.worker.WorkerResponse;
import io.aiplat.inference.process.ModelProcess;
import io.aiplat.inference.process.ProcessLog;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.folder.FolderRemoval;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One worker as the appliance sees it. Used by one request at a time.
///
/// ```
/// start ──► load ──► (send · next*)* ──► kill
///             └── fails: killed ──────────┘   dies by itself: the next `next` is Gone
/// ```
final class WorkerProcess implements ModelProcess {
    /// So many frames are read ahead of a slow client; then llama.cpp waits.
    private static final int FRAMES_READ_AHEAD = 256;

    private static final Duration DEATH = Duration.ofSeconds(5);

    /// Exit statuses of who was ended from outside: SIGKILL and SIGTERM. What native code dies of are other
    /// signals.
    private static final Set<Integer> KILLED = Set.of(128 + 9, 128 + 15);

    private final String model;
    private final Process process;
    private final Path tmp;
    private final DataOutputStream out;
    private final BlockingQueue<WorkerResponse> frames = new ArrayBlockingQueue<>(FRAMES_READ_AHEAD);
    private final Thread reader;
    private final ProcessLog log;

    private WorkerProcess(String model, Process process, Path tmp, Path logFile) {
        this.model = model;
        this.process = process;
        this.tmp = tmp;
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        this.log = ProcessLog.start(logFile, process.getErrorStream());
        this.reader = new Thread(this::read, "answers of " + model);
        reader.setDaemon(true);
    }

    /// Starts a process without a model.
    ///
    /// @param model its name, for people
    /// @param tmp   a folder of its own, removed with it
    /// @param logs  the folder for its log
    /// @throws ApplianceException if Java cannot be started
    static WorkerProcess start(WorkerCommand command, String model, Path tmp, Path logs) {
        try {
            Files.createDirectories(tmp);
            Files.createDirectories(logs);
            Process process = new ProcessBuilder(command.arguments(tmp, logs)).start();
            WorkerProcess worker = new WorkerProcess(model, process, tmp, logs.resolve("worker-" + model + ".log"));
            worker.reader.start();
            return worker;
        } catch (IOException e) {
            throw new ApplianceException(
                    ModelsProblems.workerNotStarted(command.java().toString(), String.valueOf(e.getMessage())), e);
        }
    }

    private void read() {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
            while (true) {
                frames.put(WorkerResponse.readFrom(in));
            }
        } catch (IOException | IllegalArgumentException e) {
            // The process is gone, or says what we do not understand, which comes to the same.
            process.destroyForcibly();
            gone();
        } catch (InterruptedException _) {
            // Killed, and nobody reads any more.
        }
    }

    private void gone() {
        try {
            frames.put(new WorkerResponse.Gone());
        } catch (InterruptedException _) {
            // Killed, and nobody reads any more.
        }
    }

    /// Loads a model and returns when it can be used. Kills the process if it cannot.
    ///
    /// @param patience how long it may take
    /// @throws ApplianceException if llama.cpp refuses, dies, or takes longer
    /// @throws InterruptedException if the caller gives up
    void load(WorkerRequest.Load load, Duration patience) throws InterruptedException {
        boolean loaded = false;
        try {
            send(load);
            WorkerResponse answer = next(patience);
            switch (answer) {
                case null ->
                    throw new ApplianceException(ModelsProblems.loadTimedOut(
                            model, patience, tail(), log.file().toString()));
                case WorkerResponse.Loaded _ -> {
                    log.keepOnlyFaults();
                    loaded = true;
                }
                case WorkerResponse.Failed failed -> throw notLoaded("The worker says: " + failed.message() + ".");
                case WorkerResponse.Gone _ -> throw notLoaded("The worker died while loading it, " + exit() + ".");
                case WorkerResponse.Text _,
                        WorkerResponse.Finished _,
                        WorkerResponse.Counted _,
                        WorkerResponse.Vectors _,
                        WorkerResponse.Refused _ ->
                    throw new IllegalStateException("asked to load, the worker said " + answer);
            }
        } finally {
            if (!loaded) {
                kill();
            }
        }
    }

    private ApplianceException notLoaded(String why) throws InterruptedException {
        process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
        log.drain();
        return new ApplianceException(
                ModelsProblems.loadFailed(model, why, tail(), log.file().toString()));
    }

    /// Says something to the worker. A worker that is gone does not hear it: see [#next].
    void send(WorkerRequest frame) {
        try {
            frame.writeTo(out);
        } catch (IOException _) {
            // The pipe is broken because the worker is dead, and the reader says so.
            process.destroyForcibly();
        }
    }

    /// What the worker says next; null if nothing in time.
    @Nullable
    WorkerResponse next(Duration patience) throws InterruptedException {
        return frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What to report when [WorkerResponse.Gone] came in the middle of a request: that it was killed, or that it died
    /// of the request.
    RuntimeException died() throws InterruptedException {
        process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
        log.drain();
        if (!process.isAlive() && KILLED.contains(process.exitValue())) {
            return new WorkerKilled(new ApplianceException(
                    ModelsProblems.workerDied(model, exit(), tail(), log.file().toString())));
        }
        return FailureAttribution.failed(model, "It died, " + exit() + ".");
    }

    private String tail() {
        return log.tail();
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
        out.close();
    }

    @Override
    public void kill() {
        process.destroyForcibly();
        reader.interrupt();
        try {
            process.waitFor(DEATH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        FolderRemoval.delete(tmp);
    }
}
