package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.endpoint.Endpoints;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import io.aiplat.routing.source.LocalModels;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Whatever name is asked for, at whatever address and with whatever fields: what is reached is the key's to use,
/// and what it costs is what whoever answered costs. The seed is fixed; `rights.seed` and `rights.requests` give
/// others.
@Timeout(600)
class RightsPropertyTest {
    private static final long SEED = Long.getLong("rights.seed", 20261129);
    private static final int REQUESTS = Integer.getInteger("rights.requests", 500);
    private static final String TOKEN = "sk-rights";
    private static final long BUDGET = 1_000_000_000_000L;
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
              second: {provider: openai, url: "${env:SERVICE}/v1"}
              here: {provider: embedded}
            defaults: {retries: 0, cooldown: {failures: 1000000}}
            models:
              - {name: smoke, deployments: [{upstream: here, model: smoke}], price: {input: 1, output: 1, per: 1K tokens}}
              - {name: dear, deployments: [{upstream: here, model: hidden}], price: {input: 2, output: 2, per: 1K tokens}}
              - name: free
                deployments: [{upstream: there, model: free-there}]
                fallbacks: {general: [best, cheap], context_window: [dear, wild/long]}
              - {name: cheap, deployments: [{upstream: second, model: cheap-there}], price: {input: 3, output: 3, per: 1K tokens}}
              - {name: costly, deployments: [{upstream: second, model: costly-there}], price: {input: 7, output: 7, per: 1K tokens}}
              - name: two
                retries: 2
                deployments:
                  - {upstream: there, model: a, price: {input: 4, output: 1, per: 1K tokens}}
                  - {upstream: second, model: b, order: 2, price: {input: 0, output: 9, per: 1K tokens}}
              - {name: "wild/*", deployments: [{upstream: second, model: "*"}]}
            aliases: {best: finest, finest: costly, quick: smoke}
            """;
    private static final String USAGE =
            "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"input_tokens\":3," + "\"output_tokens\":5}";
    private static final List<String> BASES = List.of(
            "smoke",
            "quick",
            "dear",
            "hidden",
            "free",
            "free-there",
            "cheap",
            "cheap-there",
            "costly",
            "best",
            "finest",
            "costly-there",
            "two",
            "a",
            "b",
            "other",
            "wild/other",
            "wild/costly-there",
            "wild/b",
            "*",
            "wild/*");
    private static final List<String> PATTERNS =
            List.of("smoke", "quick", "dear", "free", "cheap", "c*", "best", "two", "other*", "wild/*", "f*", "*");
    private static final List<String> FIELDS = List.of(
            ",\"Model\":\"costly-there\"",
            ",\"models\":[\"costly-there\"]",
            ",\"extra_body\":{\"model\":\"costly-there\"}",
            ",\"mod\\u0065l\":\"costly-there\"",
            ",\"provider\":{}");

    /// Where a model is reached.
    private enum Place {
        HERE,
        THERE,
        SECOND
    }

    /// What a server was asked for.
    private record Reached(Place place, String model) {}

    /// By which names the owner lets a model be reached, the model's own first, and what a token costs in
    /// millionths.
    private record Known(List<String> names, long input, long output) {}

    private final Misbehaving there = new Misbehaving();
    private final Misbehaving second = new Misbehaving();
    private final RunningGateway gateway = new RunningGateway(LocalModels.addedTo(
            Configured.plan(
                    YAML,
                    Map.of(
                            "UPSTREAM",
                            there.url().toString(),
                            "SERVICE",
                            second.url().toString().replaceFirst("/v1$", ""))),
            TestDependencies.LOCAL));
    private final List<String> embedded = new CopyOnWriteArrayList<>();
    private final Random random = new Random(SEED);

    RightsPropertyTest() throws IOException {
        var usual = gateway.engine.embedding;
        gateway.engine.embedding = (model, inputs) -> {
            embedded.add(model);
            return usual.apply(model, inputs);
        };
        second.always(Reply.json("{\"choices\":[]," + USAGE + "}"));
    }

    @AfterEach
    void close() {
        gateway.close();
        there.close();
        second.close();
    }

    private static @Nullable Known known(Reached reached) {
        String model = spelled(reached.model());
        return switch (reached.place()) {
            case HERE ->
                switch (model) {
                    case "smoke" -> new Known(List.of("smoke", "quick"), 1000, 1000);
                    case "hidden" -> new Known(List.of("dear"), 2000, 2000);
                    default -> new Known(List.of(reached.model()), 0, 0);
                };
            case THERE ->
                switch (model) {
                    case "free-there" -> new Known(List.of("free"), 0, 0);
                    case "a" -> new Known(List.of("two"), 4000, 1000);
                    default -> null;
                };
            case SECOND ->
                switch (model) {
                    case "cheap-there" -> new Known(List.of("cheap"), 3000, 3000);
                    case "costly-there" -> new Known(List.of("costly", "best", "finest"), 7000, 7000);
                    case "b" -> new Known(List.of("two"), 0, 9000);
                    default -> new Known(List.of("wild/" + reached.model()), 0, 0);
                };
        };
    }

    /// As an Ollama takes a name.
    private static String spelled(String name) {
        return name.toLowerCase(Locale.ROOT)
                .strip()
                .replaceFirst("^https?://", "")
                .replaceFirst("^registry\\.ollama\\.ai/", "")
                .replaceFirst("^library/", "")
                .replaceFirst("(:latest)+$", "");
    }

    private static boolean allows(List<String> patterns, Known known) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? known.names().getFirst().startsWith(pattern.substring(0, pattern.length() - 1))
                        : known.names().contains(pattern));
    }

    @Test
    void nothingIsReachedThatIsNotTheKeysAndWhoAnswersIsPaid() throws InterruptedException {
        int answered = 0;
        List<String> patterns = List.of();
        for (int i = 0; i < REQUESTS; i++) {
            if (i % 10 == 0) {
                patterns = List.of(pick(PATTERNS), pick(PATTERNS), pick(PATTERNS));
                allow(patterns);
            }
            there.always(
                    switch (random.nextInt(3)) {
                        case 0 -> Reply.status(500, "{}");
                        case 1 -> Reply.status(400, "{\"error\":{\"code\":\"context_length_exceeded\"}}");
                        default -> Reply.json("{\"choices\":[]," + USAGE + "}");
                    });
            Endpoint endpoint = pick(List.copyOf(Endpoints.ALL.all()));
            String name = spelling(pick(BASES));
            long before = spent();
            HttpResponse<String> answer = ask(endpoint, name);
            String what = "seed " + SEED + ", request " + i + ": " + endpoint + " of '" + name + "' with " + patterns
                    + ": " + answer.statusCode() + " " + answer.body();
            List<Reached> reached = reached();
            for (Reached one : reached) {
                Known known = known(one);
                assertNotNull(known, one + " by " + what);
                assertTrue(allows(patterns, known), one + " by " + what);
            }
            if (reached.isEmpty()) {
                assertSpent(before, what);
            } else if (answer.statusCode() == 200) {
                answered++;
                assertSpent(before + cost(reached.getLast(), endpoint), what);
            }
        }
        assertTrue(answered > REQUESTS / 12, "answered: " + answered);
    }

    private void allow(List<String> patterns) {
        Limits limits = new Limits(List.of(new Budget(BUDGET, Window.Calendar.MONTH)), null, null, null, patterns);
        gateway.serving.seed(TOKEN, TOKEN, KeySettings.PLAIN.with(limits));
    }

    private long cost(Reached reached, Endpoint endpoint) {
        Known known = known(reached);
        if (known == null || endpoint.counts()) {
            return 0;
        }
        if (reached.place() != Place.HERE) {
            // What generates nothing reserves nothing for it, and does not pay for it.
            boolean generates = endpoint.generates() || endpoint.isForm();
            return 3 * known.input() + (generates ? 5 * known.output() : 0);
        }
        return switch (endpoint.label().label()) {
            case "embeddings" -> 7 * known.input();
            case "completions" -> 2 * known.input() + 4 * known.output();
            default -> 5 * known.input() + 3 * known.output();
        };
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String spelling(String base) {
        String name = base;
        for (int i = Math.max(0, random.nextInt(5) - 2); i > 0; i--) {
            name = switch (random.nextInt(12)) {
                case 0, 1, 2 -> name + ":latest";
                case 3 -> name.toUpperCase(Locale.ROOT);
                case 4 -> Character.toUpperCase(name.charAt(0)) + name.substring(1);
                case 5 -> "library/" + name;
                case 6 -> "registry.ollama.ai/library/" + name;
                case 7 -> "https://" + name;
                case 8 -> name + pick(List.of(" ", "\\u00a0", "\\u200b", "\\t", "\\u0000"));
                case 9 -> pick(List.of(" ", "./", "\\ufeff")) + name;
                case 10 -> name.replace("s", "\\u017f");
                default -> "wild/" + name;
            };
        }
        return name;
    }

    private HttpResponse<String> ask(Endpoint endpoint, String name) {
        String more = random.nextInt(5) == 0 ? pick(FIELDS) : "";
        String head = "{\"model\":\"" + name + "\",\"max_tokens\":20";
        String messages = ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
        return switch (endpoint.label().label()) {
            case "chat", "messages", "count_tokens" -> json(endpoint, head + messages);
            case "completions" -> json(endpoint, head + ",\"prompt\":\"hi\"" + more + "}");
            case "responses", "input_tokens", "compact", "embeddings" ->
                json(endpoint, "{\"model\":\"" + name + "\",\"input\":\"hi\"" + more + "}");
            case "rerank" ->
                json(endpoint, "{\"model\":\"" + name + "\",\"query\":\"hi\",\"documents\":[\"a\"]" + more + "}");
            default -> form(name);
        };
    }

    private HttpResponse<String> json(Endpoint endpoint, String body) {
        return gateway.post(endpoint.path(), body, "Authorization", "Bearer " + TOKEN);
    }

    private HttpResponse<String> form(String name) {
        List<String> parts = new ArrayList<>(List.of(part("model", name)));
        if (random.nextInt(3) == 0) {
            parts.add(random.nextInt(2), part(pick(List.of("model", "MODEL", "model[]", "models")), "costly-there"));
        }
        return gateway.post(
                "/v1/audio/transcriptions",
                String.join("", parts) + "--b0und--\r\n",
                "Authorization",
                "Bearer " + TOKEN,
                "content-type",
                "multipart/form-data; boundary=b0und");
    }

    private static String part(String name, String value) {
        return "--b0und\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    /// What was reached since this was asked last, in its order.
    private List<Reached> reached() {
        List<Reached> reached = new ArrayList<>();
        models(there).forEach(model -> reached.add(new Reached(Place.THERE, model)));
        models(second).forEach(model -> reached.add(new Reached(Place.SECOND, model)));
        gateway.engine.asked.forEach(request -> reached.add(new Reached(Place.HERE, request.model())));
        gateway.engine.continued.forEach(request -> reached.add(new Reached(Place.HERE, request.model())));
        embedded.forEach(model -> reached.add(new Reached(Place.HERE, model)));
        List.of(there.asked(), second.asked(), gateway.engine.asked, gateway.engine.continued, embedded)
                .forEach(List::clear);
        return reached;
    }

    private static Stream<String> models(Misbehaving upstream) {
        return upstream.asked().stream()
                .map(asked -> asked.body().startsWith("{")
                        ? RunningGateway.json(asked.body()).path("model").asText()
                        : asked.body().replaceFirst("(?s).*name=\"model\"\r\n\r\n(.*?)\r\n.*", "$1"));
    }

    private long spent() {
        return BUDGET
                - gateway.serving.governance().budgetsLeft().stream()
                        .mapToLong(BudgetLeft::micros)
                        .sum();
    }

    /// It is booked just after the client has its answer.
    private void assertSpent(long micros, String what) throws InterruptedException {
        Eventually.seen(micros + " are spent: " + what, this::spent, spent -> spent == micros);
    }
}
