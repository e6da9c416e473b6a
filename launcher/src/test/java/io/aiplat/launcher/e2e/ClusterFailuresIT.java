package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What can go wrong between the container engine and a pod that answers.
class ClusterFailuresIT {
    @Test
    void theNodesImageIsMissingAndCannotBePulled() {
        try (TestEngine engine = TestEngine.open("aiplat-e2e-missing");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            String image = "127.0.0.1:5000/no-such/k3s:v1";
            aiplat.run("up", "--set", "images.rancher/k3s=" + image)
                    .failsWith(4, "PLAN_IMAGE_MISSING")
                    .tells("Image " + image + " is not on this machine and cannot be pulled");
        }
    }

    @Test
    void aContainerOfTheSameNameIsNotOurs() {
        try (TestEngine engine = TestEngine.open("aiplat-e2e-foreign");
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

    /// What was begun is kept, so one cluster serves for two failures.
    @Test
    void theNodeIsNotReadyInTimeAndThenAPodCrashes() {
        String crashing = "aiplat-testbed/crashing:1";
        try (TestEngine engine = TestEngine.open("aiplat-e2e-crash");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            makeImageThatExits(crashing);
            aiplat.run("up", "--set", "waits.node=1s")
                    .failsWith(6, "RUN_NOT_READY_IN_TIME")
                    .tells("Waiting for the node ended after 1 s")
                    .tells("At the last look: ");
            String node = engine.nodeId();
            aiplat.run("up", "--set", "images.ollama/ollama=" + crashing)
                    .failsWith(5, "CLUSTER_POD_CRASHING")
                    .tells("exit code 3")
                    .tells("out of luck");
            assertEquals(node, engine.nodeId());
        } finally {
            docker("image", "rm", "--force", crashing);
        }
    }

    private static void makeImageThatExits(String image) {
        String container =
                docker("create", "aiplat-testbed/busybox:1", "true").out().strip();
        docker("commit", "--change", "ENTRYPOINT [\"sh\", \"-c\", \"echo out of luck; exit 3\"]", container, image);
        docker("rm", container);
    }
}
