package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.gateway.provider.ServingOptionsSource;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Listener;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Tracing;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a deployment says of context and memory reaches the engine, whatever is asked of it.
class ServingTest {
    private static final ServingOptions SAID = new ServingOptions(2048, Duration.ofMinutes(30));

    private static GatewayConfig plan(UpstreamKind kind) {
        URI url = kind == UpstreamKind.EMBEDDED ? null : URI.create("http://127.0.0.1:1");
        Deployment deployment =
                new Deployment("here", "smoke", 1, 1, SAID.context(), SAID.keepAlive(), null, Deployment.QUEUE, null);
        return new GatewayConfig(
                new Listener("127.0.0.1", 4000, Path.of("unused")),
                List.of(),
                Map.of("here", new Upstream("here", kind, url, null, Map.of())),
                List.of(Route.of("small", List.of(deployment), Strategy.WEIGHTED)),
                Map.of(),
                Map.of(),
                Tracing.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"OLLAMA", "EMBEDDED"})
    void everythingAskedOfAnEngineIsServedAsTheDeploymentSays(UpstreamKind kind) {
        try (RunningGateway gateway = new RunningGateway(plan(kind))) {
            String messages = "\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
            ok(gateway, "/v1/chat/completions", messages);
            ok(gateway, "/v1/responses", "\"model\":\"small\",\"input\":\"hi\"");
            ok(gateway, "/v1/messages", messages + ",\"max_tokens\":9");
            ok(gateway, "/v1/messages/count_tokens", messages);
            assertEquals(4, gateway.engine.asked.size());
            gateway.engine.asked.forEach(request -> assertEquals(SAID, request.serving()));

            ok(gateway, "/v1/completions", "\"model\":\"small\",\"prompt\":\"hi\"");
            assertEquals(SAID, gateway.engine.continued.getFirst().serving());

            ok(gateway, "/v1/embeddings", "\"model\":\"small\",\"input\":\"hi\"");
            assertEquals(List.of(SAID), gateway.engine.embedded);
        }
    }

    private static void ok(RunningGateway gateway, String path, String fields) {
        var response = gateway.post(path, "{" + fields + "}");
        assertEquals(200, response.statusCode(), response.body());
    }

    @Test
    void whatADeploymentLeavesOpenIsTheEnginesChoice() {
        try (RunningGateway gateway = new RunningGateway()) {
            gateway.chat("");
            assertEquals(ServingOptions.USUAL, gateway.engine.asked.getFirst().serving());
        }
    }

    @Test
    void foreverAndNotAtAllAreSaidAsEnginesUnderstandThem() {
        Deployment kept = new Deployment("here", "smoke", 1, 1, null, Deployment.FOREVER, null, 1, null);
        Deployment dropped = new Deployment("here", "smoke", 1, 1, null, Duration.ZERO, null, 1, null);
        assertEquals(new ServingOptions(null, Duration.ofSeconds(-1)), ServingOptionsSource.of(kept));
        assertEquals(new ServingOptions(null, Duration.ZERO), ServingOptionsSource.of(dropped));
    }
}
