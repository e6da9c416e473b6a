package io.aiplat.provisioning.plan;

import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.Catalog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// The bundles of a plan in a topological order: each behind those it needs.
///
/// @param bundles  in the order they are installed
/// @param problems names that are none, and circles
record BundleSelection(List<Bundle> bundles, List<Problem> problems) {
    /// The bundle of the model engine in a cluster.
    static final String ENGINE = "ollama";

    /// The bundle that counts GPUs.
    static final String DEVICE_PLUGIN = "nvidia-device-plugin";

    BundleSelection {
        bundles = List.copyOf(bundles);
        problems = List.copyOf(problems);
    }

    /// What is wanted in a cluster: what the model engine needs, and what a person named, with all that these need.
    static BundleSelection of(Settings settings, Catalog catalog) {
        Search search = new Search(catalog);
        if (settings.bundles().contains(DEVICE_PLUGIN)) {
            // The engine's pod is of a class that it brings, and asks for what it counts.
            search.visit(DEVICE_PLUGIN, "");
        }
        if (runsEngine(settings)) {
            search.visit(ENGINE, "");
        }
        settings.bundles().forEach(name -> search.visit(name, ""));
        return new BundleSelection(List.copyOf(search.found.values()), search.problems);
    }

    /// Whether the model engine of a cluster is a bundle.
    static boolean runsEngine(Settings settings) {
        return !settings.models().engine().isOfHome();
    }

    /// Whether another one of them has to wait for it.
    boolean isNeeded(Bundle bundle) {
        return bundles.stream().anyMatch(other -> other.needs().contains(bundle.name()));
    }

    /// A walk along what is needed, depth first.
    private static final class Search {
        private final Catalog catalog;
        private final SequencedMap<String, Bundle> found = new LinkedHashMap<>();
        private final Set<String> way = new LinkedHashSet<>();
        private final List<Problem> problems = new ArrayList<>();

        Search(Catalog catalog) {
            this.catalog = catalog;
        }

        /// @param by the bundle that needs it; empty where a person or the model engine does
        void visit(String name, String by) {
            Map<String, Bundle> known = catalog.bundles();
            Bundle bundle = known.get(name);
            if (bundle == null) {
                problems.add(PlanProblems.bundleUnknown(
                        name, by, known.keySet().stream().sorted().toList()));
            } else if (!way.add(name)) {
                List<String> circle = new ArrayList<>(way);
                circle.subList(0, circle.indexOf(name)).clear();
                circle.add(name);
                problems.add(PlanProblems.bundlesInCircle(circle));
            } else {
                if (!found.containsKey(name)) {
                    bundle.needs().forEach(need -> visit(need, name));
                    found.putIfAbsent(name, bundle);
                }
                way.remove(name);
            }
        }
    }
}
