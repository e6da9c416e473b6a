package io.aiplat.gateway;

import io.aiplat.gateway.connection.AcceptLoop;
import io.aiplat.gateway.connection.MemoryBudget;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.routing.balancing.DeploymentStatus;
import io.aiplat.routing.balancing.Router;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Gauge;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/// Gauges of the gateway: what is read off it when somebody scrapes its metrics.
final class GatewayGauges {
    private static final double MICROS = 1_000_000;

    private GatewayGauges() {}

    static void add(GatewayDependencies backing, Supplier<Router> router, MemoryBudget memory) {
        Telemetry telemetry = backing.telemetry();
        telemetry.gauge(Gauge.BYTES_IN_FLIGHT, sink -> sink.set((double) memory.held()));
        telemetry.gauge(
                Gauge.UPSTREAM_IN_FLIGHT,
                sink -> perUpstream(router.get(), DeploymentStatus::inFlight)
                        .forEach((upstream, count) -> sink.set(count, upstream)));
        telemetry.gauge(
                Gauge.QUEUE_DEPTH,
                sink -> perUpstream(router.get(), DeploymentStatus::waiting)
                        .forEach((upstream, count) -> sink.set(count, upstream)));
        telemetry.gauge(Gauge.UPSTREAM_HEALTHY, sink -> {
            for (DeploymentStatus status : status(router.get())) {
                boolean healthy = status.health() != DeploymentStatus.Health.PAUSED;
                sink.set(healthy ? 1 : 0, status.route(), status.deployment().upstream());
            }
        });
        telemetry.gauge(Gauge.BUDGET_LEFT, sink -> {
            String currency = router.get().plan().currency();
            for (BudgetLeft left : backing.governance().budgetsLeft()) {
                String kind = left.holder().kind().name().toLowerCase(Locale.ROOT);
                sink.set(left.micros() / MICROS, kind, left.holder().name(), currency);
            }
        });
        telemetry.gauge(Gauge.BUDGET_USED, sink -> {
            for (BudgetLeft left : backing.governance().budgetsLeft()) {
                String kind = left.holder().kind().name().toLowerCase(Locale.ROOT);
                sink.set(
                        used(left),
                        kind,
                        left.holder().name(),
                        left.budget().window().text());
            }
        });
    }

    private static double used(BudgetLeft left) {
        long all = left.budget().micros();
        // Of a budget of nothing, all is spent.
        return all == 0 ? 1 : 1 - left.micros() / (double) all;
    }

    static void add(GatewayDependencies backing, AcceptLoop clients) {
        Telemetry telemetry = backing.telemetry();
        telemetry.gauge(Gauge.CONNECTIONS, sink -> sink.set(clients.open()));
        telemetry.gauge(Gauge.CONNECTIONS_LIMIT, sink -> sink.set(clients.most()));
        telemetry.gauge(Gauge.CONNECTIONS_REFUSED, sink -> sink.set((double) clients.refused()));
        telemetry.gauge(Gauge.CONNECTIONS_EVICTED, sink -> sink.set((double) clients.evicted()));
    }

    private static Map<String, Integer> perUpstream(Router router, ToIntFunction<DeploymentStatus> figure) {
        Map<String, Integer> sums = new TreeMap<>();
        status(router).forEach(one -> sums.merge(one.deployment().upstream(), figure.applyAsInt(one), Integer::sum));
        return sums;
    }

    private static List<DeploymentStatus> status(Router router) {
        return router.status(System.nanoTime());
    }
}
