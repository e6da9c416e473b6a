package io.aiplat.model.catalog;

import java.util.List;
import java.util.Map;

/// What this JAR brings along.
///
/// @param bundles   by name
/// @param profiles  of `gpu-profiles/`
/// @param nodeImage of the k3s node, from the same lock
public record Catalog(Map<String, Bundle> bundles, List<Profile> profiles, ImageReference nodeImage) {
    public Catalog {
        bundles = Map.copyOf(bundles);
        profiles = List.copyOf(profiles);
    }

    /// The bundle of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public Bundle bundle(String name) {
        Bundle bundle = bundles.get(name);
        if (bundle == null) {
            throw new IllegalArgumentException("no bundle named " + name);
        }
        return bundle;
    }
}
