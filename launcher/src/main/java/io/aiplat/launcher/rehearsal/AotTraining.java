package io.aiplat.launcher.rehearsal;

import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.host.LocalPorts;
import io.aiplat.launcher.Main;
import io.aiplat.launcher.wiring.ProcessContext;
import io.aiplat.library.Library;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.plan.Patch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Training run for the ahead-of-time cache: goes once through what the commands do, in a home thrown away.
/// Goes once through what the commands do, with a home that is thrown away and a Kubernetes API that is a stand-in,
/// and changes nothing outside of that home. The JVM notes which classes that took (`-XX:AOTCacheOutput`, [JEP
/// 514](https://openjdk.org/jeps/514)), and the next start finds them loaded and linked. A part that this machine
/// cannot play is left out: the cache is then smaller and nothing else is lost.
public final class AotTraining {
    private static final Duration CURTAIN = Duration.ofSeconds(30);
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private AotTraining() {}

    /// Plays all parts.
    ///
    /// @param args the folder for the home, which the caller removes
    public static void main(String[] args) throws InterruptedException {
        Path home = Path.of(args[0]);
        List<String> settings = List.of("--home", home.toString(), "--set", "gateway.port=" + LocalPorts.chooseFree());
        Thread serving = Thread.ofPlatform().start(() -> command(settings, "serve", "--cluster", "none"));
        cluster();
        awaitAnswer(settings, serving);
        command(settings, "chat", "--model", "smoke", "Hello");
        command(settings, "models", "list", "-o", "json");
        command(settings, "status");
        command(settings, "plan");
        command(settings, "shell");
        serving.interrupt();
        serving.join(CURTAIN);
        // Threads of libraries may linger; the cache is written when the JVM exits.
        System.exit(0);
    }

    private static void awaitAnswer(List<String> settings, Thread serving) throws InterruptedException {
        long end = System.nanoTime() + CURTAIN.toNanos();
        while (serving.isAlive() && System.nanoTime() < end && command(settings, "status", "-o", "json") != 0) {
            Thread.sleep(100);
        }
    }

    private static int command(List<String> settings, String... words) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(words));
        return Main.run(surroundings(), all.toArray(String[]::new));
    }

    private static ProcessContext surroundings() {
        byte[] typed = "version\nup --help\nsettings\n".getBytes(StandardCharsets.UTF_8);
        return new ProcessContext(
                System.getenv(),
                Map.of("os.name", System.getProperty("os.name"), "user.home", System.getProperty("user.home")),
                Path.of("").toAbsolutePath(),
                new ByteArrayInputStream(typed),
                NOWHERE,
                NOWHERE,
                false,
                () -> false);
    }

    /// What `up` does with a cluster.
    private static void cluster() {
        try (StubKubernetesApi api = new StubKubernetesApi();
                KubernetesApi kube = KubernetesApi.of(api.kubeconfig(), "rehearsal", Instant.EPOCH)) {
            kube.apiReady();
            kube.nodesReady();
            for (Bundle bundle : new Library().catalog().bundles().values()) {
                kube.apply(bundle, List.of(new Patch.SetNamespace("rehearsal")));
                bundle.workloads().forEach(workload -> kube.workloadReady("rehearsal", workload));
            }
        } catch (IOException | RuntimeException e) {
            // Only speed is at stake, so a part that fails is told to whoever runs this by hand and ends nothing.
            System.err.println("rehearsal: no cluster: " + e);
        }
    }
}
