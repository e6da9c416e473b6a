package io.aiplat.cluster;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// Reads what a pod's first container writes.
final class PodLog {
    private static final Duration POLL = Duration.ofMillis(200);

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
        try (LogWatch watch = log.watchLog();
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
            follow(reader, watch, lines);
        } catch (IOException _) {
            // The pod has ended, and with it its log.
        }
    }

    /// The client's stream does not heed interrupts, so it is only read when there is something to read.
    private static void follow(BufferedReader reader, LogWatch watch, Consumer<String> lines) throws IOException {
        boolean ended;
        do {
            ended = watch.onClose().toCompletableFuture().isDone();
            while (reader.ready()) {
                lines.accept(reader.readLine());
            }
        } while (!ended && Pause.of(POLL));
    }
}
