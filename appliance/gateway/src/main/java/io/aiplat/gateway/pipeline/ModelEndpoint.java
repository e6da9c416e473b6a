package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.access.RouteAccess;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.InputReferences;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.call.Operation;
import io.aiplat.gateway.call.Surcharges;
import io.aiplat.gateway.call.TokenBounds;
import io.aiplat.gateway.capture.ContentCapture;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.http.ApiPath;
import io.aiplat.gateway.http.DisconnectInterrupt;
import io.aiplat.gateway.provider.Providers;
import io.aiplat.gateway.stored.ResponseRecorder;
import io.aiplat.gateway.upstream.Attempt;
import io.aiplat.governance.Governance;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.ReservationRequest;
import io.aiplat.governance.Upload;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.model.spend.Price;
import io.aiplat.routing.Route;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.balancing.Attempts;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.routing.balancing.Lease;
import io.aiplat.routing.balancing.RetryDecision;
import io.aiplat.routing.balancing.Router;
import io.aiplat.routing.balancing.RoutingResult;
import io.aiplat.telemetry.AttemptRecord;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Meter;
import io.aiplat.telemetry.request.StreamOutcome;
import io.aiplat.wire.http.RequestBody;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Request pipeline to a model: what it may spend, who answers, what it has spent.
///
/// ```
/// read ──► route ──► reserve ──► attempt ──► settle
///                                 ▲   │ failed before the client had a byte
///                                 └───┘
/// ```
public final class ModelEndpoint {
    /// Longer than it takes to find a place free: who waits less has not waited.
    private static final long NO_WAIT_NANOS = 1_000_000;

    private final Supplier<GatewaySnapshot> offer;
    private final Providers providers;
    private final Governance governance;
    private final Telemetry telemetry;

    /// @param offer the current one
    public ModelEndpoint(
            Supplier<GatewaySnapshot> offer, Providers providers, Governance governance, Telemetry telemetry) {
        this.offer = offer;
        this.providers = providers;
        this.governance = governance;
        this.telemetry = telemetry;
    }

    /// Reads a request, and answers it.
    ///
    /// @param seen is told what becomes of it
    /// @throws ApiException if it is refused, or fails before the client had a byte
    public void handle(Exchange exchange, Operation operation, KeySnapshot key, RequestRecord seen) throws IOException {
        RequestBody body = body(exchange, key);
        String named = ApiPath.model(exchange.head());
        if (!named.isEmpty()) {
            exchange.hold(body.length());
        }
        ModelCall call =
                ModelCall.read(operation, body, exchange.head().headers().first("content-type"), named);
        long begun = System.nanoTime();
        seen.asked(call.model(), call.stream());
        GatewaySnapshot now = offer.get();
        Router router = now.router();
        Router.Target asked = router.find(call.model());
        if (asked == null) {
            throw ChoiceReply.of(exchange, unknown(call.model(), router, key));
        }
        seen.model(asked.route().name());
        if (operation.isOfResponses()) {
            ConversationState conversations =
                    new ConversationState(governance.responses(), router.plan().responses());
            ConversationState.Turn turn = conversations.turn(call, exchange, key);
            ResponseRecorder kept = turn.kept();
            if (kept != null) {
                exchange.through(kept::on);
            }
            witnessed(turn.call(), new Request(now, asked, exchange, key, seen, ContentCapture.of(seen), kept, begun));
        } else {
            witnessed(call, new Request(now, asked, exchange, key, seen, ContentCapture.of(seen), null, begun));
        }
    }

    private void witnessed(ModelCall call, Request request) throws IOException {
        ContentCapture witness = request.witness;
        if (witness == null && request.kept == null) {
            treat(call, request);
            return;
        }
        if (witness != null) {
            request.exchange.through(witness::on);
        }
        try {
            treat(call, request);
        } finally {
            request.exchange.straight();
            if (witness != null) {
                witness.tell();
            }
        }
    }

    /// Reads the body, if the key may ask at all: one that has as many requests and uploads under way as it may, or
    /// nothing left, is told before it has sent what would not be looked at. A body that is here already costs
    /// nothing to read, and is looked at with all that it asks.
    private RequestBody body(Exchange exchange, KeySnapshot key) throws IOException {
        exchange.enter();
        if (exchange.bodyHasCome()) {
            return exchange.body();
        }
        switch (governance.arrive(key, offer.get().leastCost())) {
            case RequestDenied refusal -> throw LimitReply.of(exchange, refusal);
            case Upload upload -> {
                try (upload) {
                    return exchange.body();
                }
            }
        }
    }

    /// Nobody is told a name that is not theirs to ask for.
    private static RoutingResult unknown(String model, Router router, KeySnapshot key) {
        Optional<String> meant = router.nearest(model).filter(name -> {
            Router.Target target = router.find(name);
            return target != null && key.mayUse(RouteAccess.use(target));
        });
        return new RoutingResult.UnknownModel(model, meant);
    }

    /// What stays the same about a request, while a guard may change what it asks.
    ///
    /// @param asked   by the one name it has, however the client has written it
    /// @param witness null where nobody would listen to it
    /// @param kept    null where the answer is not kept
    /// @param begun   since when its time counts, as [System#nanoTime]
    private record Request(
            GatewaySnapshot offer,
            Router.Target asked,
            Exchange exchange,
            KeySnapshot key,
            RequestRecord seen,
            @Nullable ContentCapture witness,
            @Nullable ResponseRecorder kept,
            long begun) {
        /// A guard has the model see something else.
        void changed(ModelCall call) {
            if (kept != null) {
                kept.shows(call.json());
            }
        }
    }

    private void treat(ModelCall call, Request request) throws IOException {
        GuardCacheStage treatment = request.offer.treatment(request.asked, request.key);
        if (treatment == null) {
            serve(call, request);
        } else {
            treatment.around(
                    call,
                    request.exchange,
                    request.key,
                    request.seen,
                    request::changed,
                    looked -> serve(looked, request));
        }
    }

    /// @return whether the client has the whole answer of the model it asked for
    private boolean serve(ModelCall asking, Request request) throws IOException {
        RouteAccess terms = request.offer.terms(request.asked.route());
        Price most = terms.most(request.key);
        InputReferences named =
                TokenBounds.countsTokens(request.key) ? InputReferences.in(asking) : InputReferences.NONE;
        ModelCall call = terms.passOn(asking.operation())
                ? Surcharges.without(asking, named, request.key, most, request.exchange)
                : asking;
        // What a collector of spans gets to read is not worth a request: without memory for it, it reads nothing.
        if (request.witness != null
                && request.exchange
                        .memory()
                        .tryAcquire(
                                ApiJson.cost(call.json().values(), call.body().length()))) {
            request.witness.asked(call.operation().surface(), call.json());
        }
        Router.Target asked = request.asked;
        Route route = asked.route();
        Exchange exchange = request.exchange;
        KeySnapshot key = request.key;
        long cap = TokenBounds.cap(call, route, key);
        long input = TokenBounds.input(call, named);
        ReservationRequest ask = new ReservationRequest(
                asked.name(),
                RouteAccess.use(asked),
                input,
                TokenBounds.output(call, cap, input),
                route.limits().whole(),
                most,
                List.of());
        switch (governance.reserve(key, ask)) {
            case RequestDenied refusal -> throw LimitReply.of(exchange, refusal);
            case Reservation reservation -> {
                try (CostSettlement bill = new CostSettlement(reservation, request.seen, request.offer, ask)) {
                    LimitReply.headers(exchange, reservation.rates());
                    Attempts attempts = new Attempts(
                            request.offer.router(),
                            asked.name(),
                            PromptPrefixHash.of(call),
                            request.begun,
                            standIn -> terms.allow(standIn, key));
                    // What a stand-in says is not what others get who may ask for less.
                    return run(attempts, call, exchange, cap, bill) && !attempts.hasFallenBack();
                }
            }
        }
    }

    /// What is sent is never more than what was reserved, nor than what the model that is asked may say.
    private static long capOf(Route answering, long reserved) {
        Integer most = answering.maxOutputTokens();
        return most == null || reserved == 0 ? reserved : Math.min(most, reserved);
    }

    /// @return false if the client has an answer that ends early: a guard has ended it, or it was cut
    private boolean run(Attempts attempts, ModelCall call, Exchange exchange, long cap, CostSettlement bill)
            throws IOException {
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
                    Attempt attempt = new Attempt(
                            call,
                            chosen,
                            exchange,
                            capOf(chosen.route(), cap),
                            deadline,
                            seen(bill.seen(), call, chosen));
                    try {
                        one(attempt, bill.seen());
                        bill.settle(attempt, StreamOutcome.ENDED);
                        return true;
                    } catch (AttemptFailed failed) {
                        last = failed;
                        bill.failed(attempt, failed);
                        attempts.failed(failed.failure(), exchange.hasBegun(), System.nanoTime());
                        if (exchange.hasBegun()) {
                            bill.settle(attempt, StreamOutcome.CUT);
                            if (exchange.hasEnded()) {
                                // Its end says that it was cut; the client may use the connection again.
                                return false;
                            }
                            throw new IOException("the answer was cut: " + failed.getMessage(), failed);
                        }
                    } catch (IOException gone) {
                        if (exchange.hasEnded()) {
                            bill.settle(attempt, StreamOutcome.BLOCKED);
                            return false;
                        }
                        bill.settle(attempt, StreamOutcome.CLIENT_GONE);
                        throw gone;
                    }
                }
                case Attempts.Next.Pause(var time) -> pause(time, exchange, bill, last);
                case Attempts.Ended ended -> {
                    bill.release(last);
                    throw reply(exchange, ended, last);
                }
            }
        }
    }

    private AttemptRecord seen(RequestRecord request, ModelCall call, RoutingResult.Chosen chosen) {
        URI url = chosen.upstream().url();
        return request.attempt(
                meter(chosen.route().name(), call, chosen),
                url == null ? null : url.getHost(),
                url == null ? 0 : Math.max(0, url.getPort()));
    }

    private Meter meter(String model, ModelCall call, RoutingResult.Chosen chosen) {
        Upstream upstream = chosen.upstream();
        return telemetry.forRoute(
                model,
                upstream.name(),
                upstream.provider().word(),
                call.operation().surface());
    }

    private void one(Attempt attempt, RequestRecord request) throws AttemptFailed, IOException {
        RoutingResult.Chosen chosen = attempt.chosen();
        try (Lease lease = chosen.lease()) {
            long now = System.nanoTime();
            try {
                boolean begun = begin(lease, attempt, now);
                long waited = System.nanoTime() - now;
                if (waited > NO_WAIT_NANOS) {
                    request.queued(chosen.upstream().name(), waited);
                }
                if (!begun) {
                    throw busy();
                }
                attempt.sent();
                lease.sent(System.nanoTime());
                providers.attempt(chosen.upstream(), attempt);
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

    /// Waits for a place, as long as the client does.
    private static boolean begin(Lease lease, Attempt attempt, long now) throws InterruptedException {
        try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(attempt.exchange())) {
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

    private static void pause(Duration time, Exchange exchange, CostSettlement bill, @Nullable AttemptFailed last)
            throws IOException {
        try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(exchange)) {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            bill.release(last);
            throw new IOException("the client left between two attempts", e);
        }
    }

    private static ApiException reply(Exchange exchange, Attempts.Ended ended, @Nullable AttemptFailed last) {
        RoutingResult choice = ended.choice();
        if (last == null && choice != null) {
            return ChoiceReply.of(exchange, choice);
        }
        boolean queued = last != null && last.failure().kind() == FailureKind.BUSY;
        if (last != null && (queued || ended.reason() != RetryDecision.Reason.DEADLINE)) {
            Duration after = last.failure().retryAfter();
            if (after != null) {
                exchange.header("retry-after", Long.toString(after.toSeconds()));
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
