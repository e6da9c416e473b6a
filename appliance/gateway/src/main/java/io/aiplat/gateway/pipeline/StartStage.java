package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.call.AttemptFailed;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.responder.DisconnectInterrupt;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.routing.Route;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.routing.balancing.RoutingResult;
import io.aiplat.routing.scaling.ColdStart;
import io.aiplat.routing.scaling.StartResult;
import io.aiplat.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Start stage: has servers started of which there are none, and keeps a request waiting until one answers. All that
/// wait for the same servers have asked once. A request waits with what it has reserved and with its place at the
/// route, by which whoever scales the servers sees how many of them are wanted.
final class StartStage {
    /// That may wait for the servers of one route.
    static final int MOST_WAITING = 512;

    /// What goes on starting is worth another try after this.
    private static final Duration SOON = Duration.ofSeconds(10);
    /// What cannot be started needs a person.
    private static final Duration LATER = Duration.ofSeconds(60);

    private final Duration patience;
    private final Telemetry telemetry;
    private final Map<ColdStart, Flight> flights = new ConcurrentHashMap<>();

    /// @param patience how long a request waits
    StartStage(Duration patience, Telemetry telemetry) {
        this.patience = patience;
        this.telemetry = telemetry;
    }

    /// A start that has been asked for, and who waits for it.
    private record Flight(CompletableFuture<StartResult> result, AtomicInteger waiting) {}

    /// Waits until a server answers.
    ///
    /// @param chosen   whose lease is ended unless one does
    /// @param deadline of all attempts together, as [System#nanoTime]
    /// @return null if a server answers; else why not
    /// @throws IOException if the caller has left
    @Nullable
    AttemptFailed await(
            ColdStart cold, RoutingResult.Chosen chosen, ModelRequest request, CostSettlement bill, long deadline)
            throws IOException {
        long begun = System.nanoTime();
        boolean comes = false;
        try {
            AttemptFailed failed = await(cold, chosen.route(), request.caller(), bill.call(), begun, deadline);
            comes = failed == null;
            return failed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            bill.release(null);
            throw new IOException("the client left while its model was started", e);
        } catch (IOException | RuntimeException e) {
            bill.release(null);
            throw e;
        } finally {
            request.seen().waitedForStart(System.nanoTime() - begun);
            if (!comes) {
                chosen.lease().close();
            }
        }
    }

    private @Nullable AttemptFailed await(
            ColdStart cold, Route route, Responder caller, ModelCall call, long begun, long deadline)
            throws InterruptedException, IOException {
        Flight flight = join(cold, route);
        try (DisconnectInterrupt _ = DisconnectInterrupt.interrupts(caller)) {
            if (flight.waiting.incrementAndGet() > MOST_WAITING) {
                return starting(route, "as many requests as may wait for it do already");
            }
            long until = Math.min(begun + patience.toNanos(), deadline);
            Duration quiet = call.stream()
                            && call.endpoint().generates()
                            && !call.endpoint().isForm()
                    ? caller.silence()
                    : null;
            StartResult result = null;
            if (quiet != null && quiet.toNanos() < until - begun) {
                result = result(flight, quiet.toNanos());
                if (result == null) {
                    caller.beginWaiting(call.model());
                }
            }
            if (result == null) {
                result = result(flight, until - System.nanoTime());
            }
            return switch (result) {
                case StartResult.Awake _ -> null;
                case StartResult.Failed(var where) -> failed(route, where);
                case null -> starting(route, "none has answered within " + (until - begun) / 1_000_000_000 + " s");
            };
        } finally {
            flight.waiting.decrementAndGet();
        }
    }

    /// One start for all who come while it is under way.
    private Flight join(ColdStart cold, Route route) {
        Flight own = new Flight(new CompletableFuture<>(), new AtomicInteger());
        Flight flight = flights.compute(cold, (_, known) -> known != null && !known.result.isDone() ? known : own);
        if (flight.equals(own)) {
            begin(cold, route, own);
        }
        return flight;
    }

    private void begin(ColdStart cold, Route route, Flight flight) {
        if (cold.isRunning()) {
            // It has come while this request was on its way here.
            flights.remove(cold, flight);
            flight.result.complete(new StartResult.Awake());
            return;
        }
        CompletableFuture<StartResult> _ = cold.start().whenComplete((result, fault) -> {
            flights.remove(cold, flight);
            telemetry.coldStarted(route.name(), result instanceof StartResult.Awake ? "started" : "failed");
            if (fault == null) {
                flight.result.complete(result);
            } else {
                flight.result.completeExceptionally(fault);
            }
        });
    }

    /// @return null if there is none in this time
    private static @Nullable StartResult result(Flight flight, long nanos) throws InterruptedException {
        try {
            return flight.result.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return null;
        } catch (ExecutionException e) {
            throw new IllegalStateException("what starts servers is at fault", e);
        }
    }

    private static AttemptFailed starting(Route route, String why) {
        return new AttemptFailed(
                new Failure(FailureKind.NOT_STARTED, 0, SOON),
                ApiError.server(
                        503,
                        "model_starting",
                        "No server of '" + route.name() + "' is running; one is being started, and " + why
                                + ". Try again in " + SOON.toSeconds() + " seconds.",
                        ApiError.Retry.MAY_HELP),
                null);
    }

    private static AttemptFailed failed(Route route, String where) {
        return new AttemptFailed(
                new Failure(FailureKind.NOT_STARTED, 0, LATER),
                ApiError.server(
                        503,
                        "model_not_started",
                        "No server of '" + route.name() + "' is running, and none can be started. " + where,
                        ApiError.Retry.MAY_HELP),
                null);
    }
}
