package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A cluster that somebody else made: a home stays with the one it was made in, and lets go of one that is gone.
class ExistingUpIT {
    @TempDir
    Path folder;

    @Test
    void aHomeStaysWithItsClusterAndLetsGoOfOneThatIsGone() throws Exception {
        try (TestEngine engine = TestEngine.open("existing");
                Aiplat owner = Aiplat.withEngine(engine)) {
            owner.run("up").ok();
            Path file = kubeconfig(owner.run("kubeconfig").ok().out(), engine.cluster);
            try (Aiplat guest = Aiplat.withEngine(engine)
                    .with("AIPLAT_CLUSTER_KIND", "existing")
                    .with("KUBECONFIG", file.toString())
                    // kubectl keeps what it has learnt in the person's home.
                    .with("KUBECACHEDIR", folder.resolve("cache").toString())) {
                aRefusedTryLeavesNoTrace(guest);
                anotherContextIsNotFollowed(guest, engine, file);
                whatDoesNotAnswerIsLetGo(guest, engine, file);
            }
        }
    }

    private static void aRefusedTryLeavesNoTrace(Aiplat guest) {
        guest.run("up").failsWith(4, "PLAN_NAMESPACE_NOT_OURS").tells("--namespace");
        guest.run("up", "--namespace", "guests").ok().tells("Use namespace guests of context");
    }

    private static void anotherContextIsNotFollowed(Aiplat guest, TestEngine engine, Path file) throws Exception {
        String before = Files.readString(file);
        Files.writeString(file, before.replaceFirst("current-context: .*", "current-context: elsewhere"));
        guest.run("up", "--namespace", "guests").ok().tells("nothing to do");
        guest.run("kubectl", "get", "namespace", "guests").ok();
        assertEquals("pong", guest.answer("smoke", "ping"));
        assertTrue(guest.run("status").ok().out().contains("context " + engine.cluster), "it names its cluster");
        assertFalse(guest.run("kubeconfig").ok().out().contains("elsewhere"));
    }

    private static void whatDoesNotAnswerIsLetGo(Aiplat guest, TestEngine engine, Path file) throws Exception {
        Files.delete(file);
        guest.run("down", "--purge", "--yes")
                .failsWith(5, "RUN_NOT_ALL_REMOVED")
                .tells("--forget");
        assertTrue(guest.findAppliance().isEmpty(), "what runs here is ended");
        guest.run("down", "--purge", "--forget", "--yes").ok();
        docker("exec", engine.cluster, "k3s", "kubectl", "get", "namespace", "guests");
    }

    /// With a second context, that leads to a port where nobody listens.
    private Path kubeconfig(String text, String context) throws Exception {
        String two =
                text.replaceFirst("(?m)^contexts:$", """
                contexts:
                - name: elsewhere
                  context: {cluster: elsewhere, user: %s}""".formatted(context)).replaceFirst("(?m)^clusters:$", """
                clusters:
                - name: elsewhere
                  cluster: {server: "https://127.0.0.1:1"}""");
        return Files.writeString(folder.resolve("config"), two);
    }
}
