package io.aiplat.launcher.routes;

import io.aiplat.gateway.GatewayDryRun;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Origin;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.file.ConfigDryRun;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.routing.source.LocalModels;
import io.aiplat.routing.source.MergeResult;
import io.aiplat.routing.source.RouteProblem;
import io.aiplat.routing.source.RouteSource;
import io.aiplat.routing.source.RouteSources;
import io.aiplat.store.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Configuration reload: what a gateway goes by, merged of gateway.yaml and all other sources when it starts and again
/// when one of them changes. What `check` says, what a start accepts and what a running gateway follows is decided
/// here alone. Nothing that becomes of the file ends or stalls who follows it. For one thread, but for sources, which
/// come and go in any.
public final class ConfigReload {
    private static final Upstream LOCAL = new Upstream("local", UpstreamKind.EMBEDDED, null, null, Map.of());
    private static final ConfigDryRun TRIAL = new GatewayDryRun();
    /// Longer than any disk that works.
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /// Looks until what could not be followed is tried again: some ten seconds.
    private static final int RETRY = 20;

    private final FileSource file;
    private final RouteSources sources = new RouteSources(TRIAL);
    private @Nullable GatewayConfig served;
    private List<Problem> told = List.of();
    private List<RouteProblem> parts = List.of();
    private List<RouteProblem> toldParts = List.of();
    private int untilRetry;

    private ConfigReload(FileSource file) {
        this.file = file;
        sources.add(file);
    }

    /// Who goes by the configuration.
    public interface Follower {
        /// Goes by another plan from now on.
        ///
        /// @throws ApplianceException if that cannot be; what was served is served on
        void follow(GatewayConfig plan);

        /// Is told that the file is wrong, and serves on what was served of it. Told once of each fault, and again
        /// when another plan is followed meanwhile.
        ///
        /// @param wrong everything, never nothing
        void keep(List<Problem> wrong);

        /// Is told what other sources say and is not served, each time that becomes something else.
        ///
        /// @param parts all of them; nothing when everything is served again
        void reject(List<RouteProblem> parts);
    }

    /// The file of a gateway by itself, which has to be there.
    ///
    /// @param environment that the file's `${env:NAME}` takes from
    public static ConfigReload ofRun(Path path, Map<String, String> environment) {
        return ofRun(path, environment, PATIENCE);
    }

    static ConfigReload ofRun(Path path, Map<String, String> environment, Duration patience) {
        Function<Path, ConfigReadResult> reader = file -> GatewayFile.read(file, environment, TRIAL);
        return new ConfigReload(
                new FileSource(path, reader, () -> reader.apply(path), patience, PersistedVariables.none(environment)));
    }

    /// The file of an appliance, and every model of its engine besides.
    ///
    /// @param environment that the file's `${env:NAME}` takes from, besides what is kept with the home
    public static ConfigReload ofAppliance(Home home, Map<String, String> environment) {
        return ofAppliance(home, PersistedVariables.of(home, environment, true));
    }

    /// The same as the next `up` from here would have it: what is set here counts first.
    public static ConfigReload ofNextUp(Home home, Map<String, String> environment) {
        return ofAppliance(home, PersistedVariables.of(home, environment, false));
    }

    private static ConfigReload ofAppliance(Home home, PersistedVariables variables) {
        ConfigReload reload = new ConfigReload(new FileSource(
                home.routes(),
                file -> GatewayFile.ofAppliance(file, variables.all(), TRIAL, LOCAL),
                () -> new ConfigReadResult.Accepted(GatewayConfig.empty(home.gateway())),
                PATIENCE,
                variables));
        reload.add(new LocalModels(LOCAL));
        return reload;
    }

    /// Takes in a source besides the file, from any thread: an operator's resources, an agent.
    ///
    /// @throws IllegalArgumentException if there is one of the same origin
    public void add(RouteSource source) {
        sources.add(source);
    }

    /// Lets go of a source and of everything it had, from any thread.
    public void remove(RouteSource source) {
        sources.remove(source);
    }

    /// Where the file is, or would be.
    public Path path() {
        return file.path();
    }

    /// Whether it is there.
    public boolean exists() {
        return file.exists();
    }

    /// What all sources say now. It is refused if the file is wrong; what is wrong with others is told to who follows.
    public ConfigReadResult read() {
        try {
            ConfigReadResult said = file.read();
            if (said instanceof ConfigReadResult.Refused) {
                return said;
            }
            MergeResult merged = sources.merge();
            served = merged.config();
            parts = problems(merged, false);
            told = List.of();
            return new ConfigReadResult.Accepted(merged.config());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new ConfigReadResult.Refused(
                    List.of(RoutingProblems.fileUnreadable(path(), "The command was ended meanwhile.")));
        }
    }

    /// What is wrong with the file now; empty if nothing is.
    public List<Problem> problems() {
        return switch (read()) {
            case ConfigReadResult.Accepted _ -> List.of();
            case ConfigReadResult.Refused(var problems) -> problems;
        };
    }

    /// Looks at the file, and takes over what has changed there or elsewhere. Throws nothing but what has to end the
    /// process: an [OutOfMemoryError] above all.
    public void look(Follower follower) {
        try {
            boolean read = file.look();
            boolean again = untilRetry > 0 && --untilRetry == 0;
            if (sources.haveChanged() || again) {
                take(follower, read || again);
            }
            if (!parts.equals(toldParts)) {
                toldParts = parts;
                follower.reject(parts);
            }
        } catch (InterruptedException _) {
            // Whoever looks shall end.
            Thread.currentThread().interrupt();
        } catch (RuntimeException | StackOverflowError e) {
            keep(List.of(RoutingProblems.fileNotFollowed(path(), e.toString())), follower);
        }
    }

    /// @param anyway also if it is what is served: a file that is right again is to be told
    private void take(Follower follower, boolean anyway) {
        untilRetry = 0;
        MergeResult merged = sources.merge();
        List<Problem> wrong = new ArrayList<>(
                problems(merged, true).stream().map(RouteProblem::problem).toList());
        parts = problems(merged, false);
        if (anyway || !merged.config().equals(served)) {
            try {
                follower.follow(merged.config());
                served = merged.config();
                told = List.of();
            } catch (ApplianceException e) {
                // What stands in the way may pass, as a full disk does.
                untilRetry = RETRY;
                wrong.addFirst(e.problem());
            }
        }
        if (!wrong.isEmpty()) {
            keep(wrong, follower);
        }
    }

    private static List<RouteProblem> problems(MergeResult merged, boolean ofFile) {
        return merged.rejected().stream()
                .filter(each -> (each.origin().kind() == Origin.Kind.FILE) == ofFile)
                .toList();
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
}
