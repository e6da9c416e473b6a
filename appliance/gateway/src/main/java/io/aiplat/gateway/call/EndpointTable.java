package io.aiplat.gateway.call;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Endpoint table: all endpoints that a gateway serves, by their paths.
public final class EndpointTable {
    private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    private final Set<String> firsts = new HashSet<>();

    /// @throws IllegalArgumentException if two have one path, or one is not under `/v1`
    public EndpointTable(List<Endpoint> all) {
        for (Endpoint endpoint : all) {
            String path = endpoint.path();
            if (!path.startsWith(Endpoint.API + "/") || endpoints.put(path, endpoint) != null) {
                throw new IllegalArgumentException(path + " is no path of its own under " + Endpoint.API);
            }
            firsts.add(path.split("/", -1)[2]);
        }
    }

    /// The endpoint at a path; null for none.
    public @Nullable Endpoint at(String path) {
        return endpoints.get(path);
    }

    /// All of them, in their order.
    public Collection<Endpoint> all() {
        return endpoints.values();
    }

    /// Whether a path begins with this after `/v1/`.
    ///
    /// @param first up to the next slash
    public boolean hasUnder(String first) {
        return firsts.contains(first);
    }
}
