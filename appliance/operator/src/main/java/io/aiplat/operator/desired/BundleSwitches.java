package io.aiplat.operator.desired;

import java.util.Set;

/// Switches: which bundles are to be in the cluster, and which are not.
///
/// @param on  names of bundles that are installed
/// @param off names of bundles that are removed, unless a person asked for them in the settings
public record BundleSwitches(Set<String> on, Set<String> off) implements DesiredState {
    public BundleSwitches {
        on = Set.copyOf(on);
        off = Set.copyOf(off);
    }
}
