package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.access.RoutePricing;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.ReservationRequest;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.request.StreamOutcome;
import io.aiplat.wire.upstream.UpstreamFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Cost settlement of a request: what it has cost, said once, to the ledger and to whoever looks on.
/// Each attempt that an upstream may have worked on is paid, whatever became of it.
final class CostSettlement implements AutoCloseable {
    private final ModelCall call;
    private final long outputCap;
    private final RequestRecord seen;
    private final GatewaySnapshot offer;
    private final ReservationRequest ask;
    private Reservation reservation;
    private long before;
    private long gpuNanos;
    private @Nullable Attempt lost;

    /// @param reservation to be ended
    /// @param request     whose cost it is
    /// @param call        what is paid for
    /// @param outputCap   tokens that are reserved for each answer; 0 where nothing bounds them
    /// @param ask         what is reserved
    CostSettlement(
            Reservation reservation, ModelRequest request, ModelCall call, long outputCap, ReservationRequest ask) {
        this.reservation = reservation;
        this.call = call;
        this.outputCap = outputCap;
        this.seen = request.seen();
        this.offer = request.snapshot();
        this.ask = ask;
    }

    /// What is paid for.
    ModelCall call() {
        return call;
    }

    /// Tokens that are reserved for each answer; 0 where nothing bounds them.
    long outputCap() {
        return outputCap;
    }

    /// Notes that an attempt brought no answer. If its upstream may have worked on it, it is paid: at once when
    /// there is to be another, else at the end.
    void failed(Attempt attempt, AttemptFailed failed) {
        gpuNanos += attempt.slot().gpuNanos();
        lost = attempt.wasSent() && (attempt.hasAnswer() || mayHaveWorked(failed)) ? attempt : null;
    }

    /// Whether an upstream may have generated something that it takes money for, though no answer came of it. Who
    /// refuses a request has not, nor who says that it failed.
    private static boolean mayHaveWorked(AttemptFailed failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UpstreamFailure failure) {
                return !failure.unsent();
            }
        }
        int status = failed.failure().status();
        return switch (failed.failure().kind()) {
            case TIMEOUT, CUT -> true;
            // Of a proxy that did not wait for the end, or of its provider's edge.
            case SERVER_ERROR, RATE_LIMITED -> status == 504 || status == 524;
            case CONNECT, AUTH, NO_MODEL, BUSY, NOT_STARTED, BAD_REQUEST, CONTEXT_WINDOW, CONTENT_POLICY -> false;
        };
    }

    /// Makes sure that another attempt is reserved for, after an earlier one may have used what was.
    ///
    /// @return false if the limits cannot carry it
    boolean coversAnother() {
        Attempt failed = lost;
        if (failed == null) {
            return true;
        }
        lost = null;
        TokenUsage used = used(failed, false);
        tell(failed, used);
        RoutePricing.Fee fee = offer.fee(failed.chosen());
        return switch (reservation.again(used, fee.price(), gpuTime())) {
            case Reservation again -> {
                cost(failed, fee);
                before += reservation.micros();
                reservation = again;
                yield true;
            }
            case RequestDenied _ -> {
                cost(failed, fee);
                yield false;
            }
        };
    }

    /// Ends it with what was used, at the price of who was asked.
    void settle(Attempt attempt, StreamOutcome outcome) {
        if (outcome != StreamOutcome.CUT) {
            // Of one that was cut it was noted when it failed.
            gpuNanos += attempt.slot().gpuNanos();
        }
        if (attempt.wasSent()) {
            settle(attempt, used(attempt, outcome == StreamOutcome.ENDED));
        } else {
            reservation.release();
            cost(attempt, offer.fee(attempt.chosen()));
        }
        if (attempt.call().stream() && (attempt.hasBegun() || outcome == StreamOutcome.CLIENT_GONE)) {
            seen.streamed(outcome);
        }
    }

    private @Nullable TokenUsage used(Attempt attempt, boolean whole) {
        return attempt.usage(ask.inputTokens(), ask.outputTokens(), whole);
    }

    private void settle(Attempt attempt, @Nullable TokenUsage used) {
        tell(attempt, used);
        RoutePricing.Fee fee = offer.fee(attempt.chosen());
        if (used == null) {
            // Nobody knows, and an upstream may have worked on it.
            reservation.settleInFull(fee.price(), gpuTime());
        } else {
            reservation.settle(used, fee.price(), gpuTime());
        }
        cost(attempt, fee);
    }

    private void tell(Attempt attempt, @Nullable TokenUsage used) {
        if (used != null) {
            attempt.seen().used(used);
            seen.used(used);
        }
    }

    /// Ends it without an answer. Who was asked counts as asked.
    ///
    /// @param last the failure of the last attempt; null where there was none
    void release(@Nullable AttemptFailed last) {
        Attempt failed = lost;
        if (failed != null) {
            settle(failed, used(failed, false));
        } else if (last == null
                || (gpuNanos == 0
                        && (last.failure().kind() == FailureKind.BUSY
                                || last.failure().kind() == FailureKind.NOT_STARTED))) {
            reservation.release();
        } else {
            reservation.settleFailed(gpuTime());
        }
    }

    /// GPU time of all attempts that is not in the ledger yet; it is from now on.
    private Duration gpuTime() {
        long nanos = gpuNanos;
        gpuNanos = 0;
        return nanos == 0 ? Duration.ZERO : Duration.ofNanos(nanos);
    }

    private void cost(Attempt attempt, RoutePricing.Fee fee) {
        if (!fee.currency().isEmpty()) {
            attempt.seen().cost(reservation.micros());
            seen.cost(before + reservation.micros(), fee.currency());
        }
    }

    /// Settles in full what nobody has ended.
    @Override
    public void close() {
        reservation.close();
    }
}
