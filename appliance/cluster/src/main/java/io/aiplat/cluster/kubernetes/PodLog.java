package io.aiplat.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/// Reads what a pod's first container writes.
final class PodLog {
    private PodLog() {}

    static void read(KubernetesClient client, Pod pod, int tail, boolean follow, Consumer<String> lines) {
        var log = client.pods()
                .resource(pod)
                .inContainer(pod.getSpec().getContainers().getFirst().getName())
                .tailingLines(tail);
        if (!follow) {
            log.getLog().lines().forEach(lines);
            return;
        }
        // Pushed to us: the client's own stream never says that there is something to read, and a read of it does not
        // heed interrupts.
        try (LogWatch watch = log.watchLog(new LineOutputStream(lines))) {
            watch.onClose().toCompletableFuture().get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException _) {
            // The connection broke or the pod has ended, and with it its log.
        }
    }
}
