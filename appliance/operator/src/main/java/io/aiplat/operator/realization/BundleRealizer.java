package io.aiplat.operator.realization;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.operator.bundles.BundleHome;
import io.aiplat.operator.bundles.BundleProblems;
import io.aiplat.operator.bundles.BundleState;
import io.aiplat.operator.desired.BundleSwitches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Realizer of switches: has bundles installed and removed, for the oldest resource that has any.
final class BundleRealizer implements Realizer<BundleSwitches> {
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(20);
    private static final Comparator<ResourceKey> AGE =
            Comparator.comparing(ResourceKey::since).thenComparing(ResourceKey::name);

    private final BundleHome home;
    private @Nullable ResourceKey oldest;

    BundleRealizer(BundleHome home) {
        this.home = home;
    }

    @Override
    public Realization realize(ResourceKey key, List<BundleSwitches> wanted, @Nullable ModelReport before) {
        ResourceKey holder = holder(key);
        if (!holder.equals(key)) {
            return Realization.degraded(BundleProblems.switchedByAnother(holder.name()))
                    .again(RETRY);
        }
        try {
            return realize(wanted.getFirst());
        } catch (ApplianceException e) {
            return Realization.degraded(e.problem()).again(RETRY);
        }
    }

    private synchronized ResourceKey holder(ResourceKey key) {
        ResourceKey holder = oldest;
        if (holder == null || AGE.compare(key, holder) < 0) {
            holder = key;
            oldest = key;
        }
        return holder;
    }

    private Realization realize(BundleSwitches wanted) {
        List<String> steps = new ArrayList<>();
        List<String> stay = new ArrayList<>();
        Problem failed = null;
        for (String bundle : new TreeSet<>(wanted.on())) {
            switch (home.state(bundle)) {
                case BundleState.Here _ -> {}
                case BundleState.Moving(var step) -> steps.add(step);
                case BundleState.Failed(var problem) -> failed = problem;
                case BundleState.Absent _ -> {
                    home.install(bundle);
                    steps.add("Install bundle " + bundle);
                }
            }
        }
        for (String bundle : new TreeSet<>(wanted.off())) {
            switch (home.state(bundle)) {
                case BundleState.Absent _, BundleState.Failed _ -> {}
                case BundleState.Moving(var step) -> steps.add(step);
                case BundleState.Here(boolean named) -> {
                    if (named) {
                        stay.add(bundle);
                    } else {
                        home.remove(bundle);
                        steps.add("Remove bundle " + bundle);
                    }
                }
            }
        }
        if (failed != null) {
            return Realization.degraded(failed).again(RETRY);
        }
        if (!steps.isEmpty()) {
            return Realization.progressing("Installing", String.join("; ", steps) + ".", LOOK);
        }
        return Realization.ready("All that is switched on is there.")
                .noting(
                        stay.isEmpty()
                                ? ""
                                : "What the settings name stays: " + String.join(", ", stay)
                                        + " (bundles in aiplat.yaml, or --with).");
    }

    /// Removes what was installed for a resource, if it is the one that held.
    synchronized void release(ResourceKey key) {
        if (oldest == null || oldest.equals(key)) {
            oldest = null;
            home.removeAll();
        }
    }
}
