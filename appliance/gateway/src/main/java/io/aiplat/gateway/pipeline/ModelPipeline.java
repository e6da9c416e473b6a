package io.aiplat.gateway.pipeline;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.cache.CacheLookup;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.call.ModelCall;
import io.aiplat.gateway.guard.GuardedResponse;
import io.aiplat.gateway.provider.Providers;
import io.aiplat.gateway.responder.Responder;
import io.aiplat.gateway.slot.SlotMeters;
import io.aiplat.governance.Governance;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.telemetry.RequestRecord;
import io.aiplat.telemetry.Telemetry;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/// Request pipeline to a model, for whoever calls: a client over HTTP, or something in this process.
///
/// ```
/// authorize ──► guard ──► cache ──► reserve ──► route ──► (start) ──► attempt ──► relay ──► settle
///                                                 ▲                      │ failed before the caller had a byte
///                                                 └──────────────────────┘
/// ```
///
/// Each stage has a file of its own, and is called here. Why calls, and not a list of objects, is in
/// docs/decisions/pipeline.md.
public final class ModelPipeline {
    private final AuthorizeStage authorize;
    private final ReserveStage reserve;
    private final RouteStage route;

    /// @param snapshot the current one
    /// @param slots    who holds which place at servers of ours
    /// @param patience how long a request waits for a server that has to be started
    public ModelPipeline(
            Supplier<GatewaySnapshot> snapshot,
            Providers providers,
            Governance governance,
            Telemetry telemetry,
            SlotMeters slots,
            Duration patience) {
        this.authorize = new AuthorizeStage(snapshot, governance);
        this.reserve = new ReserveStage(governance);
        this.route = new RouteStage(new StartStage(patience, telemetry), new AttemptStage(providers, telemetry, slots));
    }

    /// Reads a request, and answers it.
    ///
    /// @param caller has the request, and takes the answer
    /// @param named  the model that the caller names beside the body, whatever the body says; empty if none
    /// @param key    who calls
    /// @param seen   is told what becomes of it
    /// @throws ApiException if it is refused, or fails before the caller had a byte
    /// @throws IOException  if the caller has left, or its answer was cut
    public void call(Responder caller, Endpoint endpoint, String named, KeySnapshot key, RequestRecord seen)
            throws IOException {
        try (ModelRequest request = authorize.admit(caller, endpoint, named, key, seen)) {
            GuardStage.Passed passed = GuardStage.before(request);
            ModelCall call = passed.call();
            try (CacheLookup cached = CacheStage.lookup(request, call)) {
                if (!CacheStage.answers(request, call, cached)) {
                    GuardedResponse guarded = GuardStage.watch(request, call);
                    boolean whole = serve(request, passed);
                    boolean nothingAgainst = GuardStage.after(request, guarded);
                    CacheStage.keep(request, cached, whole && nothingAgainst);
                }
            }
        }
    }

    /// @return whether the caller has the whole answer of the model it asked for
    private boolean serve(ModelRequest request, GuardStage.Passed passed) throws IOException {
        try (CostSettlement bill = reserve.reserve(request, passed.call())) {
            return route.run(request, bill, passed.confinement());
        }
    }
}
