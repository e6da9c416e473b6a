package io.aiplat.routing.balancing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Lease of a deployment: one attempt at it, counted as a request there until its end.
/// It counts as a request there from its making to its end, and has exactly one end: the first of [#succeeded],
/// [#failed] and [#close]; what comes after is ignored.
///
/// Times are readings of the one monotonic clock that the [Router] is asked with, in nanoseconds.
public final class Lease implements AutoCloseable {
    private final DeploymentHandle slot;
    private final String model;
    private final boolean trial;
    private final boolean modelTrial;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean entered;
    private volatile long began;
    private volatile long last;

    private Lease(DeploymentHandle slot, String model, boolean trial, boolean modelTrial, long now) {
        this.slot = slot;
        this.model = model;
        this.trial = trial;
        this.modelTrial = modelTrial;
        this.began = now;
        this.last = now;
    }

    /// A lease, or null where the deployment can take no request any more.
    ///
    /// @param model what the name has in place of a wildcard; empty where there is none
    static @Nullable Lease on(DeploymentHandle slot, String model, long now) {
        DeploymentState condition = slot.condition();
        if (!condition.claim(slot.most())) {
            return null;
        }
        CircuitBreaker.Permission entry = condition.health.enter(now);
        CircuitBreaker ofModel = entry == CircuitBreaker.Permission.DENIED ? null : condition.ofModel(model);
        CircuitBreaker.Permission modelEntry = ofModel == null ? CircuitBreaker.Permission.ALLOWED : ofModel.enter(now);
        if (entry == CircuitBreaker.Permission.DENIED || modelEntry == CircuitBreaker.Permission.DENIED) {
            if (entry == CircuitBreaker.Permission.TRIAL) {
                condition.health.undecided(now);
            }
            condition.release(false);
            return null;
        }
        return new Lease(
                slot,
                model,
                entry == CircuitBreaker.Permission.TRIAL,
                modelEntry == CircuitBreaker.Permission.TRIAL,
                now);
    }

    DeploymentHandle slot() {
        return slot;
    }

    /// Waits for one of the deployment's places, where they are bounded; false if none became free.
    ///
    /// @param wait how long at most
    /// @throws InterruptedException if the client is gone; close the lease then
    public boolean begin(Duration wait, long now) throws InterruptedException {
        began = now;
        last = now;
        entered = slot.condition().enter(Math.max(0, wait.toNanos()));
        return entered;
    }

    /// Notes that the request is on its way, after a wait in [#begin] that took time.
    public void sent(long now) {
        began = now;
        last = now;
    }

    /// Notes that the answer begins.
    public void firstByte(long now) {
        last = now;
        slot.condition().latency.add(Math.max(1, now - began));
    }

    /// Ends well: the answer was complete.
    public void succeeded() {
        if (ended.compareAndSet(false, true)) {
            slot.condition().successes.increment();
            slot.condition().found();
            slot.condition().health.succeeded(trial);
            CircuitBreaker ofModel = slot.condition().ofModel(model);
            if (ofModel != null) {
                ofModel.succeeded(modelTrial);
            }
            slot.condition().release(entered);
        }
    }

    /// Ends badly.
    ///
    /// @return whether the deployment is left alone from now on, because of this
    public boolean failed(Failure failure, long now) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        DeploymentState condition = slot.condition();
        if (failure.kind() == FailureKind.NO_MODEL && !slot.route().isWildcard()) {
            condition.lacksModel = true;
        }
        boolean rests = switch (blame(failure)) {
            // The server did answer, which is what a trial wants to know, unless it was never asked.
            case NONE -> {
                without(failure, now);
                yield false;
            }
            case COUNTS, PAUSES -> {
                condition.failures.increment();
                if (failure.kind() == FailureKind.TIMEOUT && last == began) {
                    condition.latency.add(Math.max(1, now - began));
                }
                yield rests(failure, now);
            }
        };
        condition.release(entered);
        return rests;
    }

    /// Whether it is left alone from now on: the deployment, or this model of a wildcard's many, whose trouble is
    /// not that of the others.
    private boolean rests(Failure failure, long now) {
        DeploymentState condition = slot.condition();
        boolean all = model.isEmpty() || failure.kind() == FailureKind.CONNECT || failure.status() == 401;
        if (!all) {
            // The server did answer.
            condition.health.succeeded(trial);
        }
        CircuitBreaker health = all ? condition.health : condition.madeFor(model);
        if (health == null) {
            return false;
        }
        boolean tried = all ? trial : modelTrial;
        if (slot.alone() && failure.retryAfter() == null) {
            // There is nobody to ask in its place: another try may be better, and a rest is certainly none.
            health.succeeded(tried);
            return false;
        }
        return health.failed(
                tried,
                blame(failure) == FailureKind.Blame.PAUSES,
                failure.retryAfter(),
                slot.route().cooldown(),
                now);
    }

    /// Where one deployment stands for many models, a name that it does not have may be a client's invention: that
    /// must not take the others' models away.
    private FailureKind.Blame blame(Failure failure) {
        boolean invented =
                failure.kind() == FailureKind.NO_MODEL && slot.route().isWildcard();
        // An engine of this machine says it at once and without a request; when the model has come it is there.
        boolean known = failure.kind() == FailureKind.NO_MODEL && failure.status() == 0;
        return invented || known ? FailureKind.Blame.NONE : failure.kind().blame();
    }

    private void without(Failure failure, long now) {
        if (failure.kind() == FailureKind.BUSY) {
            undecided(now);
            return;
        }
        slot.condition().health.succeeded(trial);
        CircuitBreaker ofModel = slot.condition().ofModel(model);
        if (ofModel != null) {
            ofModel.succeeded(modelTrial);
        }
    }

    private void undecided(long now) {
        if (trial) {
            slot.condition().health.undecided(now);
        }
        CircuitBreaker ofModel = modelTrial ? slot.condition().ofModel(model) : null;
        if (ofModel != null) {
            ofModel.undecided(now);
        }
    }

    /// Ends without saying anything of the deployment: the client is gone.
    @Override
    public void close() {
        if (ended.compareAndSet(false, true)) {
            undecided(last);
            slot.condition().release(entered);
        }
    }
}
