package io.aiplat.model;

import java.util.Locale;

/// The ways in which a device plugin counts the instances of divided GPUs (MIG).
public enum MigStrategy {
    /// Only whole GPUs are counted.
    NONE,
    /// Each instance is an `nvidia.com/gpu`; all must be alike.
    SINGLE,
    /// Each kind of instance is a resource of its own, such as `nvidia.com/mig-3g.40gb`.
    MIXED;

    /// As the plugin and settings write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
