package io.aiplat.gateway.provider;

import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Registry of providers: the way to each upstream, made when it is first asked.
/// A pool of the ways to upstreams, by reference counting: each is made when it is first asked, and closed after its
/// last call when no plan names it any more.
public final class Providers implements AutoCloseable {
    private final Map<UpstreamKind, Function<Upstream, Provider>> kinds;
    private final Map<Upstream, Entry> made = new ConcurrentHashMap<>();
    private volatile Set<Upstream> named;

    /// A provider and the calls that are on their way through it.
    private static final class Entry {
        private static final int CLOSED = -1;
        private final Provider provider;
        private final AtomicInteger calls = new AtomicInteger();

        private Entry(Provider provider) {
            this.provider = provider;
        }

        /// @return false if it is closed
        private boolean enter() {
            return calls.getAndUpdate(n -> n == CLOSED ? n : n + 1) != CLOSED;
        }

        /// @return whether this was the last call
        private boolean leave() {
            return calls.decrementAndGet() == 0;
        }

        /// @return whether it is closed now and was not before
        private boolean retire() {
            return calls.compareAndSet(0, CLOSED);
        }
    }

    /// @param kinds how a provider is made, by what its upstream speaks
    /// @param named the upstreams that may be asked
    public Providers(Map<UpstreamKind, Function<Upstream, Provider>> kinds, Collection<Upstream> named) {
        this.kinds = Map.copyOf(kinds);
        this.named = Set.copyOf(named);
    }

    /// Makes one attempt at an upstream. Also at one that is not named any more: a request ends by the plan it began
    /// with.
    ///
    /// @throws IllegalArgumentException if nobody here speaks what it speaks
    public void attempt(Upstream upstream, Attempt attempt) throws AttemptFailed, IOException {
        Entry entry = enter(upstream);
        try {
            entry.provider.attempt(attempt);
        } finally {
            if (entry.leave() && !named.contains(upstream)) {
                close(upstream, entry);
            }
        }
    }

    private Entry enter(Upstream upstream) {
        while (true) {
            Entry known = made.get(upstream);
            Entry entry = known == null ? made.computeIfAbsent(upstream, each -> new Entry(make(each))) : known;
            if (entry.enter()) {
                return entry;
            }
            made.remove(upstream, entry);
        }
    }

    /// Keeps the ways to these. All others are closed, those that carry a call when that has ended.
    public void keep(Collection<Upstream> upstreams) {
        named = Set.copyOf(upstreams);
        made.forEach((upstream, entry) -> {
            if (!named.contains(upstream)) {
                close(upstream, entry);
            }
        });
    }

    private void close(Upstream upstream, Entry entry) {
        if (entry.retire()) {
            made.remove(upstream, entry);
            entry.provider.close();
        }
    }

    private Provider make(Upstream upstream) {
        Function<Upstream, Provider> kind = kinds.get(upstream.provider());
        if (kind == null) {
            throw new IllegalArgumentException(
                    "no provider speaks " + upstream.provider().word());
        }
        return kind.apply(upstream);
    }

    /// How many there are.
    public int count() {
        return made.size();
    }

    @Override
    public void close() {
        made.values().forEach(entry -> entry.provider.close());
    }
}
