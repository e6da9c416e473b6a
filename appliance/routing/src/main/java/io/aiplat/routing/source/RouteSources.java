package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import io.aiplat.routing.Origin;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.file.ConfigDryRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Registry of route sources: keeps the last good fragment of each, and merges them. Sources come, change and go in
/// any thread; one thread merges, so that many changes at once make one configuration.
public final class RouteSources {
    private final ConfigDryRun trial;
    private final Map<RouteSource, Known> sources = new LinkedHashMap<>();
    private final AtomicBoolean changed = new AtomicBoolean();

    /// What is known of a source.
    private static final class Known {
        private @Nullable SourceFragment good;
        private List<Problem> broken = List.of();
        private List<Problem> told = List.of();
    }

    /// @param trial makes what shall serve of parts that come from elsewhere than a file
    public RouteSources(ConfigDryRun trial) {
        this.trial = trial;
    }

    /// Takes a source in.
    ///
    /// @throws IllegalArgumentException if there is one of the same origin
    public void add(RouteSource source) {
        synchronized (sources) {
            Origin origin = source.origin();
            if (sources.keySet().stream().anyMatch(each -> each.origin().equals(origin))) {
                throw new IllegalArgumentException("there is a source of " + origin.text());
            }
            source.onChange(() -> changed.set(true));
            sources.put(source, new Known());
        }
        changed.set(true);
    }

    /// Lets go of a source, and of everything it had.
    public void remove(RouteSource source) {
        synchronized (sources) {
            sources.remove(source);
        }
        changed.set(true);
    }

    /// Whether a source came, went or changed since the last [#merge].
    public boolean haveChanged() {
        return changed.get();
    }

    /// One configuration of what all say now. A source that is broken counts with what it said before, and one that
    /// never was whole with nothing.
    ///
    /// @throws IllegalArgumentException if no source with a base was ever whole
    public MergeResult merge() {
        changed.set(false);
        Map<RouteSource, Known> now;
        synchronized (sources) {
            now = new LinkedHashMap<>(sources);
        }
        now.forEach(this::read);
        MergeResult merged = GatewayConfigs.merge(now.values().stream()
                .flatMap(known -> Stream.ofNullable(known.good))
                .toList());
        Map<Origin, List<Problem>> problems = new LinkedHashMap<>();
        List<RouteProblem> all = new ArrayList<>();
        now.forEach((source, known) ->
                known.broken.forEach(problem -> all.add(new RouteProblem(source.origin(), problem))));
        all.addAll(merged.rejected());
        all.forEach(each ->
                problems.computeIfAbsent(each.origin(), _ -> new ArrayList<>()).add(each.problem()));
        now.forEach((source, known) -> tell(source, known, problems.getOrDefault(source.origin(), List.of())));
        return new MergeResult(merged.config(), all);
    }

    private void read(RouteSource source, Known known) {
        try {
            switch (source.current()) {
                case FragmentResult.Complete(var fragment) -> {
                    known.broken = List.of();
                    if (known.good == null || !known.good.fragment().equals(fragment)) {
                        known.good = SourceFragment.tried(source.origin(), fragment, trial);
                    }
                }
                case FragmentResult.Broken(var problems) -> known.broken = problems;
            }
        } catch (RuntimeException e) {
            known.broken =
                    List.of(RoutingProblems.sourceNotFollowed(source.origin().text(), e.toString()));
        }
    }

    private static void tell(RouteSource source, Known known, List<Problem> problems) {
        if (known.told.equals(problems)) {
            return;
        }
        known.told = List.copyOf(problems);
        try {
            source.told(known.told);
        } catch (RuntimeException _) {
            // Who cannot be told is served, or not, all the same.
            return;
        }
    }
}
