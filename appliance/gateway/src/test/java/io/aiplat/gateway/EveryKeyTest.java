package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.access.KeySeeds;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.KeySeed;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.file.GatewayFile;
import io.aiplat.routing.file.GatewayReference;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// Every key of gateway.yaml, as its reference has them, with hostile values: the file is refused with its place,
/// or a running gateway follows it, has its keys, and answers. Each key meets a quarter of the values, neighbours
/// others; `-Daiplat.hostile=1` has every key meet all of them.
@Timeout(120)
class EveryKeyTest {
    private static final Pattern PLACE = Pattern.compile("gateway\\.yaml:[0-9]+:[0-9]+");
    private static final String ANSWER = "{\"id\":\"x\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"yes a@b.example\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}}";

    /// Where each section of the reference stands in a file that is right, as a path into [#right()].
    private static final Map<String, List<Object>> SECTIONS = new LinkedHashMap<>(Map.ofEntries(
            Map.entry("The file", List.of()),
            Map.entry("keys[]", List.of("keys", 0)),
            Map.entry("keys[].budget", List.of("keys", 0, "budget")),
            Map.entry("upstreams.NAME", List.of("upstreams", "up")),
            Map.entry("models[]", List.of("models", 0)),
            Map.entry("models[].deployments[]", List.of("models", 0, "deployments", 0)),
            Map.entry("models[].rules[]", List.of("models", 0, "rules", 0)),
            Map.entry("models[].cooldown", List.of("models", 0, "cooldown")),
            Map.entry("models[].fallbacks", List.of("models", 0, "fallbacks")),
            Map.entry("models[].price", List.of("models", 0, "price")),
            Map.entry("models[].cache", List.of("models", 0, "cache")),
            Map.entry("defaults", List.of("defaults")),
            Map.entry("guards.NAME", List.of("guards", "look")),
            Map.entry("telemetry", List.of("telemetry")),
            Map.entry("responses", List.of("responses")),
            Map.entry("database", List.of("database")),
            Map.entry("currency", List.of("currency"))));

    private static final List<String> HOSTILE = HostileValues.all();

    private static Misbehaving upstream;
    private static RunningGateway gateway;
    private static List<KeySeed> sown = List.of();
    private static int turn;

    @BeforeAll
    static void start() throws Exception {
        upstream = new Misbehaving();
        upstream.always(Reply.json(ANSWER));
        gateway = new RunningGateway(((ConfigReadResult.Accepted) read(yaml(right()))).plan());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.close();
    }

    /// A file that is right and has every section.
    private static Map<String, Object> right() {
        Map<String, Object> price = map("input", "1", "output", "2");
        Map<String, Object> model = map(
                "name",
                "m",
                "deployments",
                list(map("upstream", "up", "model", "there")),
                "rules",
                list(map("name", "r")),
                "cooldown",
                map("failures", "1000000"),
                "fallbacks",
                map("general", "[other]"),
                "price",
                price,
                "cache",
                map("max_entries", "1"),
                "retries",
                "0",
                "guards",
                "[look]");
        Map<String, Object> other = map("name", "other", "deployments", list(map("upstream", "up", "model", "there")));
        other.put("guards", "[look]");
        return map(
                "keys",
                list(map("name", "ci", "key", "sk-ci-12345", "budget", map("amount", "5"))),
                "upstreams",
                map("up", map("provider", "openai", "url", "\"" + upstream.url() + "\"")),
                "models",
                list(model, other),
                "aliases",
                map("quick", "m"),
                "guards",
                map("look", map("kind", "mask", "entities", "[email]", "when", "[before, after]")),
                "currency",
                map("base", "USD", "JPY", "0.0067"),
                "telemetry",
                map("content", "false"),
                "responses",
                map("keep", "3d"),
                "database",
                map("url", "postgresql://127.0.0.1:1/nowhere", "user", "ann", "password", "secret"),
                "defaults",
                map("drop_params", "false"));
    }

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static List<Object> list(Object... items) {
        return new ArrayList<>(List.of(items));
    }

    private static String yaml(Map<String, Object> file) {
        StringBuilder text = new StringBuilder();
        file.forEach((key, value) ->
                text.append(key).append(": ").append(flow(value)).append('\n'));
        return text.toString();
    }

    private static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                "{"
                        + String.join(
                                ", ",
                                map.entrySet().stream()
                                        .map(e -> e.getKey() + ": " + flow(e.getValue()))
                                        .toList())
                        + "}";
            case List<?> items ->
                "[" + String.join(", ", items.stream().map(EveryKeyTest::flow).toList()) + "]";
            default -> value.toString();
        };
    }

    private static ConfigReadResult read(String text) {
        return GatewayFile.read("gateway.yaml", text, Path.of("/unused"), Map.of(), new GatewayDryRun());
    }

    /// The keys of every section, as the reference has them.
    private static Map<String, List<String>> reference() {
        Map<String, List<String>> keys = new TreeMap<>();
        String section = "";
        for (String line : GatewayReference.markdown().lines().toList()) {
            if (line.startsWith("## ")) {
                section = line.substring(3);
                keys.put(section, new ArrayList<>());
            } else if (line.startsWith("| `")) {
                keys.get(section).add(line.substring(3, line.indexOf('`', 3)));
            }
        }
        keys.put(
                "defaults",
                keys.get("models[]").stream()
                        .filter(key -> !key.equals("name") && !key.equals("deployments"))
                        .toList());
        return keys;
    }

    @Test
    void knowsEverySectionOfTheReference() {
        assertEquals(new TreeSet<>(SECTIONS.keySet()), new TreeSet<>(reference().keySet()));
        assertTrue(reference().values().stream().mapToInt(List::size).sum() > 70, "keys");
    }

    @TestFactory
    Stream<DynamicTest> isRefusedWithItsPlaceOrServes() {
        return reference().entrySet().stream()
                .flatMap(section -> section.getValue().stream()
                        .map(key -> DynamicTest.dynamicTest(
                                section.getKey() + " " + key, () -> tries(SECTIONS.get(section.getKey()), key))));
    }

    @Test
    void refusesAStoreThatCanNeverBeAFolder() {
        for (String store : List.of("/dev/null", "/dev/null/below", "x".repeat(300), "/" + "long/".repeat(1_000))) {
            Map<String, Object> file = right();
            put(file, List.of(), "store", store);
            assertInstanceOf(ConfigReadResult.Refused.class, read(yaml(file)), cut(store));
        }
    }

    private static void tries(List<Object> path, String key) {
        int step = Integer.getInteger("aiplat.hostile", 4);
        for (int i = turn++ % step; i < HOSTILE.size(); i += step) {
            String value = HOSTILE.get(i);
            Map<String, Object> file = right();
            put(file, path, key, value);
            refusedOrServed(yaml(file), key + ": " + cut(value));
        }
    }

    private static String cut(String value) {
        return value.length() > 60 ? value.substring(0, 60) + "..." : value;
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> file, List<Object> path, String key, String value) {
        Object section = file;
        for (Object step : path) {
            section = step instanceof Integer index
                    ? ((List<Object>) section).get(index)
                    : ((Map<String, Object>) section).get((String) step);
        }
        ((Map<String, Object>) section).put(key, value);
    }

    private static void refusedOrServed(String text, String what) {
        switch (read(text)) {
            case ConfigReadResult.Refused(var problems) -> {
                assertFalse(problems.isEmpty(), what);
                for (Problem problem : problems) {
                    assertEquals(ExitCode.SETTINGS, problem.code().exit(), what);
                    assertTrue(PLACE.matcher(problem.toText()).find(), () -> what + ": " + problem.toText());
                }
            }
            case ConfigReadResult.Accepted(var plan) -> serves(plan, what);
        }
    }

    private static void serves(GatewayConfig plan, String what) {
        if (!plan.keys().equals(sown)) {
            KeySeeds.sow(plan.keys(), gateway.serving.governance().administration());
            sown = plan.keys();
        }
        gateway.server.follow(plan);
        if (!plan.routes().isEmpty()) {
            String model = plan.routes().getFirst().name();
            String body = "{\"model\":" + new com.fasterxml.jackson.databind.node.TextNode(model)
                    + ",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi a@b.example\"}]}";
            HttpResponse<String> response = gateway.post("/v1/chat/completions", body);
            assertTrue(
                    response.statusCode() != 500 && !response.body().contains("internal_error"),
                    () -> what + ": " + response.statusCode() + " " + response.body());
        }
        HttpResponse<String> models = gateway.get("/v1/models");
        assertEquals(200, models.statusCode(), () -> what + ": " + models.body());
    }
}
