package io.aiplat.supply.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.ModelNotFound;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pulls that a real Ollama cannot be made to go through, told by a server on the loopback interface.
class OllamaModelStoreTest {
    private final AtomicInteger changes = new AtomicInteger();
    private FakeOllamaServer ollama;
    private OllamaApi api;
    private OllamaModelStore store;

    @BeforeEach
    void start() throws IOException {
        ollama = new FakeOllamaServer("0.11.4");
        api = ollama.api();
        store = new OllamaModelStore(api, Set.of("models.example:5000"), ModelDisk.UNKNOWN, changes::incrementAndGet);
    }

    @AfterEach
    void stop() {
        api.close();
        ollama.close();
    }

    @Test
    void addsThePullsOfLayersUp() {
        ollama.answers(
                "/api/pull",
                200,
                "{\"status\":\"pulling manifest\"}",
                "{\"status\":\"pulling aa\",\"digest\":\"sha256:aa\",\"total\":100,\"completed\":60}",
                "{\"status\":\"pulling bb\",\"digest\":\"sha256:bb\",\"total\":10,\"completed\":10}",
                "{\"status\":\"pulling aa\",\"digest\":\"sha256:aa\",\"total\":100,\"completed\":40}",
                "{\"status\":\"success\"}");
        List<String> seen = new ArrayList<>();
        assertEquals("x", store.pull("x:latest", (what, done, total) -> seen.add(what + " " + done + "/" + total)));
        assertEquals(
                List.of(
                        "pulling manifest 0/0",
                        "pulling x:latest 60/100",
                        "pulling x:latest 70/110",
                        "pulling x:latest 50/110",
                        "success 50/110"),
                seen);
    }

    @Test
    void reportsAPullThatFailsInItsStream() {
        ollama.answers("/api/pull", 200, "{\"status\":\"pulling manifest\"}", "{\"error\":\"dial tcp: no such host\"}");
        ApplianceException e = assertThrows(ApplianceException.class, () -> store.pull("x", (_, _, _) -> {}));
        assertEquals("MODELS_PULL_FAILED", e.problem().code().id());
    }

    @Test
    void tellsAfterEachChange() {
        ollama.answers("/api/pull", 200, "{\"status\":\"success\"}");
        ollama.answers("/api/delete", 200);
        store.pull("x", (_, _, _) -> {});
        assertEquals(1, changes.get());
        store.remove("x");
        assertEquals(2, changes.get());
    }

    @Test
    void saysThatNobodyHasAModel() {
        ollama.answers("/api/pull", 200, "{\"error\":\"pull model manifest: file does not exist\"}");
        ollama.answers("/api/delete", 404, "{\"error\":\"model 'x' not found\"}");
        assertEquals(
                "no registry has a model x",
                assertThrows(ModelNotFound.class, () -> store.pull("x", (_, _, _) -> {}))
                        .reason());
        assertTrue(assertThrows(ModelNotFound.class, () -> store.remove("x"))
                .reason()
                .contains("aiplat models pull x"));
        assertEquals(0, changes.get());
    }

    @Test
    void speaksWithoutTlsToThisMachineAndToWhomItIsToldTo() {
        ollama.answers("/api/pull", 200, "{\"status\":\"success\"}");
        for (String plain : List.of("127.0.0.1:5000/library/x:1", "localhost/x", "models.example:5000/x")) {
            store.pull(plain, (_, _, _) -> {});
            assertTrue(ollama.last("/api/pull").path("insecure").asBoolean(), plain);
        }
        for (String secure : List.of("x", "models.example/x", "127.0.0.1.example/x")) {
            store.pull(secure, (_, _, _) -> {});
            assertTrue(ollama.last("/api/pull").path("insecure").isMissingNode(), secure);
        }
    }

    @Test
    void listsWhatIsThereByTheNamesThatPeopleUse() {
        assertEquals("smoke", store.stored().getFirst().name());
        assertEquals(1, store.stored().getFirst().bytes());
    }

    @Test
    void saysThatItCannotBeLookedAt() {
        ollama.answers("/api/tags", 500, "{\"error\":\"no such file\"}");
        ApplianceException e = assertThrows(ApplianceException.class, () -> store.stored());
        assertTrue(e.problem().why().contains("no such file"), e.problem().why());
    }
}
