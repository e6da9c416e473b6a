package io.aiplat.operator.datascience;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Component of a platform, as Open Data Hub names it, and what stands for it here.
sealed interface PlatformComponent {
    /// It is a part of aiplat, which is always there.
    record BuiltIn() implements PlatformComponent {}

    /// A bundle stands for it.
    record OfBundle(String bundle) implements PlatformComponent {}

    /// Nothing stands for it.
    record Nowhere() implements PlatformComponent {}

    /// By the names in the resource: the page, InferenceService resources, `aiplat models`, Ray.
    Map<String, PlatformComponent> KNOWN = Map.of(
            "dashboard", new BuiltIn(),
            "kserve", new BuiltIn(),
            "modelregistry", new BuiltIn(),
            "ray", new OfBundle("kuberay"));

    /// By the name in the resource.
    static PlatformComponent of(String name) {
        return KNOWN.getOrDefault(name, new Nowhere());
    }

    /// Names of all bundles that stand for one.
    static Set<String> bundles() {
        return KNOWN.values().stream()
                .filter(OfBundle.class::isInstance)
                .map(component -> ((OfBundle) component).bundle())
                .collect(Collectors.toSet());
    }
}
