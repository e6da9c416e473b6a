package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Price;
import io.aiplat.model.spend.Window;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever numbers a client writes, and by whatever names: either it is refused by name, or the most that a server
/// can make of the bytes it gets is reserved. The upstream ends the connection, so that what was reserved is what
/// is paid; a token of the answer costs a millionth here, and one of the prompt nothing.
@Timeout(120)
class TokenBoundsTest {
    private static final String LIMITED = "sk-limited";
    private static final long BUDGET = 100_000_000_000L;
    private static final Price ANSWERS = new Price.PerToken(0, 0, 1_000_000);

    private static final Map<String, String> APIS = Map.of(
            "/v1/chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]",
            "/v1/completions", "\"prompt\":[\"a\",\"b\"]",
            "/v1/responses", "\"input\":\"hi\"");

    private static final List<String> CAPS = List.of(
            "max_tokens",
            "max_completion_tokens",
            "max_output_tokens",
            "max_new_tokens",
            "num_predict",
            "n_predict",
            "max_length",
            "maxOutputTokens",
            "max_tokens_to_sample",
            "Max_Tokens",
            "MAX_COMPLETION_TOKENS",
            "max_to\u212Aens",
            "max\\u005ftokens",
            "max-tokens");
    private static final List<String> FACTORS = List.of(
            "n", "N", "best_of", "num_return_sequences", "candidate_count", "candidateCount", "num_beams", "n_cmpl");
    private static final List<String> MORE = List.of("thinking_budget", "min_tokens");
    private static final List<String> CONTAINERS = List.of(
            "",
            "options",
            "extra_body",
            "parameters",
            "generationConfig",
            "sampling_params",
            "vendor",
            "reasoning",
            "thinking");

    /// As people and attackers write numbers.
    private static final List<String> SPELLINGS = List.of(
            "1",
            "2",
            "7",
            "100",
            "4096",
            "2000",
            "100000",
            "2147483647",
            "2147483648",
            "4611686018427387904",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551617",
            "1" + "0".repeat(80),
            "-1",
            "-2",
            "0",
            "-0",
            "1.0",
            "2.5",
            "3e2",
            "1e2",
            "2E+3",
            "1e-2",
            "1e400",
            "0.1e1",
            "100000.0",
            "1e99999999999",
            "\"100000\"",
            "\"1e5\"",
            "\" 9\"",
            "\"NaN\"",
            "\"\"",
            "true",
            "null",
            "[100000]",
            "{\"a\":1}");

    private static FrontOf front(UpstreamKind kind) throws IOException {
        FrontOf front = new FrontOf(
                new Rules(Rules.USUAL.limits(), 0, Rules.USUAL.fallbacks(), Rules.USUAL.deployment()).priced(ANSWERS),
                kind);
        front.key(LIMITED, new Limits(List.of(new Budget(BUDGET, Window.Calendar.MONTH)), null, null, null, List.of()));
        return front;
    }

    private static long left(FrontOf front) {
        return front.gateway.serving.governance().budgetsLeft().stream()
                .mapToLong(BudgetLeft::micros)
                .sum();
    }

    private static HttpResponse<String> post(FrontOf front, String path, String body) {
        return front.gateway.post(path, body, "Authorization", "Bearer " + LIMITED);
    }

    @Test
    void whatIsReservedIsTheMostThatAnyReaderMakesOfIt() throws IOException {
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        List<String[]> cases = new ArrayList<>();
        for (String field : all()) {
            for (String spelling : SPELLINGS) {
                cases.add(new String[] {"\"" + field + "\":" + spelling, field});
            }
        }
        for (int round = 0; round < 700; round++) {
            Set<String> names = new TreeSet<>();
            cases.add(new String[] {members(random, names), String.join(" ", names)});
        }
        int reached = 0;
        List<String> paths = new ArrayList<>(new TreeSet<>(APIS.keySet()));
        for (int at = 0; at < cases.size(); ) {
            // An upstream that has failed a hundred times is left alone.
            try (FrontOf front = front(UpstreamKind.OPENAI)) {
                for (int asked = 0; asked < 90 && at < cases.size(); at++) {
                    String path = paths.get(random.nextInt(paths.size()));
                    String[] one = cases.get(at);
                    asked += check(front, path, one[0], Set.of(one[1].split(" ")), seed);
                }
                reached += front.upstream.asked().size();
            }
        }
        assertTrue(reached > 150, "not all are refused: " + reached);
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(CAPS);
        all.addAll(FACTORS);
        all.addAll(MORE);
        return all;
    }

    private static String members(Random random, Set<String> names) {
        Map<String, List<String>> inside = new java.util.TreeMap<>();
        List<String> fields = all();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            String field = fields.get(random.nextInt(fields.size()));
            String container = random.nextInt(3) > 0 ? "" : CONTAINERS.get(random.nextInt(CONTAINERS.size()));
            // Sane numbers are more likely, for much is refused.
            String spelling = SPELLINGS.get(random.nextInt(random.nextInt(4) > 0 ? 7 : SPELLINGS.size()));
            inside.computeIfAbsent(container, _ -> new ArrayList<>()).add("\"" + field + "\":" + spelling);
            names.add(container.isEmpty() ? field : container);
            names.add(container.isEmpty() ? field : container + "." + field);
        }
        List<String> parts = new ArrayList<>();
        inside.forEach((container, members) -> parts.add(
                container.isEmpty()
                        ? String.join(",", members)
                        : "\"" + container + "\":{" + String.join(",", members) + "}"));
        return String.join(",", parts);
    }

    /// @return 1 if it has reached the upstream
    private static int check(FrontOf front, String path, String members, Set<String> names, long seed) {
        String body = "{\"model\":\"public\"," + APIS.get(path) + "," + members + "}";
        String what = "seed " + seed + ": " + path + " " + body;
        int before = front.upstream.asked().size();
        long had = left(front);
        HttpResponse<String> answer = post(front, path, body);
        long paid = had - left(front);
        if (front.upstream.asked().size() == before) {
            assertTrue(answer.statusCode() == 400 || answer.statusCode() == 429, what + " " + answer.body());
            String message = error(answer).path("message").asText();
            assertTrue(
                    answer.statusCode() == 429
                            || message.contains("more than once")
                            || message.contains("tokens in all")
                            || names.stream().anyMatch(name -> message.contains(name.replace("\\u005f", "_"))),
                    () -> what + " " + message);
            assertEquals(0, paid, what);
            return 0;
        }
        JsonNode sent = RunningGateway.json(front.upstream.asked().getLast().body());
        BigInteger most = most(sent);
        assertTrue(
                most.compareTo(BigInteger.valueOf(paid)) <= 0,
                () -> what + " was passed on as " + sent + ": " + paid + " were reserved of " + most);
        front.key(LIMITED, new Limits(List.of(new Budget(BUDGET, Window.Calendar.MONTH)), null, null, null, List.of()));
        return 1;
    }

    /// The most tokens that a server may generate which reads each name that there is, at any depth, and takes the
    /// most of those that mean the same.
    private static BigInteger most(JsonNode sent) {
        List<BigInteger> caps = new ArrayList<>();
        BigInteger[] factors = {BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO};
        collect(sent, false, caps, factors);
        assertFalse(caps.isEmpty(), "nothing bounds the answer: " + sent);
        BigInteger cap = caps.stream().max(BigInteger::compareTo).orElseThrow();
        long prompts = Math.max(1, sent.path("prompt").size());
        return cap.add(factors[2]).multiply(factors[0]).multiply(factors[1]).multiply(BigInteger.valueOf(prompts));
    }

    private static void collect(JsonNode object, boolean thinking, List<BigInteger> caps, BigInteger[] factors) {
        object.properties().forEach(member -> {
            String name = member.getKey()
                    .toLowerCase(Locale.ROOT)
                    .replace("\u212A", "k")
                    .replaceAll("[_-]", "");
            JsonNode value = member.getValue();
            if (value.isObject()) {
                collect(value, thinking || name.equals("thinking") || name.equals("reasoning"), caps, factors);
                return;
            }
            BigInteger number = number(value);
            if (number == null) {
                return;
            }
            switch (name) {
                case "maxtokens",
                        "maxcompletiontokens",
                        "maxoutputtokens",
                        "maxnewtokens",
                        "numpredict",
                        "npredict",
                        "maxlength",
                        "maxtokenstosample" -> {
                    if (thinking) {
                        factors[2] = factors[2].max(number);
                    } else {
                        caps.add(number);
                    }
                }
                case "mintokens" -> caps.add(number);
                case "n", "bestof", "numreturnsequences", "candidatecount", "ncmpl" ->
                    factors[0] = factors[0].max(number);
                case "numbeams" -> factors[1] = factors[1].max(number);
                case "thinkingbudget" -> factors[2] = factors[2].max(number);
                default -> {}
            }
        });
    }

    /// As the most lenient reader has it.
    private static BigInteger number(JsonNode value) {
        try {
            return new BigDecimal(value.asText().strip())
                    .setScale(0, java.math.RoundingMode.UP)
                    .toBigInteger();
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// The rows of the attack list, and others of their kind, as numbers.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "max_completion_tokens":1,"max_tokens":100000          | 1
            "max_tokens":1,"options":{"num_predict":100000}        | 100000
            "max_tokens":100,"n":4                                 | 400
            "max_tokens":100,"best_of":2000                        | 200000
            "max_tokens":100,"best_of":3,"n":2                     | 300
            "max_tokens":100,"num_beams":5,"n":2                   | 1000
            "max_tokens":100,"extra_body":{"n":7}                  | 700
            "max_tokens":3e2                                       | 300
            "max_tokens":100,"thinking":{"budget_tokens":1000}     | 1100
            "max_tokens":100,"reasoning":{"max_tokens":1000}       | 1100
            "n_predict":50                                         | 50
            "n":2                                                  | 8192
            "max_tokens":null                                      | 4096
            """)
    void reservesFor(String members, long tokens) throws IOException {
        try (FrontOf front = front(UpstreamKind.OPENAI)) {
            post(front, FrontOf.CHAT, FrontOf.body("," + members));

            assertEquals(tokens, BUDGET - left(front));
            assertEquals(1, front.upstream.asked().size());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "max_tokens":4611686018427387904,"n":4      | max_tokens
            "max_tokens":2000000000,"n":4               | n
            "max_tokens":"100"                          | max_tokens
            "max_tokens":-2                             | max_tokens
            "n":1.5                                     | n
            "n":"2"                                     | n
            "best_of":0                                 | best_of
            "options":{"num_predict":-1}                | options.num_predict
            "options":{"num_predict":1,"num_predict":9} | options
            "extra_body":{"a":{"max_new_tokens":"9"},"max_new_tokens":true} | extra_body.a.max_new_tokens
            "max_tokens":5,"min_tokens":9               | min_tokens
            "max_tokens":1,"Max_Tokens":-5              | Max_Tokens
            """)
    void refusesByName(String members, String name) throws IOException {
        try (FrontOf front = front(UpstreamKind.OPENAI)) {
            HttpResponse<String> answer = post(front, FrontOf.CHAT, FrontOf.body("," + members));

            assertEquals(400, answer.statusCode(), answer.body());
            assertEquals(name, error(answer).path("param").asText());
            assertEquals(0, front.upstream.asked().size());
        }
    }

    /// Each text and each list of token numbers is gone on with; numbers beside each other are one text.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "prompt":"a"               | 1
            "prompt":["a","b","c"]     | 3
            "prompt":[1,2,3,4,5]       | 1
            "prompt":[[1,2],[3],[4,5]] | 3
            "prompt":"a","prompt_embeds":["x","y"] | 3
            """)
    void countsPrompts(String prompt, int prompts) throws IOException {
        try (FrontOf front = front(UpstreamKind.OPENAI)) {
            post(front, "/v1/completions", "{\"model\":\"public\",\"max_tokens\":10," + prompt + "}");

            assertEquals(10L * prompts, BUDGET - left(front));
        }
    }

    /// What the owner lets an answer have holds for every name and depth.
    @Test
    void theCapOfTheRouteHoldsByEveryName() throws IOException {
        try (FrontOf front = new FrontOf(Rules.USUAL.capped(100))) {
            front.upstream.always(Reply.json(FrontOf.ANSWER));
            front.chat(",\"max_tokens\":5000,\"max_completion_tokens\":70,\"n_predict\":9000,\"MaxTokens\":1e9");
            JsonNode sent = RunningGateway.json(front.upstream.asked().getLast().body());
            for (String name : List.of("max_tokens", "max_completion_tokens", "n_predict", "MaxTokens")) {
                assertEquals(70, sent.path(name).asInt(), sent.toString());
            }

            HttpResponse<String> answer = front.chat(",\"options\":{\"num_predict\":101}");
            assertEquals("options.num_predict", error(answer).path("param").asText());
        }
    }

    /// On the other APIs, too.
    @ParameterizedTest
    @ValueSource(
            strings = {"\"n\":\"2\"", "\"best_of\":-1", "\"max_tokens\":4611686018427387904", "\"max_tokens\":1.5"})
    void refusesOnEveryApi(String member) throws IOException {
        try (FrontOf front = front(UpstreamKind.OPENAI)) {
            for (String path :
                    List.of("/v1/embeddings", "/v1/rerank", "/v1/messages", "/v1/responses", "/v1/completions")) {
                String body = "{\"model\":\"public\",\"input\":\"a\",\"query\":\"a\",\"documents\":[\"a\"],"
                        + "\"messages\":[],\"prompt\":\"a\"," + member + "}";
                assertEquals(400, post(front, path, body).statusCode(), path);
            }
            assertEquals(0, front.upstream.asked().size());
        }
    }

    @ParameterizedTest
    @CsvSource({"n,4", "best_of,2000", "num_beams,3"})
    void aFormMultipliesToo(String name, int times) throws IOException {
        try (FrontOf front = front(UpstreamKind.OPENAI)) {
            long one = form(front, "x", "1");
            assertEquals(times, form(front, name, Integer.toString(times)) / one, 0.01);
            String[] wrong = {"-1", "1.5", "two", "4611686018427387904", ""};
            for (String value : wrong) {
                assertEquals(0, form(front, name, value), value);
            }
        }
    }

    private static long form(FrontOf front, String name, String value) {
        long had = left(front);
        String part = "--b\r\nContent-Disposition: form-data; name=\"";
        front.gateway.post(
                "/v1/audio/transcriptions",
                part + "model\"\r\n\r\npublic\r\n" + part + name + "\"\r\n\r\n" + value + "\r\n" + part
                        + "file\"; filename=\"a.wav\"\r\n\r\n" + "x".repeat(64_000) + "\r\n--b--\r\n",
                "Authorization",
                "Bearer " + LIMITED,
                "Content-Type",
                "multipart/form-data; boundary=b");
        return had - left(front);
    }
}
