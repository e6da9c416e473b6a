package io.aiplat.launcher.routes;

import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Origin;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.source.Fragment;
import io.aiplat.routing.source.FragmentResult;
import io.aiplat.routing.source.RouteSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The gateway.yaml as a source of routes, read when it is asked for and again when it changes. Nothing that becomes
/// of the file stalls who looks at it. For one thread.
final class FileSource implements RouteSource {
    private final Path path;
    private final Function<Path, ConfigReadResult> reader;
    private final Supplier<ConfigReadResult> absent;
    private final ReadTimeout<FileChangeStamp> glances;
    private final ReadTimeout<ConfigReadResult> readings;
    private final PersistedVariables variables;
    private Map<String, String> given = Map.of();
    private @Nullable FileChangeStamp read;
    private @Nullable FileChangeStamp seen;
    private @Nullable GatewayConfig good;
    private FragmentResult said = new FragmentResult.Broken(List.of());
    private Runnable listener = () -> {};

    /// @param reader of the file that is there
    /// @param absent says what holds where none is there at the start
    FileSource(
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

    @Override
    public Origin origin() {
        return Origin.file(path.toString());
    }

    @Override
    public FragmentResult current() {
        return said;
    }

    @Override
    public void onChange(Runnable listener) {
        this.listener = listener;
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path);
    }

    /// What it says now, waiting no longer than a disk that works takes. What it says at such a start holds, whatever
    /// it said before.
    ConfigReadResult read() throws InterruptedException {
        given = variables.kept();
        read = glances.of(() -> FileChangeStamp.at(path, null));
        seen = read;
        ConfigReadResult now = read == null ? null : readings.of(() -> exists() ? reader.apply(path) : absent.get());
        if (now == null) {
            now = new ConfigReadResult.Refused(List.of(slow()));
        }
        say(now);
        return now;
    }

    /// Reads it again if it has changed, and not since the look before: whoever writes it may not be done yet. A
    /// file that vanished is wrong as well, and so is one that lost its contents, for prices and guards must not go
    /// with them. Throws nothing but what has to end the process: an [OutOfMemoryError] above all.
    ///
    /// @return whether it was read and is right, be it the same as before
    boolean look() throws InterruptedException {
        try {
            FileChangeStamp now = glances.of(() -> FileChangeStamp.at(path, seen));
            if (now == null) {
                return say(new ConfigReadResult.Refused(List.of(slow())));
            }
            boolean written = now.sameAs(seen);
            seen = now;
            Map<String, String> kept = variables.kept();
            if (!written || (now.sameAs(read) && (kept.equals(given) || !exists()))) {
                return false;
            }
            given = kept;
            ConfigReadResult again = readings.of(() -> exists() ? reader.apply(path) : gone());
            if (again == null) {
                return say(new ConfigReadResult.Refused(List.of(slow())));
            }
            read = now;
            return say(again instanceof ConfigReadResult.Accepted(var plan) ? unlessLost(plan) : again);
        } catch (RuntimeException | StackOverflowError e) {
            return say(new ConfigReadResult.Refused(List.of(RoutingProblems.fileNotFollowed(path, e.toString()))));
        }
    }

    private boolean say(ConfigReadResult now) {
        said = switch (now) {
            case ConfigReadResult.Accepted(var plan) -> {
                good = plan;
                yield new FragmentResult.Complete(Fragment.of(plan));
            }
            case ConfigReadResult.Refused(var problems) -> new FragmentResult.Broken(problems);
        };
        listener.run();
        return now instanceof ConfigReadResult.Accepted;
    }

    private ConfigReadResult gone() {
        return new ConfigReadResult.Refused(List.of(RoutingProblems.fileGone(path)));
    }

    private ConfigReadResult unlessLost(GatewayConfig plan) {
        String lost = lost(plan);
        return lost == null
                ? new ConfigReadResult.Accepted(plan)
                : new ConfigReadResult.Refused(List.of(RoutingProblems.fileLost(path, lost)));
    }

    /// What a plan has none of, while the one before had some; null for nothing.
    private @Nullable String lost(GatewayConfig plan) {
        GatewayConfig before = good;
        if (before == null) {
            return null;
        }
        if (!before.routes().isEmpty() && plan.routes().isEmpty()) {
            return "model";
        }
        return !before.keys().isEmpty() && plan.keys().isEmpty() ? "key" : null;
    }

    private Problem slow() {
        return RoutingProblems.fileUnreadable(path, "Its disk, or the reading of it, has not come to an end.");
    }
}
