package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.provider.Providers;
import io.aiplat.gateway.responder.DisconnectInterrupt;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.slot.SlotMeter;
import io.aiplat.gateway.slot.SlotMeters;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.routing.balancing.Lease;
import io.aiplat.routing.balancing.RoutingResult;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Meter;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Attempt stage: has one upstream answer, as soon as it has a place free, and tells its circuit breaker and telemetry
/// how that went. The provider relays the answer to the caller.
final class AttemptStage {
    /// Longer than it takes to find a place free: who waits less has not waited.
    private static final long NO_WAIT_NANOS = 1_000_000;

    private final Providers providers;
    private final Telemetry telemetry;
    private final SlotMeters slots;

    AttemptStage(Providers providers, Telemetry telemetry, SlotMeters slots) {
        this.providers = providers;
        this.telemetry = telemetry;
        this.slots = slots;
    }

    /// An attempt that was not made yet.
    ///
    /// @param outputCap tokens that may be generated for each answer; 0 where nothing bounds them
    /// @param deadline  of all attempts together, as [System#nanoTime]
    Attempt at(
            RoutingResult.Chosen chosen,
            ModelCall call,
            Responder caller,
            RequestRecord seen,
            long outputCap,
            long deadline) {
        URI url = chosen.upstream().url();
        return new Attempt(
                call,
                chosen,
                caller,
                outputCap,
                deadline,
                seen.attempt(
                        meter(chosen.route().name(), call, chosen),
                        url == null ? null : url.getHost(),
                        url == null ? 0 : Math.max(0, url.getPort())));
    }

    private Meter meter(String model, ModelCall call, RoutingResult.Chosen chosen) {
        Upstream upstream = chosen.upstream();
        return telemetry.forRoute(
                model,
                upstream.name(),
                upstream.provider().word(),
                call.endpoint().label());
    }

    /// Makes an attempt.
    ///
    /// @throws AttemptFailed if the upstream has not answered, or not to its end
    /// @throws IOException   if the caller cannot be answered any more
    void make(Attempt attempt, RequestRecord seen) throws AttemptFailed, IOException {
        RoutingResult.Chosen chosen = attempt.chosen();
        try (Lease lease = chosen.lease()) {
            long now = System.nanoTime();
            try {
                boolean begun = begin(lease, attempt, now);
                long waited = System.nanoTime() - now;
                if (waited > NO_WAIT_NANOS) {
                    seen.queued(chosen.upstream().name(), waited);
                }
                if (!begun) {
                    throw busy();
                }
                attempt.sent();
                long sent = System.nanoTime();
                lease.sent(sent);
                ask(attempt, sent);
                lease.succeeded();
                if (chosen.route().isWildcard()) {
                    // It has answered, so the name is not one that only a client made up.
                    attempt.seen().countedBy(meter(chosen.model(), attempt.call(), chosen));
                }
                attempt.seen().succeeded();
            } catch (AttemptFailed failed) {
                throw failed(lease, attempt, failed);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the client left while it waited", e);
            }
        }
    }

    /// Has the upstream answer, and notes what of it that took, whatever became of it.
    private void ask(Attempt attempt, long now) throws AttemptFailed, IOException {
        Upstream upstream = attempt.chosen().upstream();
        SlotMeter.Held held = slots.enter(upstream, now);
        try {
            providers.attempt(upstream, attempt);
        } finally {
            if (held != null) {
                attempt.held(held.leave(System.nanoTime()));
            }
        }
    }

    /// Waits for a place, as long as the client does.
    private static boolean begin(Lease lease, Attempt attempt, long now) throws InterruptedException {
        try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(attempt.responder())) {
            return lease.begin(Duration.ofNanos(Math.max(0, attempt.deadline() - now)), now);
        }
    }

    private AttemptFailed failed(Lease lease, Attempt attempt, AttemptFailed failed) {
        if (lease.failed(failed.failure(), System.nanoTime())) {
            telemetry.cooledDown(attempt.chosen().upstream().name());
        }
        AttemptFailed told = failed.failure().kind() == FailureKind.NO_MODEL
                        && attempt.chosen().route().isWildcard()
                ? invented(failed)
                : failed;
        attempt.seen().failed(told.error().code());
        return told;
    }

    /// Where a wildcard leads, it is the client who named a model that is not there.
    private static AttemptFailed invented(AttemptFailed failed) {
        String parameter = failed.error().param();
        ApiError error = ApiError.invalid(
                404,
                "model_not_found",
                parameter == null ? "model" : parameter,
                failed.error().message());
        return new AttemptFailed(failed.failure(), error, failed);
    }

    private static AttemptFailed busy() {
        return new AttemptFailed(
                Failure.of(FailureKind.BUSY),
                ApiError.server(
                        503,
                        "overloaded",
                        "No place became free for this request in its time.",
                        ApiError.Retry.AFTER_A_SECOND),
                null);
    }
}
