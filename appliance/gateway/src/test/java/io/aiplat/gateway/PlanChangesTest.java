package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a change of gateway.yaml leaves as it was: requests under way, other routes, and no upstream too many.
@Timeout(60)
class PlanChangesTest {
    private static final int CHANGES = 200;
    private static final String YAML = """
            upstreams:
              turning: {provider: openai, url: "${env:SERVICE}/v1", key: "${env:TURNING}"}
              steady: {provider: openai, url: "${env:UPSTREAM}"}
            models:
              - {name: turning, deployments: [{upstream: turning, model: m}], retries: 0}
              - {name: steady, deployments: [{upstream: steady, model: m}], cache: {}, retries: 0}
            """;

    private static String asking(String model, String more) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
    }

    private static String cache(HttpResponse<String> response) {
        return response.headers().firstValue("x-aiplat-cache").orElse("none");
    }

    private static Configured start() throws Exception {
        Configured configured = new Configured(YAML.replace("${env:TURNING}", "sk-first"));
        configured.upstream.always(Reply.json(FrontOf.ANSWER));
        return configured;
    }

    private static void follow(Configured configured, String yaml, String key) {
        configured.gateway.server.follow(Configured.plan(
                yaml,
                Map.of(
                        "UPSTREAM", configured.upstream.url().toString(),
                        "SERVICE", configured.service.url().toString().replaceFirst("/v1$", ""),
                        "TURNING", key)));
    }

    /// 200 changes of one upstream's key, under load.
    @Test
    void aKeyIsChangedWhileEverybodyGoesOn() throws Exception {
        try (Configured configured = start()) {
            RunningGateway gateway = configured.gateway;
            Semaphore go = new Semaphore(2);
            configured.service.reply(Reply.events(FrontOf.PIECE, FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE)
                    .paced(go));
            gateway.post(FrontOf.CHAT, asking("steady", ""));
            try (InputStream begun = gateway.open(FrontOf.CHAT, asking("turning", FrontOf.STREAM))
                    .body()) {
                begun.readNBytes(1);
                configured.service.always(Reply.json(FrontOf.ANSWER));
                Queue<String> failed = underLoad(gateway, () -> {
                    for (int i = 0; i < CHANGES; i++) {
                        follow(configured, YAML, "sk-" + i);
                        assertEquals(
                                200,
                                gateway.post(FrontOf.CHAT, asking("turning", ""))
                                        .statusCode());
                    }
                });
                assertEquals(List.of(), List.copyOf(failed));
                assertEquals("hit", cache(gateway.post(FrontOf.CHAT, asking("steady", ""))));
                assertEquals(3, gateway.server.providers(), "two that are named, and that of the stream");
                go.release(100);
                String rest = new String(begun.readAllBytes(), StandardCharsets.UTF_8);
                assertTrue(rest.endsWith("data: [DONE]\n\n"), rest);
            }
            while (gateway.server.providers() > 2) {
                Thread.sleep(5);
            }
            assertEquals("Bearer sk-199", configured.service.asked().getLast().header("authorization"));
        }
    }

    /// Asks for both models from two threads for as long as something goes on.
    ///
    /// @return what was answered otherwise than with 200
    private static Queue<String> underLoad(RunningGateway gateway, Runnable meanwhile) throws InterruptedException {
        Queue<String> failed = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> clients = List.of("turning", "steady").stream()
                .map(model -> Thread.ofVirtual().start(() -> {
                    do {
                        HttpResponse<String> response = gateway.post(FrontOf.CHAT, asking(model, ",\"temperature\":1"));
                        if (response.statusCode() != 200) {
                            failed.add(response.statusCode() + " " + response.body());
                        }
                    } while (!over.get());
                }))
                .toList();
        meanwhile.run();
        over.set(true);
        for (Thread client : clients) {
            client.join();
        }
        return failed;
    }

    @Test
    void aRouteThatChangesForgetsItsAnswers() throws Exception {
        try (Configured configured = start()) {
            RunningGateway gateway = configured.gateway;
            gateway.post(FrontOf.CHAT, asking("steady", ""));
            follow(configured, YAML, "sk-other");
            assertEquals("hit", cache(gateway.post(FrontOf.CHAT, asking("steady", ""))));

            follow(
                    configured,
                    YAML.replace("upstream: steady, model: m", "upstream: steady, model: other"),
                    "sk-other");
            assertEquals("miss", cache(gateway.post(FrontOf.CHAT, asking("steady", ""))));
        }
    }

    /// A pattern that is read again is another object, and looks for the same.
    @Test
    void aRouteWithGuardsKeepsItsAnswers() throws Exception {
        String guarded = YAML.replace("key: \"${env:TURNING}\"", "key: sk-first")
                        .replace("cache: {},", "cache: {}, guards: [words],")
                + "guards: {words: {kind: mask, patterns: [\"secret-[0-9]+\"], when: [before]}}\n";
        try (Configured configured = new Configured(guarded)) {
            configured.upstream.always(Reply.json(FrontOf.ANSWER));
            RunningGateway gateway = configured.gateway;
            gateway.post(FrontOf.CHAT, asking("steady", ""));
            follow(configured, guarded.replace("sk-first", "sk-other"), "");
            assertEquals("hit", cache(gateway.post(FrontOf.CHAT, asking("steady", ""))));
        }
    }

    /// What was seen of a deployment outlives changes of others, and goes with its own.
    @Test
    void aDeploymentThatIsLeftAloneStaysSo() throws Exception {
        String resting = YAML.replace("cache: {},", "cooldown: {failures: 1, for: 10m},")
                .replace(
                        "{upstream: steady, model: m}",
                        "{upstream: steady, model: m}, {upstream: other, model: m, order: 2}")
                .replace("models:", "  other: {provider: openai, url: \"${env:SERVICE}/v1\"}\nmodels:")
                .replace("retries: 0}\n", "retries: 1}\n");
        try (Configured configured = new Configured(resting.replace("${env:TURNING}", "sk-first"))) {
            RunningGateway gateway = configured.gateway;
            configured.upstream.always(Reply.status(500, "{}"));
            configured.service.always(Reply.json(FrontOf.ANSWER));
            gateway.post(FrontOf.CHAT, asking("steady", ""));
            int asked = configured.upstream.asked().size();
            for (int i = 0; i < 5; i++) {
                follow(configured, resting, "sk-" + i);
                gateway.post(FrontOf.CHAT, asking("steady", ""));
            }
            assertEquals(asked, configured.upstream.asked().size());
            configured.upstream.always(Reply.json(FrontOf.ANSWER));
            follow(configured, resting.replace("steady, model: m", "steady, model: another"), "sk-other");
            gateway.post(FrontOf.CHAT, asking("steady", ""));
            assertEquals(asked + 1, configured.upstream.asked().size(), "another one is asked");
        }
    }
}
