package io.aiplat.gateway;

import io.aiplat.gateway.connection.Exchange;
import io.aiplat.governance.Ask;
import io.aiplat.governance.Governance;
import io.aiplat.governance.KeySnapshot;
import io.aiplat.governance.Limits;
import io.aiplat.governance.Refusal;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.Usage;
import io.aiplat.routing.Route;
import io.aiplat.routing.choice.Attempts;
import io.aiplat.routing.choice.Choice;
import io.aiplat.routing.choice.Decision;
import io.aiplat.routing.choice.Failure;
import io.aiplat.routing.choice.FailureKind;
import io.aiplat.routing.choice.Lease;
import io.aiplat.routing.choice.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way of a request to a model: what it may spend, who answers, what it has spent.
///
/// ```
/// read ──► route ──► reserve ──► attempt ──► settle
///                                 ▲   │ failed before the client had a byte
///                                 └───┘
/// ```
final class ModelEndpoint {
    /// Tokens of an answer that neither the client nor the route bounds, where a key's limits need a bound.
    static final int USUAL_CAP = 4096;

    private final Supplier<Router> router;
    private final Providers providers;
    private final Governance governance;

    /// @param router the current one; a request keeps the one it began with
    ModelEndpoint(Supplier<Router> router, Providers providers, Governance governance) {
        this.router = router;
        this.providers = providers;
        this.governance = governance;
    }

    void handle(Exchange exchange, Operation operation, KeySnapshot key) throws IOException {
        ModelCall call = ModelCall.read(operation, exchange.body());
        Router now = router.get();
        Route route = now.route(call.model());
        if (route == null) {
            throw ChoiceReply.of(exchange, now.choose(call.model(), Router.NO_PREFIX, Set.of(), 0));
        }
        long cap = outputCap(call, route, key);
        long input = InputBound.of(call.body().bytes(), call.body().length());
        Ask ask = new Ask(
                call.model(),
                input,
                Math.min(cap * call.choices(), Integer.MAX_VALUE),
                route.limits().whole(),
                Prices.of(route),
                List.of());
        switch (governance.reserve(key, ask)) {
            case Refusal refusal -> throw LimitReply.of(exchange, refusal);
            case Reservation reservation -> {
                try (reservation) {
                    LimitReply.headers(exchange, reservation.rates());
                    run(
                            new Attempts(now, call.model(), Prefix.of(call), System.nanoTime()),
                            call,
                            exchange,
                            cap,
                            input,
                            reservation);
                }
            }
        }
    }

    /// What the answer may have, as it is reserved and as the upstream is told.
    ///
    /// @return 0 where nothing bounds it and nothing has to
    private static long outputCap(ModelCall call, Route route, KeySnapshot key) {
        if (!call.operation().generates()) {
            return 0;
        }
        Integer most = route.maxOutputTokens();
        if (call.maxTokens() > 0) {
            return most == null ? call.maxTokens() : Math.min(call.maxTokens(), most);
        }
        if (most != null) {
            return most;
        }
        boolean counted = key.limits().stream().anyMatch(ModelEndpoint::countsTokens);
        return counted ? USUAL_CAP : 0;
    }

    private static boolean countsTokens(Limits limits) {
        return !limits.budgets().isEmpty() || limits.tokensPerMinute() != null;
    }

    private void run(
            Attempts attempts, ModelCall call, Exchange exchange, long cap, long input, Reservation reservation)
            throws IOException {
        long begun = System.nanoTime();
        AttemptFailed last = null;
        while (true) {
            switch (attempts.next(System.nanoTime())) {
                case Attempts.Next.Ask(var chosen) -> {
                    long deadline = begun + attempts.remaining(begun).toNanos();
                    Attempt attempt = new Attempt(call, chosen, exchange, cap, deadline);
                    try {
                        one(attempt);
                        settle(reservation, attempt.usage(input));
                        return;
                    } catch (AttemptFailed failed) {
                        last = failed;
                        attempts.failed(failed.failure(), exchange.hasBegun(), System.nanoTime());
                        if (exchange.hasBegun()) {
                            settle(reservation, attempt.usage(input));
                            throw new IOException("the answer was cut: " + failed.getMessage(), failed);
                        }
                    } catch (IOException gone) {
                        settle(reservation, attempt.usage(input));
                        throw gone;
                    }
                }
                case Attempts.Next.Pause(var time) -> pause(time);
                case Attempts.Ended ended -> {
                    // Nothing of an answer came from anybody.
                    reservation.release();
                    throw reply(exchange, ended, last);
                }
            }
        }
    }

    private void one(Attempt attempt) throws AttemptFailed, IOException {
        Choice.Chosen chosen = attempt.chosen();
        try (Lease lease = chosen.lease()) {
            long now = System.nanoTime();
            try {
                if (!lease.begin(Duration.ofNanos(Math.max(0, attempt.deadline() - now)), now)) {
                    throw failed(lease, busy());
                }
                lease.sent(System.nanoTime());
                providers.of(chosen.upstream()).attempt(attempt);
                lease.succeeded();
            } catch (AttemptFailed failed) {
                throw failed(lease, failed);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("the client left while it waited", e);
            }
        }
    }

    private static AttemptFailed failed(Lease lease, AttemptFailed failed) {
        lease.failed(failed.failure(), System.nanoTime());
        return failed;
    }

    private static AttemptFailed busy() {
        return new AttemptFailed(
                Failure.of(FailureKind.BUSY),
                new ApiError(
                        503,
                        "server_error",
                        "overloaded",
                        null,
                        "No place became free for this request in its time.",
                        ApiError.Retry.AFTER_A_SECOND),
                null);
    }

    private static void settle(Reservation reservation, @Nullable Usage usage) {
        if (usage == null) {
            reservation.settleInFull();
        } else {
            reservation.settle(usage);
        }
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted between two attempts", e);
        }
    }

    private static ApiException reply(Exchange exchange, Attempts.Ended ended, @Nullable AttemptFailed last) {
        Choice choice = ended.choice();
        if (last == null && choice != null) {
            return ChoiceReply.of(exchange, choice);
        }
        if (last != null && ended.reason() != Decision.Reason.DEADLINE) {
            return new ApiException(last.error());
        }
        return new ApiException(new ApiError(
                504,
                "server_error",
                "upstream_timeout",
                null,
                "No upstream has answered in the time this model is given.",
                ApiError.Retry.USELESS));
    }
}
