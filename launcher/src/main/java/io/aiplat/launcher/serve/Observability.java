package io.aiplat.launcher.serve;

import io.aiplat.console.ManagementExtension;
import io.aiplat.governance.store.Administration;
import io.aiplat.launcher.alerts.AlertGauges;
import io.aiplat.launcher.wiring.ServeScope;
import io.aiplat.quality.alert.AlertService;
import io.aiplat.quality.intake.GatewaySpanIntake;
import io.aiplat.quality.request.RequestResource;
import io.aiplat.quality.trace.GatewayTracing;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.store.log.LogFiles;
import io.aiplat.telemetry.Telemetry;
import java.net.URI;
import java.util.List;

/// Observability of an appliance: its telemetry, and what of it is kept here. Traces, samples of metrics, and the
/// alerts
/// that are evaluated over these.
///
/// @param traces    of its own requests and of programs
/// @param telemetry what requests are told to
/// @param metrics   samples of what it measures
/// @param alerts    rules over these samples
record Observability(TraceStore traces, Telemetry telemetry, KeptMetrics metrics, AlertService alerts) {
    /// Starts all of it; the services close it.
    ///
    /// @param page address of the page, for links in notifications
    static Observability start(Lifecycle services, ServeScope scope, GatewayConfig plan, URI page) {
        RequestLog requests = services.start(
                () -> RequestLog.into(LogFiles.of(scope.home()).open(RequestLog.PART)), RequestLog::close);
        TraceStore traces = services.start(scope::traces, TraceStore::close);
        Telemetry telemetry = services.start(() -> scope.telemetry(plan.tracing(), requests), Telemetry::close);
        if (scope.settings().of(GatewayTracing.class).on()) {
            telemetry.keep(new GatewaySpanIntake(traces));
        }
        KeptMetrics metrics = services.start(() -> KeptMetrics.start(scope, telemetry), KeptMetrics::close);
        AlertService alerts =
                services.start(() -> scope.alerts(metrics.extension().query(), page), AlertService::close);
        AlertGauges.add(telemetry, alerts);
        return new Observability(traces, telemetry, metrics, alerts);
    }

    /// The API by which one request is followed through all of it.
    ///
    /// @param ledger where it was booked
    ManagementExtension requests(ServeScope scope, Administration ledger) {
        return new ManagementExtension(List.of(
                new RequestResource(new RequestLogLines(LogFiles.of(scope.home())), traces, telemetry, ledger)));
    }
}
