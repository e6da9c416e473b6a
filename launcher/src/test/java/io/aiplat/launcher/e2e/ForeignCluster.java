package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A cluster that somebody else made: a node that no aiplat process looks after any more.
final class ForeignCluster {
    private ForeignCluster() {}

    /// Makes it.
    ///
    /// @param owner who makes it, and leaves
    /// @return its administrator's kubeconfig, in the folder
    static Path made(TestEngine engine, Aiplat owner, Path folder) throws IOException, InterruptedException {
        owner.run("up").ok();
        Path kubeconfig = Files.writeString(
                folder.resolve("config"), owner.run("kubeconfig").ok().out());
        owner.run("stop").ok();
        docker("start", engine.cluster);
        Eventually.holds(
                "the node answers",
                Duration.ofSeconds(90),
                () -> Program.succeeds("docker", "exec", engine.cluster, "k3s", "kubectl", "get", "nodes"));
        return kubeconfig;
    }

    /// Brings an image, as its registry would, which a node of the testbed does not reach.
    static void bring(String image, TestEngine engine, Path folder) {
        docker("pull", "--quiet", image);
        Path saved = folder.resolve("image.tar");
        docker("save", "--output", saved.toString(), image);
        docker("cp", saved.toString(), engine.cluster + ":/tmp/image.tar");
        docker("exec", engine.cluster, "k3s", "ctr", "-n", "k8s.io", "images", "import", "/tmp/image.tar");
    }

    /// Sends a signal to the process of one gateway pod.
    ///
    /// @param signal as `kill` takes it
    static void signalGateway(TestEngine engine, String signal) {
        String pid = docker("exec", engine.cluster, "sh", "-c", """
                for p in /proc/[0-9]*; do
                  if tr '\\0' ' ' <$p/cmdline 2>/dev/null | grep -q 'gateway run --config'; then echo ${p#/proc/}; fi
                done""")
                .out()
                .lines()
                .sorted()
                .findFirst()
                .orElse("");
        assertNotEquals("", pid, "a gateway runs in the node");
        docker("exec", engine.cluster, "kill", signal, pid);
    }
}
