package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Readiness;
import io.aiplat.model.plan.Observed;
import io.aiplat.supply.OutageCause;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Root cause of an outage in a cluster: what its node, its API or the pod of Ollama says. A cache with single
/// flight: however many requests fail at once, one look is taken, and it counts for a few seconds.
final class ClusterCause implements OutageCause {
    private static final String WORKLOAD = "Deployment/" + ClusterProvider.MODEL_SERVICE;
    private static final Duration FRESH = Duration.ofSeconds(4);

    /// A request that fails is not kept much longer for an explanation.
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final Supplier<ClusterProvider> cluster;
    private final String namespace;
    private @Nullable FutureTask<String> look;
    private long begun;
    private volatile String last = "";

    /// @param cluster asked for only when something is to be looked at
    ClusterCause(Supplier<ClusterProvider> cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    @Override
    public Optional<String> words() {
        try {
            last = look().get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            // What was known before is better than nothing; the look goes on for whoever asks next.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException _) {
            last = "";
        }
        return last.isEmpty() ? Optional.empty() : Optional.of(last);
    }

    private synchronized FutureTask<String> look() {
        FutureTask<String> now = look;
        if (now == null || (now.isDone() && System.nanoTime() - begun > FRESH.toNanos())) {
            now = new FutureTask<>(this::see);
            look = now;
            begun = System.nanoTime();
            Thread.ofVirtual().name("cluster-cause").start(now);
        }
        return now;
    }

    private String see() {
        try {
            ClusterProvider provider = cluster.get();
            return switch (provider.observe()) {
                case Observed.Cluster.Absent _ -> "Its cluster is gone; make it anew: aiplat up";
                case Observed.Cluster.Stopped _ -> "Its cluster is stopped; start it: aiplat up";
                case Observed.Cluster.Foreign(var what) -> "In place of its cluster there is a " + what + ".";
                case Observed.Cluster.Running _ -> pod(provider.kube());
            };
        } catch (ApplianceException e) {
            return words(e.problem());
        }
    }

    private String pod(KubernetesApi kube) {
        return switch (kube.workloadReady(namespace, WORKLOAD)) {
            case Readiness.Ready _ ->
                kube.podLine(namespace, WORKLOAD)
                        .map(line -> "Its pod: " + line)
                        .orElse("There is no pod of " + WORKLOAD + "; have one made: aiplat up");
            case Readiness.NotYet(var reason) -> reason;
            case Readiness.Never(var problem) -> words(problem);
        };
    }

    private static String words(Problem problem) {
        return problem.what() + ": " + problem.why();
    }
}
