package io.aiplat.provisioning.run;

import io.aiplat.host.Processes;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.plan.StepResult;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.ApplianceRecord;
import io.aiplat.store.process.SupervisorFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The appliance process of a home: gateway and page, in the background.
public final class ApplianceProcess implements ApplianceStarter {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /// For one that does not answer: it may be unable to end by itself as well.
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

    private static final int LOG_TAIL = 15;

    private final Processes processes;
    private final ApplianceFile file;
    private final SupervisorFile supervisor;
    private final Launch launch;
    private final InstantSource clock;
    private long logBefore;

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
    public ApplianceProcess(
            Processes processes, ApplianceFile file, SupervisorFile supervisor, Launch launch, InstantSource clock) {
        this.processes = processes;
        this.file = file;
        this.supervisor = supervisor;
        this.launch = launch;
        this.clock = clock;
    }

    @Override
    public StepResult start(Duration limit, Progress progress) {
        Optional<ApplianceRecord> running = file.running();
        logBefore = sizeOf(launch.log());
        boolean wanted = running.filter(this::isWanted).isPresent();
        Optional<ApplianceRecord> silent = running.filter(_ -> wanted).filter(r -> isSilent(r, limit));
        boolean kept = wanted && silent.isEmpty();
        if (!kept) {
            silent.ifPresent(r -> progress.at("process " + r.pid() + " does not answer and is replaced", 0, 0));
            Duration patience = silent.isPresent() ? SHORT_PATIENCE : PATIENCE;
            terminate(processes, file, supervisor, patience);
            Processes.Started process = processes.start(launch.command(), Map.of(), launch.folder(), launch.log());
            supervisor.write(process.pid());
            file.write(process.pid(), launch.url(), launch.version(), launch.plan());
        }
        return kept
                ? new StepResult.Unchanged("it runs")
                : new StepResult.Done("started"
                        + silent.map(r -> "; replaced process " + r.pid() + ", which did not answer")
                                .orElse(""));
    }

    @Override
    public StepResult await(Duration limit, ReadinessPoller await, Progress progress) {
        boolean atOnce = await.until("the endpoint", limit, this::answering, progress);
        String serves = "serves " + launch.url();
        return atOnce ? new StepResult.Unchanged(serves) : new StepResult.Done(serves);
    }

    /// Whether it is stuck. One that still starts refuses connections, and is given the time it has for that.
    private boolean isSilent(ApplianceRecord record, Duration limit) {
        return switch (ApplianceEndpoint.at(record.url()).pulse()) {
            case ANSWERS -> false;
            case ACCEPTS -> true;
            case REFUSES -> record.started().plus(limit).isBefore(clock.instant());
        };
    }

    /// Ends it, if one runs.
    ///
    /// @return whether there was one
    public static boolean stop(Processes processes, ApplianceFile file, SupervisorFile supervisor) {
        boolean there = file.running().isPresent() || supervisor.running().isPresent();
        terminate(processes, file, supervisor, PATIENCE);
        file.delete();
        supervisor.forget();
        return there;
    }

    /// Ends what runs, and first of all whoever would start it again.
    private static void terminate(
            Processes processes, ApplianceFile file, SupervisorFile supervisor, Duration patience) {
        Optional<ApplianceRecord> running = file.running();
        supervisor
                .running()
                .ifPresent(s -> processes.terminate(
                        new Processes.Started(s.pid(), s.started().toEpochMilli()), patience));
        running.ifPresent(r -> processes.terminate(started(r), patience));
    }

    private boolean isWanted(ApplianceRecord record) {
        return isWanted(record, launch.version(), launch.plan());
    }

    /// Whether a process that runs is the one to have, if it answers.
    ///
    /// @param version of aiplat
    /// @param plan    fingerprint of what is to be served
    public static boolean isWanted(ApplianceRecord record, String version, String plan) {
        return record.version().equals(version) && ServeFingerprint.covers(record.plan(), plan);
    }

    private static Processes.Started started(ApplianceRecord record) {
        return new Processes.Started(record.pid(), record.started().toEpochMilli());
    }

    private Readiness answering() {
        return file.running()
                .filter(this::isWanted)
                .map(record -> ApplianceEndpoint.at(record.url()).readiness())
                .orElseGet(() -> new Readiness.Never(RunProblems.applianceDied(tail(logBefore))));
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
