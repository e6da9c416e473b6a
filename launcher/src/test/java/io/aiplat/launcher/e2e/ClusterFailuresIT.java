package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What can go wrong between the container engine and a pod that answers.
class ClusterFailuresIT {
    private static final String NODE = "images.rancher/k3s=";
    private static final String OLLAMA = "images.ollama/ollama=";

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
