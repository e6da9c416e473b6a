package io.aiplat.launcher.trace;

import io.aiplat.console.ManagementExtension;
import io.aiplat.gateway.GatewayExtension;
import io.aiplat.governance.store.Administration;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.quality.intake.CostOfModels;
import io.aiplat.quality.intake.GatewaySpanIntake;
import io.aiplat.quality.intake.TraceExtension;
import io.aiplat.quality.request.RequestLines;
import io.aiplat.quality.request.RequestResource;
import io.aiplat.quality.trace.GatewayTracing;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.store.log.LogFiles;
import io.aiplat.telemetry.Telemetry;
import java.time.Clock;
import java.util.List;

/// Traces that are kept: a store of them, what the gateway adds to it, and what shows them and their requests.
public final class KeptTraces implements AutoCloseable {
    private final TraceStore store;
    private final boolean own;
    private final RequestLines requests;

    private KeptTraces(TraceStore store, boolean own, RequestLines requests) {
        this.store = store;
        this.own = own;
        this.requests = requests;
    }

    /// The store of the home, which is made when something is written.
    ///
    /// @param requests name of the request log
    public static KeptTraces of(ServeScope scope, String requests) {
        return new KeptTraces(
                scope.traces(),
                scope.settings().of(GatewayTracing.class).on(),
                new RequestLogLines(LogFiles.of(scope.home()), requests));
    }

    /// Keeps the spans of requests, if the settings say so.
    ///
    /// @param telemetry closed before this
    /// @return the same
    public Telemetry keeping(Telemetry telemetry) {
        if (own) {
            telemetry.keep(new GatewaySpanIntake(store));
        }
        return telemetry;
    }

    /// What takes traces of programs, and shows all of them.
    ///
    /// @param costs of what was not priced by whoever sends it
    public GatewayExtension extension(CostOfModels costs) {
        return new TraceExtension(store, costs, Clock.systemUTC());
    }

    /// What follows a request.
    ///
    /// @param telemetry whose metrics count it
    /// @param ledger    of what it cost
    public GatewayExtension requests(Telemetry telemetry, Administration ledger) {
        return new ManagementExtension(List.of(new RequestResource(requests, store, telemetry, ledger)));
    }

    @Override
    public void close() {
        store.close();
    }
}
