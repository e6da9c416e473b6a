package io.aiplat.operator.desired;

import io.aiplat.model.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Switches: which bundles are to be in the cluster, and which are not.
///
/// @param on      names of bundles that are installed
/// @param off     names of bundles that are removed, unless a person asked for them in the settings
/// @param lacking what else is wanted and is nowhere to be had; null for nothing
public record BundleSwitches(
        Set<String> on, Set<String> off, @Nullable Problem lacking) implements DesiredState {
    public BundleSwitches {
        on = Set.copyOf(on);
        off = Set.copyOf(off);
    }
}
