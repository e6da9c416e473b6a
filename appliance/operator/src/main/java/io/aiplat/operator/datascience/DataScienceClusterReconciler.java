package io.aiplat.operator.datascience;

import io.aiplat.model.Problem;
import io.aiplat.operator.datascience.DataScienceClusterSpec.Component;
import io.aiplat.operator.datascience.PlatformComponent.Nowhere;
import io.aiplat.operator.desired.BundleSwitches;
import io.aiplat.operator.realization.Realization;
import io.aiplat.operator.realization.Realizers;
import io.aiplat.operator.realization.ResourceKey;
import io.aiplat.operator.reconciler.ClusterReader;
import io.aiplat.operator.reconciler.KindReconciler;
import io.aiplat.operator.reconciler.Translation;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reconciler of [DataScienceCluster]: its components are parts of aiplat, bundles, or nothing that is here.
public final class DataScienceClusterReconciler extends KindReconciler<DataScienceCluster, DataScienceClusterStatus> {
    private static final String MANAGED = "Managed";
    private static final String UNMANAGED = "Unmanaged";

    /// @param clock of the times in conditions
    public DataScienceClusterReconciler(Realizers realizers, InstantSource clock) {
        super(DataScienceCluster.class, realizers, clock);
    }

    @Override
    protected Translation translate(DataScienceCluster resource, ClusterReader cluster) {
        Set<String> on = new HashSet<>();
        Set<String> off = new HashSet<>(PlatformComponent.bundles());
        Set<String> always = new TreeSet<>();
        components(resource).forEach((name, component) -> {
            boolean managed = MANAGED.equals(component.managementState());
            switch (PlatformComponent.of(name)) {
                case PlatformComponent.OfBundle(var bundle) -> {
                    if (managed || UNMANAGED.equals(component.managementState())) {
                        off.remove(bundle);
                    }
                    if (managed) {
                        on.add(bundle);
                    }
                }
                case Nowhere _ -> {}
                case PlatformComponent.BuiltIn _ -> {
                    if (!managed) {
                        always.add(name);
                    }
                }
            }
        });
        return Translation.of(
                new BundleSwitches(on, off),
                always.isEmpty() ? "" : "Parts of aiplat itself are always there: " + String.join(", ", always) + ".",
                lacking(resource));
    }

    private static @Nullable Problem lacking(DataScienceCluster resource) {
        Set<String> nowhere = new TreeSet<>();
        components(resource).forEach((name, component) -> {
            if (MANAGED.equals(component.managementState()) && PlatformComponent.of(name) instanceof Nowhere) {
                nowhere.add(name);
            }
        });
        return nowhere.isEmpty()
                ? null
                : DataScienceProblems.componentNowhere(resource.getMetadata().getName(), nowhere);
    }

    private static Map<String, Component> components(DataScienceCluster resource) {
        DataScienceClusterSpec spec = resource.getSpec();
        return spec == null || spec.components() == null ? Map.of() : spec.components();
    }

    @Override
    protected void releaseElsewhere(Realizers realizers, ResourceKey key) {
        realizers.releaseBundles(key);
    }

    @Override
    protected DataScienceClusterStatus status(
            DataScienceCluster resource, Realization realization, List<Condition> conditions) {
        boolean ready = realization.stage() == Realization.Stage.READY;
        Problem lacking = lacking(resource);
        // What is nowhere is told when all the rest is there.
        boolean bundles = ready || (lacking != null && realization.message().startsWith(lacking.what()));
        Map<String, Boolean> installed = new TreeMap<>();
        components(resource)
                .forEach((name, component) -> installed.put(
                        name,
                        switch (PlatformComponent.of(name)) {
                            case PlatformComponent.BuiltIn _ -> true;
                            case PlatformComponent.OfBundle _ -> bundles && MANAGED.equals(component.managementState());
                            case Nowhere _ -> false;
                        }));
        return new DataScienceClusterStatus(
                conditions.getFirst().getObservedGeneration(), conditions, ready ? "Ready" : "Not Ready", installed);
    }

    @Override
    protected DataScienceCluster blank() {
        return new DataScienceCluster();
    }
}
