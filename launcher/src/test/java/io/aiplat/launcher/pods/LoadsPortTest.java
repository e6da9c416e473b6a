package io.aiplat.launcher.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.operator.pods.PublishedScaling;
import io.aiplat.routing.scaling.RouteLoad;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoadsPortTest {
    private static final String QUESTION = """
            {"after": -1, "routes": [{"origin": {"kind": "RESOURCE", "name": "models/default/chat",
            "since": "1970-01-01T00:00:00Z"}, "route": "chat"}]}""";

    private final PublishedScaling scaling = new PublishedScaling(Duration.ofSeconds(5));

    private static HttpResponse<String> ask(LoadsPort port, String login, String question)
            throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + "/loads"))
                            .header("Authorization", login)
                            .POST(BodyPublishers.ofString(question))
                            .build(),
                    BodyHandlers.ofString());
        }
    }

    @Test
    void theOperatorIsAnsweredAndNobodyElse() throws Exception {
        try (LoadsPort port = LoadsPort.open(0, new Secret("key"), scaling, (_, _) -> new RouteLoad(2, 9))) {
            HttpResponse<String> answer = ask(port, "Bearer key", QUESTION);
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().contains("\"inFlight\":2,\"ended\":9"), answer.body());
            assertEquals(401, ask(port, "Bearer other", QUESTION).statusCode());
            assertEquals(401, ask(port, "key", QUESTION).statusCode());
            assertEquals(400, ask(port, "Bearer key", "{").statusCode());
        }
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        try (LoadsPort port = LoadsPort.open(0, new Secret("key"), scaling, (_, _) -> RouteLoad.NONE)) {
            ApplianceException taken = assertThrows(
                    ApplianceException.class,
                    () -> LoadsPort.open(port.port(), new Secret("key"), scaling, (_, _) -> RouteLoad.NONE)
                            .close());
            assertEquals("POD_CANNOT_LISTEN", taken.problem().code().id());
        }
    }
}
