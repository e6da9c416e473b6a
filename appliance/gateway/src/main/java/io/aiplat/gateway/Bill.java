package io.aiplat.gateway;

import io.aiplat.governance.Reservation;
import io.aiplat.governance.Usage;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.StreamOutcome;

/// What a request has cost: said once, to the ledger and to whoever looks on, so that they cannot disagree.
///
/// @param currency   of its prices; empty where it is free
/// @param inputBound tokens the prompt has at most
record Bill(Reservation reservation, RequestRecord seen, String currency, long inputBound) {
    /// Ends it with what was used.
    void pay(Attempt attempt, StreamOutcome outcome) {
        Usage used = attempt.usage(inputBound);
        if (used == null) {
            // Nobody knows, and an upstream may have worked on it.
            reservation.settleInFull();
        } else {
            reservation.settle(used);
            var tokens = new io.aiplat.telemetry.Usage(
                    used.inputTokens(), used.outputTokens(), used.cachedInputTokens(), 0, 0, used.estimated());
            attempt.seen().used(tokens);
            seen.used(tokens);
        }
        if (!currency.isEmpty()) {
            seen.cost(reservation.micros(), currency);
        }
        if (attempt.call().stream() && (attempt.hasPieces() || outcome == StreamOutcome.CLIENT_GONE)) {
            seen.streamed(outcome);
        }
    }

    /// Ends it for nothing: nobody has given any part of an answer.
    void tear() {
        reservation.release();
    }
}
