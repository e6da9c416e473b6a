package io.aiplat.engine.run;

import io.aiplat.host.Processes;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.StepResult;
import io.aiplat.store.ApplianceFile;
import io.aiplat.store.ApplianceRecord;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The appliance process of a home: gateway and page, in the background.
public final class ApplianceProcess implements ApplianceStarter {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int LOG_TAIL = 15;

    private final Processes processes;
    private final ApplianceFile file;
    private final Launch launch;

    /// How it is started.
    ///
    /// @param command program and arguments
    /// @param folder  to work in
    /// @param log     takes what it says
    /// @param url     where it shall listen
    /// @param version of aiplat
    /// @param plan    fingerprint of what it shall serve
    public record Launch(List<String> command, Path folder, Path log, String url, String version, String plan) {
        public Launch {
            command = List.copyOf(command);
        }
    }

    /// The process of a home.
    public ApplianceProcess(Processes processes, ApplianceFile file, Launch launch) {
        this.processes = processes;
        this.file = file;
        this.launch = launch;
    }

    @Override
    public StepResult start(Duration limit, Await await, Progress progress) {
        Optional<ApplianceRecord> running = file.running();
        long logBefore = sizeOf(launch.log());
        boolean wanted = running.filter(this::isWanted).isPresent();
        if (!wanted) {
            running.ifPresent(r -> processes.terminate(started(r), PATIENCE));
            Processes.Started process = processes.start(launch.command(), Map.of(), launch.folder(), launch.log());
            file.write(process.pid(), launch.url(), launch.version(), launch.plan());
        }
        await.until("the endpoint", limit, () -> answering(logBefore), progress);
        return wanted
                ? new StepResult.Unchanged("serves " + launch.url())
                : new StepResult.Done("serves " + launch.url());
    }

    /// Ends it, if one runs.
    ///
    /// @return whether there was one
    public static boolean stop(Processes processes, ApplianceFile file) {
        Optional<ApplianceRecord> running = file.running();
        running.ifPresent(r -> processes.terminate(started(r), PATIENCE));
        file.delete();
        return running.isPresent();
    }

    private boolean isWanted(ApplianceRecord record) {
        return record.version().equals(launch.version()) && record.plan().equals(launch.plan());
    }

    private static Processes.Started started(ApplianceRecord record) {
        return new Processes.Started(record.pid(), record.started().toEpochMilli());
    }

    private Readiness answering(long logBefore) {
        return file.running()
                .filter(this::isWanted)
                .map(record -> ask(URI.create(record.url() + "/ready")))
                .orElseGet(() -> new Readiness.Never(RunProblems.applianceDied(tail(logBefore))));
    }

    private static Readiness ask(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(5_000);
            int status = connection.getResponseCode();
            if (status == 200) {
                return new Readiness.Ready();
            }
            try (var body = connection.getErrorStream()) {
                String said = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return new Readiness.NotYet(uri + " answers " + status + " " + said.strip());
            }
        } catch (IOException e) {
            return new Readiness.NotYet(uri + " does not answer: " + e.getMessage());
        }
    }

    private static long sizeOf(Path log) {
        try {
            return Files.exists(log) ? Files.size(log) : 0;
        } catch (IOException e) {
            throw new ApplianceException(RunProblems.applianceDied("Its log " + log + " cannot be read: " + e), e);
        }
    }

    /// What the process that just ended has written, and not what an older one had.
    private String tail(long from) {
        try (var in = Files.newInputStream(launch.log())) {
            in.skipNBytes(from);
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
        } catch (IOException e) {
            return "Its log " + launch.log() + " cannot be read: " + e.getMessage();
        }
    }
}
