package io.aiplat.engine.run;

import io.aiplat.host.Processes;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.StepResult;
import io.aiplat.models.ModelEngine;
import io.aiplat.store.ProcessFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// An Ollama that is installed on this machine and that we start, because nobody else did.
public final class OllamaProcess {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Processes processes;
    private final ProcessFile file;
    private final Path folder;
    private final Path log;
    private final Function<URI, ModelEngine> ollama;

    /// Knows where its process is written down.
    ///
    /// @param file   remembers the process, so that `down` ends what `up` started and nothing else
    /// @param folder to work in
    public OllamaProcess(
            Processes processes, ProcessFile file, Path folder, Path log, Function<URI, ModelEngine> ollama) {
        this.processes = processes;
        this.file = file;
        this.folder = folder;
        this.log = log;
        this.ollama = ollama;
    }

    StepResult start(String binary, URI url, Await await, Progress progress) {
        try (ModelEngine engine = ollama.apply(url)) {
            if (engine.readiness() instanceof Readiness.Ready) {
                return new StepResult.Unchanged("answers at " + url);
            }
            String host = url.getHost() + ":" + (url.getPort() < 0 ? 80 : url.getPort());
            var started = processes.start(
                    List.of(binary, "serve"), Map.of("OLLAMA_HOST", host, "OLLAMA_NO_CLOUD", "1"), folder, log);
            file.write(started.pid(), started.startMillis());
            await.until("Ollama at " + url, LIMIT, engine::readiness, progress);
            return new StepResult.Done("answers at " + url);
        }
    }

    /// Process id of the one we started, if it still runs.
    public Optional<Long> running() {
        return started().map(Processes.Started::pid);
    }

    /// Ends it, if it is ours and still runs.
    public void stop() {
        started().ifPresent(process -> processes.terminate(process, PATIENCE));
        file.delete();
    }

    private Optional<Processes.Started> started() {
        return file.read()
                .map(noted -> new Processes.Started(noted.pid(), noted.startMillis()))
                .filter(processes::isAlive);
    }
}
