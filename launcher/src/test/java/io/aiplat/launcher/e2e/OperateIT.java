package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Looking after what runs: logs, restarts, the way into the cluster, and serving in the foreground.
class OperateIT {
    private static final int NOT_RUNNING = 7;
    private static final int INTERRUPTED = 130;

    @Test
    void theApplianceIsRestartedAndItsLogsTellOfIt() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("restart").failsWith(NOT_RUNNING, "CLIENT_NOT_RUNNING");
            aiplat.run("up").ok();
            long before = aiplat.appliance().pid();
            aiplat.run("restart").ok().tells("Restarted the appliance.");
            assertNotEquals(before, aiplat.appliance().pid());
            assertEquals("pong", aiplat.answer("smoke", "ping"));

            // Beside what it tells of the model that it loads meanwhile.
            List<String> log = aiplat.run("logs")
                    .ok()
                    .out()
                    .lines()
                    .filter(line -> !line.endsWith("smoke is in memory, to stay"))
                    .toList();
            assertEquals(3, log.size(), log::toString);
            assertTrue(log.get(0).endsWith("serves http://127.0.0.1:" + aiplat.port + " with embedded"), log::toString);
            assertTrue(log.get(1).endsWith("stopped"), log::toString);
            aiplat.run("logs", "start").ok().tells("Serving http://127.0.0.1:" + aiplat.port);
            aiplat.run("logs", "steps").ok().tells("done      Start the gateway");
            aiplat.run("logs", "worker", "-n", "5").ok().tells("smoke: ");

            Running follower = aiplat.start("logs", "-f", "-n", "2").awaits("serves");
            aiplat.run("restart").ok();
            follower.awaits("stopped").interrupt();
            assertEquals(INTERRUPTED, follower.result().exit());
            Result requests = aiplat.run("logs", "requests").ok().tells(" key=owner ");
            assertTrue(requests.out().contains(" served=smoke upstream=local attempts=1 status=200 "), requests::out);
            assertFalse(requests.out().contains("ping"), requests::out);

            aiplat.run("restart", "cluster").failsWith(NOT_RUNNING, "COMMAND_NO_CLUSTER");
            aiplat.run("kubectl", "get", "pods").failsWith(NOT_RUNNING, "COMMAND_NO_CLUSTER");
        }
    }

    @Test
    void servingInTheForegroundEndsAsItWasAskedTo() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            Running service = aiplat.start("serve").awaits("Serving ");
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            aiplat.run("up").ok().tells("nothing to do");
            Result ended = service.terminate().result().ok().tells("stopped");
            assertEquals(NOT_RUNNING, aiplat.run("status").exit());
            aiplat.run("logs").ok().tells("stopped");
            assertTrue(ended.out().isEmpty(), "what is told on the way is no answer");

            Running watched = aiplat.start("serve").awaits("Serving ");
            assertEquals(INTERRUPTED, watched.interrupt().result().exit());
        }
    }

    @Test
    void theDoctorSaysWhatUpWouldFind() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            JsonNode healthy = aiplat.json("doctor");
            assertEquals("none", healthy.at("/plan/cluster").asText());
            assertTrue(healthy.at("/findings").size() > 3, healthy::toString);
            Result refused = aiplat.run("doctor", "--cluster", "docker");
            assertEquals(4, refused.exit(), refused::toString);
            refused.tells("HOST_ENGINE_MISSING");
            assertTrue(Files.notExists(aiplat.home), "looking makes no home");
        }
    }

    @Test
    void theClusterIsWithinReach() throws Exception {
        try (TestEngine engine = TestEngine.open("operate");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            aiplat.run("kubectl", "-n", "aiplat", "get", "deploy", "ollama", "-o", "name")
                    .ok()
                    .tells("deployment.apps/ollama\n");
            assertEquals(1, aiplat.run("kubectl", "get", "pod", "no-such").exit());

            kubectlIsSpokenTo(aiplat);
            kubectlEndsWhenItIsTold(aiplat, engine);

            Path kubeconfig =
                    Path.of(aiplat.run("kubeconfig", "--path").ok().out().strip());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig)));
            assertEquals(
                    Files.readString(kubeconfig), aiplat.run("kubeconfig").ok().out());

            Path theirs = theClusterIsInThePersonsKubeconfigOnRequest(aiplat, engine);

            aiplat.run("logs", "ollama", "-n", "3").ok().tells("/api/");
            aiplat.run("logs", "cluster", "-n", "3").ok();
            Running follower = aiplat.start("logs", "ollama", "-f", "-n", "1").awaits("GET ");
            assertEquals(INTERRUPTED, follower.interrupt().result().exit());

            String node = engine.nodeId();
            aiplat.run("restart", "cluster").ok().tells("Restarted the cluster.");
            assertEquals(node, engine.nodeId());
            assertEquals("pong", aiplat.answer("smoke", "ping"));

            aiplat.run("down", "--yes").ok();
            assertFalse(Files.readString(theirs).contains(engine.cluster), "down takes out what is ours");
        }
    }

    /// @return the person's kubeconfig, with the cluster in it
    private static Path theClusterIsInThePersonsKubeconfigOnRequest(Aiplat aiplat, TestEngine engine) throws Exception {
        Path theirs = Files.writeString(aiplat.home.resolveSibling("config"), """
                # Theirs.
                clusters: [{name: work, cluster: {server: "https://work:6443"}}]
                contexts: [{name: work, context: {cluster: work, user: me}}]
                users: [{name: me, user: {token: "s"}}]
                current-context: work
                """);
        String before = Files.readString(theirs);
        aiplat.with("KUBECONFIG", theirs.toString());
        aiplat.run("kubeconfig", "--merge").ok().tells("kubectl --context " + engine.cluster);
        String merged = Files.readString(theirs);
        assertTrue(merged.contains("current-context: \"work\""), merged);
        try (KubernetesApi kube =
                KubernetesApi.of(merged.replace("t: \"work\"", "t: \"" + engine.cluster + "\""), "", Instant.EPOCH)) {
            assertTrue(kube.pods().stream().anyMatch(pod -> pod.contains("/ollama-")), "it leads to the cluster");
        }
        aiplat.run("kubeconfig", "--unmerge").ok().tells("Taken out of " + theirs);
        assertEquals(before, Files.readString(theirs));
        aiplat.run("kubeconfig", "--merge").ok();
        return theirs;
    }

    private static void kubectlIsSpokenTo(Aiplat aiplat) {
        String note = """
                {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "note"}, "data": {"says": "%s"}}
                """.formatted("x".repeat(300_000));
        aiplat.runFed(note, "kubectl", "-n", "aiplat", "apply", "--server-side", "-f", "-")
                .ok()
                .tells("configmap/note serverside-applied");
        aiplat.run("kubectl", "-n", "aiplat", "get", "configmap", "note", "-o", "jsonpath={.data.says}")
                .ok()
                .tells("x".repeat(300_000));
        Result refused = aiplat.runFed("no: yaml: at all", "kubectl", "apply", "-f", "-");
        assertEquals(1, refused.exit(), refused::toString);
    }

    private static void kubectlEndsWhenItIsTold(Aiplat aiplat, TestEngine engine) throws Exception {
        Running watch = aiplat.start("kubectl", "-n", "aiplat", "get", "configmaps", "--watch")
                .awaits("note");
        assertTrue(engine.processes().contains("get configmaps --watch"));
        Result ended = watch.interrupt().result();
        assertEquals(INTERRUPTED, ended.exit(), ended::toString);
        assertFalse(ended.out().contains("\r"), "no trace of the terminal it ran on");
        assertFalse(engine.processes().contains("get configmaps --watch"), "it ended in the node, too");
    }
}
