package io.aiplat.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelSearchResourceTest {
    private final RunningConsole page = new RunningConsole();

    @AfterEach
    void close() {
        page.close();
    }

    private HttpResponse<String> search(String query) {
        return page.get("/admin/v1/model-search" + query, RunningConsole.WITH_KEY);
    }

    @Test
    void findsWhatIsHereAndSuggestedAndSaysThatTheHubWasNotAsked() {
        HttpResponse<String> answer = search("?words=TINY&limit=5");
        assertEquals(200, answer.statusCode(), answer.body());
        JsonNode found = RunningConsole.json(answer);
        assertEquals(
                "[{\"model\":\"mine-tiny\",\"where\":\"here\",\"bytes\":0,\"note\":\"in this home\"},"
                        + "{\"model\":\"tiny:1b\",\"where\":\"suggested\",\"bytes\":1000000000,"
                        + "\"note\":\"small and quick\"}]",
                found.path("data").toString());
        assertEquals(
                "MODELS_SOURCE_UNREACHABLE",
                found.path("unreachable").path("code").asText());
    }

    @Test
    void saysThatNothingCanBeFoundAndWhatCannotBeAsked() {
        assertEquals(503, search("?words=nothing-like-it").statusCode());
        assertEquals(400, search("").statusCode());
        assertEquals(400, search("?words=x&limit=0").statusCode());
        assertEquals(400, search("?words=x&limit=1000").statusCode());
    }
}
