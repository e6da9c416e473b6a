package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.host.Processes;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Progress;
import io.aiplat.store.Home;
import io.aiplat.store.HomeState;
import io.aiplat.store.StateFile;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.ProcessFile;
import io.aiplat.testkit.TestSettings;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way back with a cluster that cannot be asked; the process is a real one.
class DownTest {
    private static final HomeState.Cluster MADE = new HomeState.Cluster(
            ClusterKind.EXISTING, "aiplat", 0, 0, "ai", "/a/kube", "work", "https://10.0.0.1:6443", "1-a", false);

    @TempDir
    Path folder;

    private final Processes processes = new Processes(Map.of("PATH", "/usr/bin:/bin"));
    private Home home;
    private StateFile state;
    private Processes.Started running;
    private int asked;

    @BeforeEach
    void begin() throws IOException {
        home = new Home(folder.resolve("home")).open();
        state = new StateFile(home.state(), UUID::randomUUID, Clock.systemUTC());
        state.write(state.readOrCreate().with(MADE));
        running = processes.start(List.of("sleep", "300"), Map.of(), folder, folder.resolve("log"));
        new ApplianceFile(home.appliance()).write(running.pid(), "http://127.0.0.1:1", "0", "plan");
        Files.writeString(home.decided(), "{}");
    }

    @AfterEach
    void end() {
        ProcessHandle.of(running.pid()).ifPresent(ProcessHandle::destroyForcibly);
    }

    private Down down() {
        OllamaProcess ollama = new OllamaProcess(
                processes,
                new ProcessFile(home.run().resolve("ollama.json")),
                home.root(),
                home.logs().resolve("ollama.log"),
                TestSettings.at(folder).network(),
                _ -> {
                    throw new AssertionError("nobody asks it");
                });
        return new Down(
                home,
                state,
                new ApplianceFile(home.appliance()),
                processes,
                ollama,
                () -> {},
                new PersonalKubeconfig(home, "id"),
                _ -> gone());
    }

    /// A cluster that never answers.
    private ClusterProvider gone() {
        return (ClusterProvider) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClusterProvider.class}, (_, _, _) -> {
                    asked++;
                    throw new ApplianceException(
                            ClusterProblems.apiNotReachable("https://10.0.0.1:6443", "Connection refused"));
                });
    }

    private boolean runs() {
        return ProcessHandle.of(running.pid()).filter(ProcessHandle::isAlive).isPresent();
    }

    @Test
    void aClusterThatDoesNotAnswerKeepsNoProcessRunning() {
        for (boolean purge : List.of(false, true)) {
            Down.Removal look = down().removal(purge, false);
            Down.Outcome outcome = down().run(purge, false, look, Progress.NONE);
            assertTrue(!runs());
            assertEquals(
                    "RUN_NOT_ALL_REMOVED", outcome.problems().getFirst().code().id());
            String text = outcome.problems().getFirst().toText();
            for (String told : List.of("Connection refused", "namespace ai of context work", "--forget")) {
                assertTrue(text.contains(told), text);
            }
            assertEquals(List.of("namespace ai of context work at https://10.0.0.1:6443"), outcome.left());
            assertNotNull(state.read().orElseThrow().cluster(), "a later `down` may still remove it");
        }
    }

    @Test
    void aClusterThatIsForgottenIsNotAsked() {
        Down.Removal look = down().removal(true, true);
        assertTrue(look.lines().toString().contains("namespace ai of context work"), look.toString());
        Down.Outcome outcome = down().run(true, true, look, Progress.NONE);
        assertEquals(List.of(), outcome.problems());
        assertEquals(List.of("namespace ai of context work at https://10.0.0.1:6443"), outcome.left());
        assertTrue(!runs());
        assertEquals(0, asked);
        assertNull(state.read().orElseThrow().cluster());
    }

    @Test
    void stoppingEndsWhatIsOursWhateverTheClusterSays() {
        Down.Stopped stopped = down().stop(Progress.NONE);
        assertTrue(!runs());
        assertEquals(1, stopped.lines().size(), stopped.toString());
        assertEquals(
                "CLUSTER_API_NOT_REACHABLE",
                stopped.problems().getFirst().code().id());
        assertNotNull(state.read().orElseThrow().cluster());
    }
}
