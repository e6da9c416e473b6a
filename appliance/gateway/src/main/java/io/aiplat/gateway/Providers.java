package io.aiplat.gateway;

import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The way to each upstream, made when it is first asked.
final class Providers implements AutoCloseable {
    private final Map<UpstreamKind, Function<Upstream, Provider>> kinds;
    private final Map<Upstream, Provider> made = new ConcurrentHashMap<>();

    Providers(Map<UpstreamKind, Function<Upstream, Provider>> kinds) {
        this.kinds = Map.copyOf(kinds);
    }

    /// The way to one.
    ///
    /// @throws IllegalArgumentException if nobody here speaks what it speaks
    Provider of(Upstream upstream) {
        Provider provider = made.get(upstream);
        return provider == null ? made.computeIfAbsent(upstream, this::make) : provider;
    }

    private Provider make(Upstream upstream) {
        Function<Upstream, Provider> kind = kinds.get(upstream.provider());
        if (kind == null) {
            throw new IllegalArgumentException(
                    "no provider speaks " + upstream.provider().word());
        }
        return kind.apply(upstream);
    }

    @Override
    public void close() {
        made.values().forEach(Provider::close);
    }
}
