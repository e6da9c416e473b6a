package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.access.RouteAccess;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.responder.DisconnectInterrupt;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.routing.Route;
import io.aiplat.routing.RouteRule;
import io.aiplat.routing.balancing.Attempts;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.routing.balancing.RetryDecision;
import io.aiplat.routing.balancing.RoutingResult;
import io.aiplat.routing.scaling.ColdStart;
import io.aiplat.telemetry.request.StreamOutcome;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Routing stage: chooses who answers, once more after each failure that another attempt may heal, and settles what
/// each attempt has cost.
final class RouteStage {
    private final StartStage start;
    private final AttemptStage attempt;

    RouteStage(StartStage start, AttemptStage attempt) {
        this.start = start;
        this.attempt = attempt;
    }

    /// Has the request answered, and settles it.
    ///
    /// @param confinement who may not answer
    /// @return whether the caller has the whole answer of the model it asked for
    /// @throws ApiException if nobody could answer
    /// @throws IOException  if the caller has left, or its answer was cut
    boolean run(ModelRequest request, CostSettlement bill, Confinement confinement) throws IOException {
        KeySnapshot key = request.key();
        RouteAccess terms = request.snapshot().terms(request.target().route());
        Attempts attempts = new Attempts(
                request.snapshot().router(),
                request.target().name(),
                PromptPrefixHash.of(bill.call()),
                request.begun(),
                standIn -> terms.allow(standIn, key),
                confinement.holds(),
                request.rule());
        // What a stand-in says is not what others get who may ask for less.
        return run(attempts, request, bill, confinement) && !attempts.hasFallenBack();
    }

    /// @return false if the client has an answer that ends early: a guard has ended it, or it was cut
    private boolean run(Attempts attempts, ModelRequest request, CostSettlement bill, Confinement confinement)
            throws IOException {
        Responder caller = request.caller();
        long begun = System.nanoTime();
        AttemptFailed last = null;
        while (true) {
            switch (attempts.next(System.nanoTime())) {
                case Attempts.Next.Ask(var chosen) -> {
                    if (last != null && !bill.coversAnother()) {
                        chosen.lease().close();
                        throw new ApiException(last.error());
                    }
                    long deadline = begun + attempts.remaining(begun).toNanos();
                    ColdStart cold = request.snapshot().coldStart(chosen.route());
                    if (cold != null && !cold.isRunning()) {
                        AttemptFailed none = start.await(cold, chosen, request, bill, deadline);
                        if (none != null) {
                            last = none;
                            attempts.failed(none.failure(), caller.hasBegun(), System.nanoTime());
                            continue;
                        }
                    }
                    Attempt next = attempt.at(
                            chosen, bill.call(), caller, request.seen(), cap(chosen.route(), bill), deadline);
                    try {
                        attempt.make(next, request.seen());
                        bill.settle(next, StreamOutcome.ENDED);
                        return true;
                    } catch (AttemptFailed failed) {
                        last = failed;
                        bill.failed(next, failed);
                        attempts.failed(failed.failure(), caller.hasBegun(), System.nanoTime());
                        if (caller.hasBegun()) {
                            bill.settle(next, StreamOutcome.CUT);
                            if (caller.hasEnded()) {
                                // Its end says that it was cut; the client may use the connection again.
                                return false;
                            }
                            throw new IOException("the answer was cut: " + failed.getMessage(), failed);
                        }
                    } catch (IOException gone) {
                        if (caller.hasEnded()) {
                            bill.settle(next, StreamOutcome.BLOCKED);
                            return false;
                        }
                        bill.settle(next, StreamOutcome.CLIENT_GONE);
                        throw gone;
                    }
                }
                case Attempts.Next.Pause(var time) -> pause(time, caller, bill, last);
                case Attempts.Ended ended -> {
                    bill.release(last);
                    throw reply(request, ended, last, confinement);
                }
            }
        }
    }

    /// What is sent is never more than what was reserved, nor than what the model that is asked may say.
    private static long cap(Route answering, CostSettlement bill) {
        long reserved = bill.outputCap();
        Integer most = answering.maxOutputTokens();
        return most == null || reserved == 0 ? reserved : Math.min(most, reserved);
    }

    private static void pause(Duration time, Responder caller, CostSettlement bill, @Nullable AttemptFailed last)
            throws IOException {
        try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(caller)) {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            bill.release(last);
            throw new IOException("the client left between two attempts", e);
        }
    }

    private static ApiException reply(
            ModelRequest request, Attempts.Ended ended, @Nullable AttemptFailed last, Confinement confinement) {
        Responder caller = request.caller();
        RoutingResult choice = ended.choice();
        RouteRule rule = request.rule();
        if (rule != null && rule.refused()) {
            return ChoiceReply.refused(request.target().route(), rule);
        }
        if (last == null && confinement.holds() && choice instanceof RoutingResult.NoneLeft(var route)) {
            return ChoiceReply.confined(route, confinement);
        }
        if (last == null && choice != null) {
            return ChoiceReply.of(caller, choice);
        }
        boolean queued = last != null
                && (last.failure().kind() == FailureKind.BUSY || last.failure().kind() == FailureKind.NOT_STARTED);
        if (last != null && (queued || ended.reason() != RetryDecision.Reason.DEADLINE)) {
            Duration after = last.failure().retryAfter();
            if (after != null) {
                caller.header("retry-after", Long.toString(after.toSeconds()));
            }
            return new ApiException(last.error());
        }
        return new ApiException(ApiError.server(
                504,
                "upstream_timeout",
                "No upstream has answered in the time this model is given.",
                ApiError.Retry.USELESS));
    }
}
