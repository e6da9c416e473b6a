package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.Misbehaving.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A secret at a random place of a random request, written in a random way, never reaches the upstream of a model
/// with a guard; and none of an answer's the client. `-Daiplat.seed=N` repeats a run, `-Daiplat.rounds=N` makes it
/// longer.
@Timeout(600)
class GuardedRequestsTest {
    private static final long SEED = Long.getLong("aiplat.seed", 20261129L);
    private static final int ROUNDS = Integer.getInteger("aiplat.rounds", 150);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CARD = "4111 1111 1111 1111";
    private static final String DIGITS = CARD.replace(" ", "");
    private static final String MAIL = "ada@example.org";
    private static final String YAML = """
            upstreams:
              there: {provider: openai, url: "${env:UPSTREAM}"}
              cloud: {provider: anthropic, url: "${env:UPSTREAM}", key: "sk-upstream"}
            models:
              - {name: mask, deployments: [{upstream: there, model: private}], guards: [mask]}
              - {name: block, deployments: [{upstream: there, model: private}], guards: [block]}
              - {name: cloud, deployments: [{upstream: cloud, model: private}], guards: [mask]}
              - {name: after, deployments: [{upstream: there, model: private}], guards: [after]}
            guards:
              mask: {kind: mask, entities: [email, credit_card]}
              block: {kind: block, entities: [email, credit_card]}
              after: {kind: mask, entities: [email, credit_card], when: [after]}
            """;

    /// Requests with a `#` wherever a text may stand.
    private static final Map<String, String> REQUESTS = Map.of(
            "/v1/chat/completions",
            """
            {"messages":[{"role":"system","content":"#"},{"role":"user","name":"#","content":[{"type":"text","text":"#"},
            {"type":"text","text":"#"},{"type":"image_url","image_url":{"url":"#"}},{"type":"file","file":{"filename":"#",
            "file_data":"#"}}]},{"role":"assistant","content":"#","reasoning_content":"#","refusal":"#","tool_calls":[{"id":
            "#","type":"function","function":{"name":"#","arguments":"{\\"a\\":{\\"#\\":[\\"#\\",1]}}"}}]},{"role":"tool",
            "tool_call_id":"#","content":"#"}],"tools":[{"type":"function","function":{"name":"#","description":"#",
            "parameters":{"type":"object","title":"#","properties":{"#":{"type":"string","description":"#","enum":["#"],
            "default":"#","pattern":"#"}},"required":["#"]}}}],"functions":[{"name":"#","description":"#"}],"documents":
            [{"title":"#","text":"#","#":"#"}],"stop":["#"],"response_format":{"type":"json_schema","json_schema":{"name":
            "#","description":"#","schema":{"#":"#"}}},"prediction":{"type":"content","content":[{"type":"text","text":"#"}
            ]},"web_search_options":{"user_location":{"approximate":{"city":"#"}}},"unheard_of":{"#":["#"]}}""",
            "/v1/completions",
            "{\"prompt\":[\"#\",\"#\"],\"suffix\":\"#\",\"stop\":\"#\",\"unheard_of\":\"#\"}",
            "/v1/embeddings",
            "{\"input\":[\"#\",\"#\"],\"instruction\":\"#\"}",
            "/v1/rerank",
            "{\"query\":\"#\",\"documents\":[\"#\",{\"text\":\"#\",\"#\":\"#\"}]}",
            "/v1/responses",
            """
            {"instructions":"#","input":[{"role":"user","content":[{"type":"input_text","text":"#"},{"type":"input_text",
            "text":"#"},{"type":"input_image","image_url":"#"},{"type":"input_file","filename":"#","file_data":"#"}]},
            {"type":"reasoning","id":"#","summary":[{"type":"summary_text","text":"#"}]},{"type":"function_call","call_id":
            "#","name":"#","arguments":"{\\"#\\":\\"#\\"}"},{"type":"function_call_output","call_id":"#","output":"#"},
            {"type":"mcp_call","arguments":"#","error":"#","output":"#","server_label":"#"}],"tools":[{"type":"function",
            "name":"#","description":"#","parameters":{"properties":{"#":{"description":"#"}}}}],"text":{"format":{"type":
            "json_schema","name":"#","schema":{"#":"#"}}},"prompt":{"id":"#","variables":{"#":"#"}}}""",
            "/v1/messages",
            """
            {"max_tokens":9,"system":[{"type":"text","text":"#"},{"type":"text","text":"#"}],"messages":[{"role":"user",
            "content":[{"type":"text","text":"#"},{"type":"document","title":"#","context":"#","source":{"type":"text",
            "media_type":"text/plain","data":"#"}},{"type":"document","source":{"type":"base64","media_type":"text/plain",
            "data":"#"}},{"type":"search_result","source":"#","title":"#","content":[{"type":"text","text":"#"}]}]},{"role":
            "assistant","content":[{"type":"thinking","thinking":"#","signature":"#"},{"type":"tool_use","id":"#","name":
            "#","input":{"#":["#"]}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"#","content":[{"type":
            "text","text":"#"},{"type":"text","text":"#"}]}]}],"stop_sequences":["#"],"tools":[{"name":"#","description":
            "#","input_schema":{"type":"object","properties":{"#":{"description":"#"}}}}]}""");

    private final Configured configured = new Configured(YAML);
    private final RunningGateway gateway = configured.gateway;

    GuardedRequestsTest() throws IOException {
        configured.upstream.always(Reply.json("{\"data\":[],\"choices\":[],\"output\":[],\"results\":[],\"content\":[],"
                + "\"usage\":{\"prompt_tokens\":1,\"input_tokens\":1}}"));
    }

    @AfterEach
    void close() {
        configured.close();
    }

    /// A way to write a secret.
    private static String written(String secret, Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> secret.replace(' ', '\u00a0');
            case 1 -> secret.replace(" ", "\u2009").replace('@', '\uff20');
            case 2 -> between(secret, "\u200b", random);
            case 3 -> between(secret, "\u00ad", random);
            case 4 -> wide(secret);
            case 5 -> digits(secret, '\u0660');
            case 6 -> secret.replace(" ", "%20").replace("@", "%40");
            case 7 -> secret.replace(" ", "&#32;").replace("@", "&#x40;");
            case 8 -> secret.replace("1", "\\u0031").replace("@", "\\u0040");
            case 9 ->
                secret.replace(
                        " ", List.of("", "  ", "\n", "\t", ".", "-", "\u2013").get(random.nextInt(7)));
            case 10 -> between(secret, "\u0332", random);
            default -> secret;
        };
    }

    private static String between(String secret, String noise, Random random) {
        StringBuilder written = new StringBuilder();
        for (char c : secret.toCharArray()) {
            written.append(c).append(random.nextBoolean() ? noise : "");
        }
        return written.toString();
    }

    private static String wide(String secret) {
        StringBuilder written = new StringBuilder();
        secret.chars().forEach(c -> written.append((char) (c == ' ' ? 0x3000 : c + 0xFEE0)));
        return written.toString();
    }

    private static String digits(String secret, char zero) {
        StringBuilder written = new StringBuilder();
        secret.chars().forEach(c -> written.append((char) (c >= '0' && c <= '9' ? c - '0' + zero : c)));
        return written.toString();
    }

    /// The request with a secret at one of its places, or in two neighbouring ones, and something harmless at
    /// others.
    private static String request(String template, String model, Random random) throws IOException {
        ObjectNode request = (ObjectNode) JSON.readTree(template);
        List<Consumer<String>> places = new ArrayList<>();
        List<Integer> parts = new ArrayList<>();
        places(request, places, parts);
        String secret = random.nextBoolean() ? CARD : MAIL;
        String written = written(secret, random);
        int place = random.nextInt(places.size());
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            texts.add(List.of("", "well", "Hello, you.", "é ☕ ok ").get(random.nextInt(4)));
        }
        String alone = List.of("", " ", "It is ", "(").get(random.nextInt(4))
                + written
                + List.of("", " ok", ", and").get(random.nextInt(3));
        if (random.nextInt(4) == 0 && !parts.isEmpty()) {
            int first = parts.get(random.nextInt(parts.size()));
            int cut = 1 + random.nextInt(written.length() - 1);
            texts.set(
                    first, texts.get(first).isEmpty() ? written.substring(0, cut) : "so " + written.substring(0, cut));
            texts.set(first + 1, written.substring(cut) + (random.nextBoolean() ? " ok" : ""));
        } else if (random.nextInt(4) == 0) {
            String head = List.of("data:text/plain;base64,", "data:application/json;base64,", "")
                    .get(random.nextInt(3));
            texts.set(place, head + Base64.getEncoder().encodeToString(alone.getBytes(StandardCharsets.UTF_8)));
        } else {
            texts.set(place, alone);
        }
        for (int i = places.size() - 1; i >= 0; i--) {
            places.get(i).accept(texts.get(i));
        }
        request.put("model", model);
        String json = JSON.writeValueAsString(request);
        return random.nextInt(5) == 0 ? json.replace("1", "\\u0031").replace("\\\\u0031", "1") : json;
    }

    /// Collects where a `#` stands, and which of those places come before one whose text is read as one with
    /// theirs.
    private static void places(JsonNode node, List<Consumer<String>> places, List<Integer> parts) {
        if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                if (isPlace(array.get(i))) {
                    places.add(text -> array.set(at, JSON.getNodeFactory().textNode(text)));
                    continue;
                }
                if (isPart(array.get(i)) && isPart(array.path(i + 1))) {
                    parts.add(places.size());
                }
                places(array.get(i), places, parts);
            }
        } else if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(object.properties())) {
                String name = member.getKey();
                if (isPlace(member.getValue())) {
                    places.add(text -> object.put(name, text));
                } else if (name.equals("arguments")) {
                    places.add(text -> object.put(
                            name,
                            member.getValue()
                                    .asText()
                                    .replace(
                                            "#",
                                            JSON.createArrayNode()
                                                    .add(text)
                                                    .toString()
                                                    .replaceAll("^\\[\"|\"]$", ""))));
                } else {
                    places(member.getValue(), places, parts);
                }
                if (name.equals("#")) {
                    places.add(text -> object.set(text.isEmpty() ? "x" : text, object.remove("#")));
                }
            }
        }
    }

    private static boolean isPlace(JsonNode node) {
        return node.asText().equals("#");
    }

    private static boolean isPart(JsonNode node) {
        return node.size() == 2 && isPlace(node.path("text"));
    }

    /// Whether who reads everything of a document, in order and as one, reads a secret.
    private static boolean tells(JsonNode document) {
        StringBuilder all = new StringBuilder();
        read(document, all);
        String read = readable(all.toString());
        return read.contains(MAIL) || read.replaceAll("[^0-9]", "").contains(DIGITS);
    }

    private static void read(JsonNode node, StringBuilder all) {
        if (node.isTextual()) {
            String text = node.asText();
            String base64 = text.replaceFirst("^data:[a-z/]*;base64,", "");
            boolean encoded = base64.length() > 15 && base64.matches("[A-Za-z0-9+/]*=*");
            all.append(encoded ? new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8) : text);
        } else if (node.isNumber()) {
            all.append(' ');
        }
        node.properties().forEach(member -> {
            all.append(member.getKey());
            read(member.getValue(), all);
        });
        if (node.isArray()) {
            node.forEach(element -> read(element, all));
        }
    }

    /// Another reader than the gateway's.
    private static String readable(String text) {
        String plain = Pattern.compile("%([2-7][0-9A-F])|&#(\\d+);|&#x([0-9a-f]+);|\\\\+u00([0-9a-f]{2})")
                .matcher(text)
                .replaceAll(found -> Stream.of(1, 2, 3, 4)
                        .filter(group -> found.group(group) != null)
                        .map(group -> String.valueOf((char) Integer.parseInt(found.group(group), group == 2 ? 10 : 16)))
                        .findFirst()
                        .orElse(""));
        String normal = Normalizer.normalize(plain, Normalizer.Form.NFKC).replaceAll("[\\p{Cf}\\p{Mn}\\p{Cc}]", "");
        StringBuilder read = new StringBuilder();
        normal.codePoints().forEach(c -> read.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return read.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "/v1/completions",
                "/v1/embeddings",
                "/v1/rerank",
                "/v1/responses",
                "/v1/messages"
            })
    void noSecretReachesTheUpstream(String path) throws IOException {
        String model = path.equals("/v1/messages") ? "cloud" : "mask";
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            String body = request(REQUESTS.get(path), model, random);
            HttpResponse<String> response = gateway.post(path, body);

            String why = "-Daiplat.seed=" + (SEED + round) + " " + body;
            assertEquals(200, response.statusCode(), () -> why + " " + response.body());
            assertFalse(tells(JSON.readTree(configured.sentOn())), () -> why + " went on as " + configured.sentOn());
        }
    }

    @Test
    void aBlockLetsNoneOfThemPass() throws IOException {
        List<String> paths = List.of("/v1/chat/completions", "/v1/responses", "/v1/completions", "/v1/rerank");
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED + round);
            String body = request(REQUESTS.get(paths.get(round % 4)), "block", random);
            HttpResponse<String> response = gateway.post(paths.get(round % 4), body);

            assertEquals(400, response.statusCode(), "-Daiplat.seed=" + (SEED + round) + " " + body);
        }
        assertEquals(List.of(), configured.upstream.asked());
    }

    @Test
    void noSecretReachesTheClientOfAStream() throws IOException {
        for (int round = 0; round < ROUNDS / 3; round++) {
            Random random = new Random(SEED + round);
            String text = "x ".repeat(random.nextInt(200))
                    + written(random.nextBoolean() ? CARD : MAIL, random)
                    + " y".repeat(random.nextInt(200));
            List<String> events = new ArrayList<>();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(9));
                ObjectNode event = JSON.createObjectNode();
                event.putArray("choices")
                        .addObject()
                        .put("index", 0)
                        .putObject("delta")
                        .put(round % 2 == 0 ? "content" : "reasoning_content", text.substring(at, end));
                events.add(event.toString());
                at = end;
            }
            events.addAll(Arrays.asList(FrontOf.STOP, FrontOf.DONE));
            configured.upstream.reply(Reply.events(events.toArray(String[]::new)));
            String path = round % 3 == 0 ? "/v1/messages" : "/v1/chat/completions";
            String answer = gateway.post(
                            path,
                            "{\"model\":\"after\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
                    .body();

            StringBuilder read = new StringBuilder();
            for (String line : answer.split("\n", -1)) {
                if (line.startsWith("data: {")) {
                    JsonNode event = JSON.readTree(line.substring(6));
                    read.append(event.at("/choices/0/delta/content").asText(""))
                            .append(event.at("/choices/0/delta/reasoning_content")
                                    .asText(""))
                            .append(event.at("/delta/text").asText(""))
                            .append(event.at("/delta/thinking").asText(""));
                }
            }
            String said = readable(read.toString());
            String why = "-Daiplat.seed=" + (SEED + round) + " " + text;
            assertFalse(
                    said.contains(MAIL) || said.replaceAll("[^0-9]", "").contains(DIGITS), () -> why + " " + answer);
            assertEquals(text.startsWith("x"), said.startsWith("x"), () -> why + " " + answer);
        }
    }
}
