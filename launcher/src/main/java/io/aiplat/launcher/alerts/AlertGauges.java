package io.aiplat.launcher.alerts;

import io.aiplat.quality.alert.AlertService;
import io.aiplat.quality.alert.notice.ReceiverStatus;
import io.aiplat.quality.alert.state.ActiveAlert;
import io.aiplat.quality.alert.state.AlertPhase;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Gauge;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Gauges of alerts, read when somebody scrapes.
public final class AlertGauges {
    private AlertGauges() {}

    /// Shows the figures to whoever scrapes.
    public static void add(Telemetry telemetry, AlertService alerts) {
        telemetry.gauge(Gauge.ALERTS, sink -> {
            Map<List<String>, Integer> counts =
                    new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
            for (ActiveAlert alert : alerts.alerts()) {
                if (alert.phase() != AlertPhase.RESOLVED) {
                    counts.merge(
                            List.of(
                                    alert.name(),
                                    alert.phase().word(),
                                    alert.labels().getOrDefault("severity", "")),
                            1,
                            Integer::sum);
                }
            }
            counts.forEach((labels, count) -> sink.set(count, labels.toArray(String[]::new)));
        });
        telemetry.gauge(Gauge.ALERT_NOTICES, sink -> {
            for (ReceiverStatus receiver : alerts.receivers()) {
                sink.set((double) receiver.sent(), receiver.name(), "sent");
                sink.set((double) receiver.failed(), receiver.name(), "failed");
            }
        });
    }
}
