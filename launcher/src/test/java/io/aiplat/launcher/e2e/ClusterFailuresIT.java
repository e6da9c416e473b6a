package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What can go wrong between the container engine and a pod that answers.
class ClusterFailuresIT {
    private static final String NODE = "images.rancher/k3s=";
    private static final String OLLAMA = "images.ollama/ollama=";

    @Test
    void whatSomebodyDidToTheNodeIsMendedAndWhatIsHeldIsNamed() throws Exception {
        try (TestEngine engine = TestEngine.open("held");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            docker("pause", engine.cluster);
            aiplat.run("up").ok().tells("unpaused the node");
            loseTheImage(engine);
            comesBackByItself(aiplat);
            loseTheImage(engine);
            aiplat.run("up").ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            aiplat.run("kubeconfig", "--path").ok();
            String moved = Integer.toString(Aiplat.freePort());
            aiplat.run("up", "--api-port", moved).ok();
            assertTrue(Files.readString(aiplat.home.resolve("kubeconfig")).contains("127.0.0.1:" + moved));
            aiplat.run("stop").ok().tells("stopped the node");
            Result status = aiplat.run("status").tells("none: the cluster is stopped");
            assertEquals(7, status.exit());
            neighbourStopsNothingElse(engine, aiplat);
        }
    }

    /// As a kubelet does that is short of disk.
    private static void loseTheImage(TestEngine engine) {
        String listed = docker("exec", engine.cluster, "k3s", "ctr", "-n", "k8s.io", "images", "ls")
                .out();
        assertTrue(listed.lines().anyMatch(line -> line.contains("ollama") && line.contains("pinned=pinned")), listed);
        String image = "docker.io/aiplat-testbed/ollama:0.11.4";
        docker("exec", engine.cluster, "k3s", "ctr", "-n", "k8s.io", "images", "rm", image);
        docker("exec", engine.cluster, "k3s", "kubectl", "-n", "aiplat", "delete", "pod", "--all");
    }

    private static void comesBackByItself(Aiplat aiplat) throws Exception {
        Eventually.seen(
                "it answers again",
                Duration.ofMinutes(3),
                () -> aiplat.ask("smoke", "ping").statusCode(),
                status -> status == 200);
        assertEquals("pong", aiplat.answer("smoke", "ping"));
    }

    private static void neighbourStopsNothingElse(TestEngine engine, Aiplat aiplat) {
        String neighbour = engine.cluster + "-neighbour";
        String image = "aiplat-testbed/busybox:1";
        docker("run", "--detach", "--rm", "--name", neighbour, "--network", engine.cluster, image, "sleep", "600");
        try {
            aiplat.run("down", "--purge", "--yes")
                    .failsWith(5, "RUN_NOT_ALL_REMOVED")
                    .tells("container " + neighbour + " is attached to it");
            assertEquals(List.of(), engine.volumes(), "all else is removed");
        } finally {
            docker("rm", "--force", neighbour);
        }
    }

    @Test
    void theNodesImageIsMissingAndCannotBePulled() {
        try (TestEngine engine = TestEngine.open("missing");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            String image = "127.0.0.1:5000/no-such/k3s:v1";
            aiplat.run("up", "--set", NODE + image)
                    .failsWith(4, "PLAN_IMAGE_MISSING")
                    .tells("Image " + image + " is not on this machine and cannot be pulled");
        }
    }

    @Test
    void aContainerOfTheSameNameIsNotOurs() {
        try (TestEngine engine = TestEngine.open("foreign");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            docker("create", "--name", engine.cluster, "aiplat-testbed/busybox:1", "true");
            try {
                String id = engine.nodeId();
                aiplat.run("up").failsWith(4, "PLAN_CLUSTER_NOT_OURS").tells("--name");
                aiplat.run("down", "--purge", "--yes").ok();
                assertEquals(id, engine.nodeId(), "what is not ours is not touched");
            } finally {
                docker("rm", engine.cluster);
            }
        }
    }

    @Test
    void theNodeDoesNotBecomeReady() {
        try (TestEngine engine = TestEngine.open("idle");
                ScriptImage idle = ScriptImage.of("idle", "sleep 600");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up", "--set", NODE + idle.name(), "--set", "waits.node=1s")
                    .failsWith(6, "RUN_NOT_READY_IN_TIME")
                    .tells("Waiting for the node ended after 1 s")
                    .tells("At the last look: k3s is starting; it has not written its kubeconfig yet.");
            engine.nodeId(); // The evidence is kept.
        }
    }

    @Test
    void theNodeDoesNotStayUp() {
        try (TestEngine engine = TestEngine.open("dying");
                ScriptImage dying = ScriptImage.of("dying", "echo out of luck; exit 3");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up", "--set", NODE + dying.name())
                    .failsWith(5, "CLUSTER_NODE_DIED")
                    .tells("exit code 3")
                    .tells("out of luck");
        }
    }

    @Test
    void aPodCrashesAndTheNextUpWithABetterImageGoesOn() throws Exception {
        try (TestEngine engine = TestEngine.open("crash");
                ScriptImage crashing = ScriptImage.of("crashing", "echo out of luck; exit 3");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up", "--set", OLLAMA + crashing.name())
                    .failsWith(5, "CLUSTER_POD_CRASHING")
                    .tells("exit code 3")
                    .tells("out of luck");
            String node = engine.nodeId();
            aiplat.run("up").ok();
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            assertEquals(node, engine.nodeId(), "what was begun was kept");
        }
    }
}
