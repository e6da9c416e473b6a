package io.aiplat.gateway.connection;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Admission control of connections: a bound in all and one for each address. A new connection beyond it takes the
/// place of one that carries no request; where all carry one it is refused.
///
/// Heads of requests have a bound, too: all of them together, since none of them has shown a key.
final class Connections implements DeadlineScanner.Watched {
    /// A head that is larger and not complete yet may have to go.
    static final long LARGE_HEAD = 4 * 1024;

    /// The share of the heap that all such heads may have together: a sixteenth.
    private static final int HEADS = 16;

    /// Between two looks for somebody to close.
    private static final long ROOM_MILLIS = 50;

    private static final int ROOM_LOOKS = 40;

    /// One look at all connections makes room for more than one, so that a flood does not cost a look for each of
    /// its connections.
    private static final int SHARE_PER_LOOK = 32;

    private static final Duration IDLE_WHEN_FULLER = Duration.ofSeconds(30);
    private static final Duration IDLE_WHEN_SHORT = Duration.ofSeconds(5);

    private final ConnectionBounds bounds;
    private final long mostOfHeads;
    private final Semaphore free;
    private final Set<GatewayConnection> open = ConcurrentHashMap.newKeySet();
    private final Map<Object, Integer> perAddress = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();
    private final LongAdder evicted = new LongAdder();

    Connections(ConnectionBounds bounds) {
        this(bounds, Runtime.getRuntime().maxMemory() / HEADS);
    }

    /// @param mostOfHeads bytes that incomplete heads may have together
    Connections(ConnectionBounds bounds, long mostOfHeads) {
        this.bounds = bounds;
        this.mostOfHeads = mostOfHeads;
        this.free = new Semaphore(bounds.most());
    }

    /// Whom a connection counts for: an address, or the network of 64 bits that one client has in IPv6.
    ///
    /// @return null for this machine, and where the client is gone already
    static @Nullable Object origin(@Nullable SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress client)) {
            return null;
        }
        InetAddress address = client.getAddress();
        if (address == null || address.isLoopbackAddress()) {
            return null;
        }
        byte[] bytes = address.getAddress();
        return bytes.length <= Integer.BYTES
                ? address
                : (Object) ByteBuffer.wrap(bytes).getLong();
    }

    /// Takes a place for a new connection, another's if need be. For the accept loop alone; waits for two seconds
    /// at most, and only where a place is about to become free.
    ///
    /// @return false if there is none: all others carry requests
    boolean admit(@Nullable Object origin) {
        boolean fits = origin == null || perAddress.getOrDefault(origin, 0) < bounds.perAddress() || evict(origin);
        if (!fits || !(free.tryAcquire() || afterEviction())) {
            refused.increment();
            return false;
        }
        if (origin != null) {
            perAddress.merge(origin, 1, Integer::sum);
        }
        return true;
    }

    private boolean afterEviction() {
        try {
            for (int i = 0; i < ROOM_LOOKS && evict(null); i++) {
                if (free.tryAcquire(ROOM_MILLIS, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return free.tryAcquire();
    }

    /// Looks after a connection that was admitted.
    void add(GatewayConnection connection) {
        open.add(connection);
    }

    /// Gives a place back.
    ///
    /// @param connection null if it never came to be
    void remove(@Nullable GatewayConnection connection, @Nullable Object origin) {
        if (connection != null) {
            open.remove(connection);
        }
        if (origin != null) {
            perAddress.computeIfPresent(origin, (_, count) -> count == 1 ? null : count - 1);
        }
        free.release();
    }

    /// Closes some of those that can best be missed, of the lowest standing that there is, the longest without
    /// bytes first.
    ///
    /// @param origin whose; null for anybody's
    /// @return whether one may soon be gone
    boolean evict(@Nullable Object origin) {
        long now = System.nanoTime();
        Map<EvictionPriority, List<Candidate>> standings = new EnumMap<>(EvictionPriority.class);
        for (GatewayConnection connection : open) {
            if (origin == null || origin.equals(connection.origin())) {
                EvictionPriority standing = connection.standing(now);
                if (standing != EvictionPriority.BUSY) {
                    standings
                            .computeIfAbsent(standing, _ -> new ArrayList<>())
                            .add(new Candidate(connection, connection.quietNanos(now)));
                }
            }
        }
        if (standings.isEmpty()) {
            return false;
        }
        Map.Entry<EvictionPriority, List<Candidate>> lowest =
                standings.entrySet().iterator().next();
        if (lowest.getKey() != EvictionPriority.UNDECIDED) {
            List<Candidate> going = lowest.getValue();
            going.sort(Comparator.comparingLong(Candidate::weight).reversed());
            going.stream().limit(1 + bounds.most() / SHARE_PER_LOOK).forEach(candidate -> {
                candidate.connection().evict();
                evicted.increment();
            });
        }
        return true;
    }

    /// Closes those whose heads are the largest where incomplete heads have become too much together.
    @Override
    public boolean tick(long now) {
        long sum = 0;
        for (GatewayConnection connection : open) {
            sum += connection.headBytes();
        }
        if (sum <= mostOfHeads) {
            return false;
        }
        List<Candidate> heads = new ArrayList<>();
        for (GatewayConnection connection : open) {
            long bytes = connection.headBytes();
            if (bytes > LARGE_HEAD) {
                heads.add(new Candidate(connection, bytes));
            }
        }
        heads.sort(Comparator.comparingLong(Candidate::weight).reversed());
        for (Candidate head : heads) {
            if (sum <= mostOfHeads / 2) {
                break;
            }
            sum -= head.weight();
            head.connection().cut();
            evicted.increment();
        }
        return true;
    }

    /// One that may have to go: the heavier, the sooner.
    private record Candidate(GatewayConnection connection, long weight) {}

    /// How long a connection may now be without a request.
    long idleNanos() {
        int left = free.availablePermits();
        Duration idle = bounds.idle();
        if (left < bounds.most() / 8) {
            idle = shorter(idle, IDLE_WHEN_SHORT);
        } else if (left < bounds.most() / 2) {
            idle = shorter(idle, IDLE_WHEN_FULLER);
        }
        return idle.toNanos();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    int count() {
        return bounds.most() - free.availablePermits();
    }

    int most() {
        return bounds.most();
    }

    long refused() {
        return refused.sum();
    }

    long evicted() {
        return evicted.sum();
    }

    /// Lets requests under way be answered, for at most `grace`; then ends them. Nothing is admitted any more.
    void close(Duration grace) throws InterruptedException {
        open.forEach(connection -> connection.close(false));
        if (!free.tryAcquire(bounds.most(), grace.toMillis(), TimeUnit.MILLISECONDS)) {
            open.forEach(connection -> connection.close(true));
            boolean _ = free.tryAcquire(bounds.most(), 1, TimeUnit.SECONDS);
        }
    }
}
