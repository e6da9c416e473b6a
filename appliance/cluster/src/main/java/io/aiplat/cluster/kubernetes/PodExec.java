package io.aiplat.cluster.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a short program inside a pod, for what no API tells.
final class PodExec {
    private static final int SECONDS = 10;

    private PodExec() {}

    /// Runs it to its end.
    ///
    /// @return what it wrote; empty where it failed, took too long, or we may not: nothing depends on it
    static Optional<String> run(KubernetesClient client, Pod pod, String container, String... command) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExecWatch watch = client.pods()
                .resource(pod)
                .inContainer(container)
                .writingOutput(out)
                .exec(command)) {
            int exit = watch.exitCode().get(SECONDS, TimeUnit.SECONDS);
            return exit == 0 ? Optional.of(out.toString(StandardCharsets.UTF_8)) : Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (KubernetesClientException | ExecutionException | TimeoutException _) {
            return Optional.empty();
        }
    }
}
