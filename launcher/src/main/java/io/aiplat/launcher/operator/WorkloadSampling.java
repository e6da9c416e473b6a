package io.aiplat.launcher.operator;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.governance.use.MeteredWorkload;
import io.aiplat.governance.use.PodReading;
import io.aiplat.governance.use.WorkloadKind;
import io.aiplat.governance.use.WorkloadLedger;
import io.aiplat.governance.use.WorkloadMeter;
import io.aiplat.governance.use.WorkloadUse;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.aiplat.operator.usage.MeteredPod;
import io.aiplat.operator.usage.PodMetering;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.metric.Gauge;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sampling of what pods use: reads it off the nodes twice a minute, keeps it in the ledger, and shows it to whoever
/// scrapes. Where the cluster is down or refuses, what its pods use meanwhile is seen at the next reading.
public final class WorkloadSampling implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofSeconds(30);
    private static final String AGENTS = "agentdeployments.agentops.io";
    private static final Logger LOG = LoggerFactory.getLogger(WorkloadSampling.class);

    private final Supplier<KubernetesApi> cluster;
    private final String only;
    private final WorkloadLedger ledger;
    private final InstantSource clock;
    private final Thread thread;
    private volatile Map<MeteredWorkload, WorkloadUse> sums = Map.of();
    private volatile Map<MeteredWorkload, Present> present = Map.of();
    private String told = "";

    /// What a workload has now.
    private record Present(long memory, int gpus, int restarts) {
        Present plus(Present other) {
            return new Present(memory + other.memory, gpus + other.gpus, restarts + other.restarts);
        }
    }

    private WorkloadSampling(Supplier<KubernetesApi> cluster, String only, WorkloadLedger ledger, InstantSource clock) {
        this.only = only;
        this.cluster = cluster;
        this.ledger = ledger;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("workload-sampling").unstarted(this::run);
    }

    /// Begins.
    ///
    /// @param cluster whose pods they are; not closed
    /// @param only    namespace besides those of teams, in a cluster of somebody else's; empty in one of our own
    public static WorkloadSampling start(
            Supplier<KubernetesApi> cluster,
            String only,
            WorkloadLedger ledger,
            Telemetry telemetry,
            InstantSource clock) {
        WorkloadSampling sampling = new WorkloadSampling(cluster, only, ledger, clock);
        sampling.show(telemetry);
        sampling.thread.start();
        return sampling;
    }

    private void show(Telemetry telemetry) {
        double millis = 1e3;
        used(telemetry, Gauge.WORKLOAD_CPU, use -> use.cpuMillis() / millis);
        used(telemetry, Gauge.WORKLOAD_MEMORY_TIME, WorkloadUse::memoryByteSeconds);
        used(telemetry, Gauge.WORKLOAD_GPU, use -> use.gpuMillis() / millis);
        has(telemetry, Gauge.WORKLOAD_MEMORY, now -> (double) now.memory);
        has(telemetry, Gauge.WORKLOAD_GPUS, now -> now.gpus);
        has(telemetry, Gauge.POD_RESTARTS, now -> now.restarts);
    }

    private void used(Telemetry telemetry, Gauge gauge, ToDoubleFunction<WorkloadUse> figure) {
        telemetry.gauge(
                gauge,
                sink -> sums.forEach((of, use) -> sink.set(
                        figure.applyAsDouble(use),
                        of.tenant(),
                        of.name(),
                        of.kind().word())));
    }

    private void has(Telemetry telemetry, Gauge gauge, ToDoubleFunction<Present> figure) {
        telemetry.gauge(
                gauge,
                sink -> present.forEach((of, now) -> sink.set(
                        figure.applyAsDouble(now),
                        of.tenant(),
                        of.name(),
                        of.kind().word())));
    }

    private void run() {
        WorkloadMeter meter = new WorkloadMeter(WorkloadMeter.Mark.NONE);
        boolean read = false;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                if (!read) {
                    meter = new WorkloadMeter(ledger.mark());
                    sums = ledger.totals();
                    read = true;
                }
                look(meter);
                told = "";
            } catch (ApplianceException e) {
                tell(e.problem().what());
            } catch (IOException e) {
                tell(e.toString());
            }
            try {
                Thread.sleep(OFTEN);
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void tell(String wrong) {
        if (!wrong.equals(told)) {
            told = wrong;
            LOG.warn("What pods use is not seen now: {}", wrong);
        }
    }

    private void look(WorkloadMeter meter) throws IOException {
        KubernetesApi kube = cluster.get();
        if (!(kube.apiReady() instanceof Readiness.Ready)) {
            return;
        }
        List<MeteredPod> pods = PodMetering.read(kube, only);
        Instant now = clock.instant();
        Map<MeteredWorkload, WorkloadUse> used = meter.take(
                now.toEpochMilli(), pods.stream().map(WorkloadSampling::reading).toList());
        Map<MeteredWorkload, WorkloadUse> all = new HashMap<>(sums);
        ledger.add(now, used, meter.mark()).forEach((of, use) -> all.merge(of, use, WorkloadUse::plus));
        sums = all;
        Map<MeteredWorkload, Present> seen = new HashMap<>();
        for (MeteredPod pod : pods) {
            seen.merge(workload(pod), new Present(pod.memory(), pod.gpus(), pod.restarts()), Present::plus);
        }
        present = seen;
    }

    private static PodReading reading(MeteredPod pod) {
        return new PodReading(
                pod.id(), workload(pod), pod.started().toEpochMilli(), pod.cpuNanos(), pod.memory(), pod.gpus());
    }

    /// Pods of no resource of ours are told apart by their namespace, of which there are few; a tenant has one.
    private static MeteredWorkload workload(MeteredPod pod) {
        if (pod.resource().isEmpty()) {
            return new MeteredWorkload(
                    pod.team(), WorkloadKind.OTHER, pod.team().isEmpty() ? pod.namespace() : "");
        }
        WorkloadKind kind = pod.resource().equals(AGENTS) ? WorkloadKind.AGENT : WorkloadKind.MODEL;
        return new MeteredWorkload(pod.team(), kind, pod.name());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
