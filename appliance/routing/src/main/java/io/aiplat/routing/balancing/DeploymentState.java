package io.aiplat.routing.balancing;

import io.aiplat.routing.Deployment;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// State of a deployment while it serves: circuit breaker, latency, and requests under way.
/// It outlives the plans that name the deployment unchanged.
final class DeploymentState {
    /// Models of one wildcard that anything is held against at once. Of more, nothing is.
    private static final int MOST_MODELS = 256;

    final CircuitBreaker health = new CircuitBreaker();
    final LatencyAverage latency = new LatencyAverage();
    final LongAdder successes = new LongAdder();
    final LongAdder failures = new LongAdder();

    /// Whether it said last that it does not have the model.
    volatile boolean lacksModel;

    private final Map<String, CircuitBreaker> models = new ConcurrentHashMap<>();
    private final AtomicInteger claims = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final @Nullable Semaphore places;

    DeploymentState(Deployment deployment) {
        Integer most = deployment.maxConcurrent();
        this.places = most == null ? null : new Semaphore(most, true);
    }

    /// Notes that it has the model, which it nearly always had before.
    void found() {
        if (lacksModel) {
            lacksModel = false;
        }
    }

    /// What is held against a model that is one of a wildcard's; null for nothing.
    ///
    /// @param model empty where there is no wildcard
    @Nullable
    CircuitBreaker ofModel(String model) {
        return model.isEmpty() || models.isEmpty() ? null : models.get(model);
    }

    /// The same, to hold something against it; null where too much is held against others.
    @Nullable
    CircuitBreaker madeFor(String model) {
        if (models.size() >= MOST_MODELS) {
            models.values().removeIf(health -> health.state() instanceof CircuitBreaker.State.Closed);
        }
        return models.size() >= MOST_MODELS
                ? models.get(model)
                : models.computeIfAbsent(model, _ -> new CircuitBreaker());
    }

    /// Whether a request for a model might be sent now.
    boolean allows(String model, long now) {
        CircuitBreaker ofModel = ofModel(model);
        return health.allows(now) && (ofModel == null || ofModel.allows(now));
    }

    /// How long a model is left alone.
    Duration pause(String model, long now) {
        CircuitBreaker ofModel = ofModel(model);
        Duration all = health.pause(now);
        Duration own = ofModel == null ? Duration.ZERO : ofModel.pause(now);
        return own.compareTo(all) > 0 ? own : all;
    }

    /// Requests that are sent or wait for a place.
    int claims() {
        return claims.get();
    }

    int waiting() {
        return waiting.get();
    }

    /// Counts a request in, unless there are as many as may be.
    boolean claim(int most) {
        if (claims.incrementAndGet() <= most) {
            return true;
        }
        claims.decrementAndGet();
        return false;
    }

    /// Waits for a place; true if there is one. Never waits where places are not counted.
    boolean enter(long waitNanos) throws InterruptedException {
        if (places == null || places.tryAcquire()) {
            return true;
        }
        waiting.incrementAndGet();
        try {
            return places.tryAcquire(waitNanos, TimeUnit.NANOSECONDS);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// Counts a request out.
    ///
    /// @param entered whether it had a place
    void release(boolean entered) {
        claims.decrementAndGet();
        if (entered && places != null) {
            places.release();
        }
    }
}
