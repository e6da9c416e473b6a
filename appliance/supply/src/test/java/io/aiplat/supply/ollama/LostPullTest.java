package io.aiplat.supply.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.OutageCause;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// An Ollama that goes away in the middle of a pull, as a pod does that is replaced.
class LostPullTest {
    private final AtomicInteger pulls = new AtomicInteger();

    private static String at(long completed) {
        return "{\"status\":\"pulling a\",\"digest\":\"sha256:a\",\"total\":1000,\"completed\":" + completed + "}\n";
    }

    /// Breaks off in the middle so often.
    private void breaks(FakeOllamaServer ollama, int times, boolean progress) {
        ollama.forget("/api/pull");
        ollama.server.createContext("/api/pull", exchange -> {
            int number = pulls.incrementAndGet();
            String said = at(progress ? 100L * number : 100) + (number > times ? "{\"status\":\"success\"}\n" : "");
            byte[] body = said.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, number > times ? body.length : body.length + 100);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
            exchange.close();
        });
    }

    private static OllamaModelStore store(OllamaApi api) {
        return new OllamaModelStore(api, Set.of(), ModelDisk.UNKNOWN, () -> {});
    }

    private static String pull(OllamaApi api) {
        return store(api).pull("qwen:1", (_, _, _) -> {});
    }

    @Test
    void goesOnByItselfWhenItIsBack() throws IOException {
        try (FakeOllamaServer ollama = new FakeOllamaServer("0.11.4");
                OllamaApi api = ollama.api()) {
            breaks(ollama, 2, true);
            List<String> seen = new ArrayList<>();
            assertEquals("qwen:1", store(api).pull("qwen:1", (what, _, _) -> seen.add(what)));
            assertEquals(3, pulls.get());
            assertTrue(seen.stream().anyMatch(what -> what.startsWith("waiting for Ollama")), seen.toString());
        }
    }

    @Test
    void endsWhereNothingMoreComes() throws IOException {
        try (FakeOllamaServer ollama = new FakeOllamaServer("0.11.4");
                OllamaApi api = ollama.api()) {
            breaks(ollama, Integer.MAX_VALUE, false);
            Problem problem =
                    assertThrows(ApplianceException.class, () -> pull(api)).problem();
            assertEquals("MODELS_OLLAMA_NOT_ANSWERING", problem.code().id());
            assertEquals(4, pulls.get());
        }
    }

    @Test
    void whoIsAwaySaysWhyAsFarAsItIsKnown() {
        OutageCause evicted = () -> Optional.of("Its pod: aiplat/ollama-1 was ended: Evicted.");
        try (OllamaApi api = new OllamaApi(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(2), evicted)) {
            Problem problem =
                    assertThrows(ApplianceException.class, () -> pull(api)).problem();
            assertTrue(problem.why().endsWith("Evicted."), problem.why());
        }
    }
}
