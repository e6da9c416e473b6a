package io.aiplat.provisioning.run;

import io.aiplat.host.Processes;
import io.aiplat.inference.ModelEngine;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.Settings;
import io.aiplat.model.plan.StepResult;
import io.aiplat.provisioning.plan.ProxyVariables;
import io.aiplat.store.process.ProcessFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// An Ollama that is installed on this machine and that we start, because nobody else did.
public final class OllamaProcess {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /// Where programs written in Go look for authorities unless told; telling them replaces the list.
    private static final String USUAL_AUTHORITIES = "/etc/ssl/certs:/etc/pki/tls/certs:";

    private final Processes processes;
    private final ProcessFile file;
    private final Path folder;
    private final Path log;
    private final Settings.Network network;
    private final Function<URI, ModelEngine> ollama;

    /// Knows where its process is written down.
    ///
    /// @param file    remembers the process, so that `down` ends what `up` started and nothing else
    /// @param folder  to work in: the home
    /// @param network how it gets to its registry
    public OllamaProcess(
            Processes processes,
            ProcessFile file,
            Path folder,
            Path log,
            Settings.Network network,
            Function<URI, ModelEngine> ollama) {
        this.processes = processes;
        this.file = file;
        this.folder = folder;
        this.log = log;
        this.network = network;
        this.ollama = ollama;
    }

    StepResult start(String binary, Map<String, String> further, URI url, ReadinessPoller await, Progress progress) {
        try (ModelEngine engine = ollama.apply(url)) {
            if (engine.readiness() instanceof Readiness.Ready) {
                return new StepResult.Unchanged("answers at " + url);
            }
            String host = url.getHost() + ":" + (url.getPort() < 0 ? 80 : url.getPort());
            var started = processes.start(List.of(binary, "serve"), variables(host, further), folder, log);
            file.write(started.pid(), started.startMillis());
            await.until("Ollama at " + url, LIMIT, engine::readiness, progress);
            return new StepResult.Done("answers at " + url);
        }
    }

    private Map<String, String> variables(String host, Map<String, String> further) {
        Map<String, String> variables = new HashMap<>(ProxyVariables.of(network));
        variables.putAll(further);
        variables.put("OLLAMA_HOST", host);
        variables.put("OLLAMA_NO_CLOUD", "1");
        Path authority = network.caFile();
        if (authority != null) {
            variables.put("SSL_CERT_DIR", USUAL_AUTHORITIES + authorities(authority));
        }
        return variables;
    }

    /// A folder with nothing but the authority in it, because Ollama is told of folders.
    private Path authorities(Path authority) {
        Path own = folder.resolve("run").resolve("authorities");
        try {
            Files.createDirectories(own);
            Files.copy(authority, own.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
            return own;
        } catch (IOException e) {
            throw new UncheckedIOException("the certificate authority was readable when settings were read", e);
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
