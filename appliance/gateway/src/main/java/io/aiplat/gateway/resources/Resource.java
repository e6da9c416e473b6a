package io.aiplat.gateway.resources;

import java.util.Locale;

/// System resource that can run short.
public enum Resource {
    /// File descriptors of the process.
    DESCRIPTORS,
    /// The Java heap.
    HEAP,
    /// Memory of the machine, or of the container.
    MEMORY,
    /// The file system of the store.
    DISK;

    /// Its name in metrics and JSON.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
