package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.file.ConfigDryRun;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a source adds, with its origin.
///
/// @param impossible parts that cannot be made, and why
record SourceFragment(Origin origin, Fragment fragment, Map<MergePart, Problem> impossible) {
    /// One whose parts were tried before.
    SourceFragment(Origin origin, Fragment fragment) {
        this(origin, fragment, Map.of());
    }

    /// Makes what shall serve of every part, and lets go of it.
    static SourceFragment tried(Origin origin, Fragment fragment, ConfigDryRun trial) {
        Map<MergePart, Problem> impossible = new LinkedHashMap<>();
        SourceFragment tried = new SourceFragment(origin, fragment, impossible);
        if (fragment.base() == null) {
            tried.upstreams().forEach(one -> tried.part(MergePart.Kind.UPSTREAM, one.name(), one, trial));
            tried.guards().forEach(one -> tried.part(MergePart.Kind.GUARD, one.name(), one, trial));
            fragment.routes().forEach(one -> tried.part(MergePart.Kind.ROUTE, one.name(), one, trial));
        }
        return tried;
    }

    private void part(MergePart.Kind kind, String name, Object thing, ConfigDryRun trial) {
        MergePart part = new MergePart(origin, kind, name);
        try {
            ConfigDryRun.of(trial, thing);
        } catch (IllegalArgumentException e) {
            impossible.put(
                    part, RoutingProblems.partRejected(part.key(), origin.text(), String.valueOf(e.getMessage())));
        }
    }

    /// Its upstreams, by name.
    List<Upstream> upstreams() {
        return fragment.upstreams().values().stream()
                .sorted(Comparator.comparing(Upstream::name))
                .toList();
    }

    /// Its guards, by name.
    List<Guard> guards() {
        return fragment.guards().values().stream()
                .sorted(Comparator.comparing(Guard::name))
                .toList();
    }

    /// Whether all of it is as it was written, because its own reader has checked it whole.
    boolean isFile() {
        return origin.kind() == Origin.Kind.FILE;
    }

    /// Whether what it has gives way to everything else.
    boolean isEngine() {
        return origin.kind() == Origin.Kind.ENGINE;
    }

    /// One of its routes, as a part of it.
    MergePart part(Route route) {
        return new MergePart(origin, MergePart.Kind.ROUTE, route.name());
    }
}
