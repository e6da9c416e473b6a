package io.aiplat.inference.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.ModelPinner;
import io.aiplat.inference.StoppedModels;
import io.aiplat.inference.chat.ServingOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelPinnerTest {
    private static final ServingOptions FOREVER = new ServingOptions(1000, ServingOptions.FOREVER);

    private final FakeOllama ollama = new FakeOllama("0.11.4");
    private final List<String> news = new ArrayList<>();
    private final StoppedModels stopped = new StoppedModels();
    private final ModelPinner kept = new ModelPinner(ollama.engine, "smoke", stopped, news::add);

    ModelPinnerTest() throws IOException {}

    @BeforeEach
    void wanted() {
        ollama.answers("/api/chat", 200, "{\"done_reason\":\"load\",\"done\":true}");
        has("smoke", "other");
        kept.want(FOREVER);
    }

    @AfterEach
    void close() {
        kept.close();
        ollama.close();
    }

    private void has(String... names) {
        List<String> models = new ArrayList<>();
        for (String name : names) {
            models.add("{\"name\":\"" + name + ":latest\",\"digest\":\"" + name
                    + "\",\"size\":1,\"modified_at\":\"2026-01-01T00:00:00Z\"}");
        }
        ollama.answers("/api/tags", 200, "{\"models\":[" + String.join(",", models) + "]}");
    }

    private void inMemory(String... names) {
        List<String> models = new ArrayList<>();
        for (String name : names) {
            models.add("{\"name\":\"" + name + ":latest\",\"size\":1,\"context_length\":1000}");
        }
        ollama.answers("/api/ps", 200, "{\"models\":[" + String.join(",", models) + "]}");
    }

    private long loads() {
        return ollama.count("/api/chat");
    }

    @Test
    void isLoadedAtOnceWithWhatItsRouteSays() {
        inMemory("smoke");
        kept.look();
        assertEquals(1, loads(), "though it is there: for how long is not known");
        assertEquals(-1, ollama.last("/api/chat").path("keep_alive").asInt());
        assertEquals(
                1000, ollama.last("/api/chat").path("options").path("num_ctx").asInt());
        assertEquals(List.of("smoke is in memory, to stay"), news);
    }

    @Test
    void staysAwayWhereAPersonHasStoppedItUntilItMayComeBack() {
        kept.look();
        stopped.add("smoke");
        inMemory();
        kept.look();
        assertEquals(1, loads());
        stopped.remove("smoke");
        inMemory("smoke");
        kept.look();
        assertEquals(2, loads(), "though it is there: for how long is not known");
    }

    @Test
    void isLoadedAgainWhenTheEngineHasLostIt() {
        kept.look();
        inMemory("smoke");
        kept.look();
        assertEquals(1, loads());
        inMemory();
        kept.look();
        assertEquals(2, loads());
        assertEquals(2, news.size());
    }

    @Test
    void leavesItsPlaceToAModelThatIsUsed() {
        kept.look();
        inMemory("other");
        kept.look();
        assertEquals(1, loads());
    }

    @Test
    void isLoadedAnewWhenItsRouteChanges() {
        kept.look();
        inMemory("smoke");
        kept.want(new ServingOptions(500, ServingOptions.FOREVER));
        kept.look();
        kept.look();
        assertEquals(2, loads());
        assertEquals(
                500, ollama.last("/api/chat").path("options").path("num_ctx").asInt());
        kept.want(null);
        inMemory();
        kept.look();
        assertEquals(2, loads());
    }

    @Test
    void tellsOnceWhyItCannotBeKeptAndTriesOn() {
        ollama.answers("/api/chat", 500, "{\"error\":\"out of memory\"}");
        kept.look();
        kept.look();
        assertEquals(2, loads());
        assertEquals(1, news.size(), news.toString());
        assertTrue(news.getFirst().startsWith("smoke cannot be kept in memory: "), news.getFirst());
        ollama.answers("/api/chat", 200, "{\"done\":true}");
        kept.look();
        assertEquals("smoke is in memory, to stay", news.getLast());
    }
}
