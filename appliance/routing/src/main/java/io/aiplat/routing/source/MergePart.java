package io.aiplat.routing.source;

import io.aiplat.routing.Origin;

/// A part of a fragment that is served or rejected as one.
record MergePart(Origin origin, Kind kind, String name) {
    enum Kind {
        UPSTREAM("upstreams."),
        GUARD("guards."),
        ROUTE("models."),
        ALIAS("aliases.");

        private final String section;

        Kind(String section) {
            this.section = section;
        }
    }

    /// As problems call it: `models.chat`.
    String key() {
        return kind.section + name;
    }
}
