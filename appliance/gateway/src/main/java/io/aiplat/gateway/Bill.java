package io.aiplat.gateway;

import io.aiplat.governance.Reservation;
import io.aiplat.governance.Usage;
import io.aiplat.routing.choice.FailureKind;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.StreamOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a request has cost: said once, to the ledger and to whoever looks on, so that they cannot disagree.
///
/// @param offer      has the prices of all who may answer
/// @param inputBound tokens the prompt has at most
record Bill(Reservation reservation, RequestRecord seen, Offer offer, long inputBound) {
    private static final Usage NOTHING = new Usage(0, 0, 0, false);

    /// Ends it with what was used, at the price of who was asked.
    void pay(Attempt attempt, StreamOutcome outcome) {
        Tariff.Fee fee = offer.fee(attempt.chosen());
        Usage used = attempt.usage(inputBound);
        if (!attempt.wasSent()) {
            reservation.release();
        } else if (used == null) {
            // Nobody knows, and an upstream may have worked on it.
            reservation.settleInFull(fee.price());
        } else {
            reservation.settle(used, fee.price());
            var tokens = new io.aiplat.telemetry.Usage(
                    used.inputTokens(),
                    used.outputTokens(),
                    used.cachedInputTokens(),
                    used.cacheWriteTokens(),
                    0,
                    used.estimated());
            attempt.seen().used(tokens);
            seen.used(tokens);
        }
        if (!fee.currency().isEmpty()) {
            seen.cost(reservation.micros(), fee.currency());
        }
        if (attempt.call().stream() && (attempt.hasPieces() || outcome == StreamOutcome.CLIENT_GONE)) {
            seen.streamed(outcome);
        }
    }

    /// Ends it for nothing: nobody has given any part of an answer. But who was asked counts as asked.
    ///
    /// @param last the failure of the last attempt; null where there was none
    void tear(@Nullable AttemptFailed last) {
        if (last == null || last.failure().kind() == FailureKind.BUSY) {
            reservation.release();
        } else {
            reservation.settle(NOTHING, Duration.ZERO);
        }
    }
}
