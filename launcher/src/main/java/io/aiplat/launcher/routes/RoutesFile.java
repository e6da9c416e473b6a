package io.aiplat.launcher.routes;

import io.aiplat.gateway.GatewayDryRun;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.file.ConfigDryRun;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.store.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Configuration reload: the gateway.yaml that a gateway goes by, read when it starts and again when it changes.
/// What `check` says, what a start accepts and what a running gateway follows is decided here alone. Nothing that
/// becomes of the file ends or stalls who follows it. For one thread.
public final class RoutesFile {
    private static final Upstream LOCAL = new Upstream("local", UpstreamKind.EMBEDDED, null, null, Map.of());
    private static final ConfigDryRun TRIAL = new GatewayDryRun();
    /// Longer than any disk that works.
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// Looks until what could not be followed is tried again: some ten seconds.
    private static final int RETRY = 20;

    private final Path path;
    private final Function<Path, ConfigReadResult> reader;
    private final Supplier<ConfigReadResult> absent;
    private final ReadTimeout<FileChangeStamp> glances;
    private final ReadTimeout<ConfigReadResult> readings;
    private final PersistedVariables variables;
    private Map<String, String> given = Map.of();
    private @Nullable FileChangeStamp read;
    private @Nullable FileChangeStamp seen;
    private @Nullable GatewayConfig served;
    private List<Problem> told = List.of();
    private int untilRetry;

    private RoutesFile(
            Path path,
            Function<Path, ConfigReadResult> reader,
            Supplier<ConfigReadResult> absent,
            Duration patience,
            PersistedVariables variables) {
        this.path = path;
        this.reader = reader;
        this.absent = absent;
        this.variables = variables;
        this.glances = new ReadTimeout<>(patience);
        this.readings = new ReadTimeout<>(patience);
    }

    /// Who goes by the file.
    public interface Follower {
        /// Goes by another plan from now on.
        ///
        /// @throws ApplianceException if that cannot be; what was served is served on
        void follow(GatewayConfig plan);

        /// Is told that the file is wrong, and serves on what was served. Told once of each fault.
        ///
        /// @param wrong everything, never nothing
        void keep(List<Problem> wrong);
    }

    /// The file of a gateway by itself, which has to be there.
    ///
    /// @param environment that the file's `${env:NAME}` takes from
    public static RoutesFile ofRun(Path path, Map<String, String> environment) {
        return ofRun(path, environment, PATIENCE);
    }

    static RoutesFile ofRun(Path path, Map<String, String> environment, Duration patience) {
        Function<Path, ConfigReadResult> reader = file -> GatewayFile.read(file, environment, TRIAL);
        return new RoutesFile(path, reader, () -> reader.apply(path), patience, PersistedVariables.none(environment));
    }

    /// The file of an appliance, which serves every model of its engine where there is none.
    ///
    /// @param environment that the file's `${env:NAME}` takes from, besides what is kept with the home
    public static RoutesFile ofAppliance(Home home, Map<String, String> environment) {
        return ofAppliance(home, PersistedVariables.of(home, environment, true));
    }

    /// The same as the next `up` from here would have it: what is set here counts first.
    public static RoutesFile ofNextUp(Home home, Map<String, String> environment) {
        return ofAppliance(home, PersistedVariables.of(home, environment, false));
    }

    private static RoutesFile ofAppliance(Home home, PersistedVariables variables) {
        return new RoutesFile(
                home.routes(),
                file -> GatewayFile.ofAppliance(file, variables.all(), TRIAL, LOCAL),
                () -> new ConfigReadResult.Accepted(GatewayConfig.localOnly(LOCAL, home.gateway())),
                PATIENCE,
                variables);
    }

    /// Where it is, or would be.
    public Path path() {
        return path;
    }

    /// Whether it is there.
    public boolean exists() {
        return Files.exists(path);
    }

    /// What it says now, waiting no longer than a disk that works takes.
    public ConfigReadResult read() {
        try {
            given = variables.kept();
            read = glances.of(() -> FileChangeStamp.at(path, null));
            seen = read;
            ConfigReadResult said =
                    read == null ? null : readings.of(() -> exists() ? reader.apply(path) : absent.get());
            if (said == null) {
                return new ConfigReadResult.Refused(List.of(slow()));
            }
            if (said instanceof ConfigReadResult.Accepted(var plan)) {
                served = plan;
                told = List.of();
            }
            return said;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new ConfigReadResult.Refused(
                    List.of(RoutingProblems.fileUnreadable(path, "The command was ended meanwhile.")));
        }
    }

    /// What is wrong with it now; empty if nothing is.
    public List<Problem> problems() {
        return switch (read()) {
            case ConfigReadResult.Accepted _ -> List.of();
            case ConfigReadResult.Refused(var problems) -> problems;
        };
    }

    /// Reads it again if it has changed, and not since the look before: whoever writes it may not be done yet. A
    /// file that vanished is wrong as well, and so is one that lost its contents, for prices and guards must not go
    /// with them. Throws nothing but what has to end the process: an [OutOfMemoryError] above all.
    public void look(Follower follower) {
        try {
            FileChangeStamp now = glances.of(() -> FileChangeStamp.at(path, seen));
            if (now == null) {
                keep(List.of(slow()), follower);
                return;
            }
            boolean written = now.sameAs(seen);
            seen = now;
            Map<String, String> kept = variables.kept();
            boolean same = now.sameAs(read) && (kept.equals(given) || !exists());
            if (!written || (same && (untilRetry == 0 || --untilRetry > 0))) {
                return;
            }
            given = kept;
            ConfigReadResult said = readings.of(() -> exists() ? reader.apply(path) : gone());
            if (said == null) {
                keep(List.of(slow()), follower);
                return;
            }
            read = now;
            untilRetry = 0;
            switch (said) {
                case ConfigReadResult.Accepted(var plan) -> follow(plan, follower);
                case ConfigReadResult.Refused(var problems) -> keep(problems, follower);
            }
        } catch (InterruptedException _) {
            // Whoever looks shall end.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | StackOverflowError e) {
            keep(List.of(RoutingProblems.fileNotFollowed(path, e.toString())), follower);
        }
    }

    private ConfigReadResult gone() {
        return new ConfigReadResult.Refused(List.of(RoutingProblems.fileGone(path)));
    }

    private void follow(GatewayConfig plan, Follower follower) {
        String lost = lost(plan);
        if (lost != null) {
            keep(List.of(RoutingProblems.fileLost(path, lost)), follower);
            return;
        }
        try {
            follower.follow(plan);
            served = plan;
            told = List.of();
        } catch (ApplianceException e) {
            // What stands in the way may pass, as a full disk does.
            untilRetry = RETRY;
            keep(List.of(e.problem()), follower);
        }
    }

    /// What a plan has none of, while the one before had some; null for nothing.
    private @Nullable String lost(GatewayConfig plan) {
        GatewayConfig before = served;
        if (before == null) {
            return null;
        }
        if (namesModels(before) && !namesModels(plan)) {
            return "model";
        }
        return !before.keys().isEmpty() && plan.keys().isEmpty() ? "key" : null;
    }

    private static boolean namesModels(GatewayConfig plan) {
        return plan.routes().stream().anyMatch(RoutesFile::isNamed);
    }

    private static boolean isNamed(Route route) {
        return !route.equals(Route.everyModelOf(route.deployments().getFirst().upstream()));
    }

    private void keep(List<Problem> wrong, Follower follower) {
        if (wrong.equals(told)) {
            return;
        }
        told = List.copyOf(wrong);
        try {
            follower.keep(told);
        } catch (RuntimeException _) {
            // Who cannot be told serves on all the same.
            return;
        }
    }

    private Problem slow() {
        return RoutingProblems.fileUnreadable(path, "Its disk, or the reading of it, has not come to an end.");
    }
}
