package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.gateway.endpoint.Endpoints;
import io.aiplat.gateway.parameter.Parameter;
import io.aiplat.gateway.parameter.ParameterHandling;
import io.aiplat.gateway.parameter.ParameterTable;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The table of parameters, by sending every row's example to a model of every kind of server.
@Timeout(180)
class ParametersTest {
    private static final String TABLE = "../../main/resources/io/aiplat/gateway/parameter/parameters.txt";
    private static final String API = "../../../../../docs/reference/api.md";
    private static final String HEADER = "x-aiplat-dropped-params";
    private static final String YAML = """
            upstreams:
              here: {provider: embedded}
              openai: {provider: openai, url: "${env:UPSTREAM}"}
              anthropic: {provider: anthropic, url: "${env:SERVICE}"}
            models:
              - {name: engine, deployments: [{upstream: here, model: smoke}], cooldown: {failures: 1000000}}
              - {name: openai, deployments: [{upstream: openai, model: m}], cooldown: {failures: 1000000}}
              - {name: anthropic, deployments: [{upstream: anthropic, model: claude-opus-4-6}], cooldown: {failures: 1000000}}
            """;
    private static final String BOUNDARY = "edge";

    /// Fields whose elements are known by their types or roles, each of which has a row.
    private static final Set<String> TYPED = Set.of(
            "chat tools[]",
            "chat tool_choice",
            "chat response_format",
            "chat messages[].content[]",
            "chat messages[].tool_calls[]",
            "responses tools[]",
            "responses tool_choice",
            "responses text.format",
            "responses input[]",
            "responses input[].content[]",
            "responses input[].output[]",
            "responses tools[].tools[]",
            "messages tools[]",
            "messages tool_choice",
            "messages thinking",
            "messages system[]",
            "messages output_config.format",
            "messages messages[].content[]",
            "messages messages[].content[].source",
            "messages messages[].content[].content[]",
            "count_tokens tools[]",
            "count_tokens tool_choice",
            "count_tokens thinking",
            "count_tokens system[]",
            "count_tokens output_config.format",
            "count_tokens messages[].content[]",
            "count_tokens messages[].content[].source",
            "count_tokens messages[].content[].content[]");

    /// Every field of the official clients, with what its elements may be.
    private static Stream<String[]> known() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/fields/sdk.txt")).stream()
                .map(line -> line.split(" ", -1));
    }

    @Test
    void everyParameterOfTheOfficialClientsHasARow() throws IOException {
        Set<String> rows = ParameterTable.rows().stream()
                .map(row -> row.api() + " " + row.path())
                .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        known().forEach(field -> {
            String top = field[0] + " " + field[1].replaceAll("[.\\[{].*", "");
            if (!rows.contains(top)) {
                missing.add(top);
            }
            String holder = field[0] + " " + field[1].replaceAll("\\.type$", "");
            for (int i = 3; i < field.length && TYPED.contains(holder); i++) {
                String typed = holder.replaceAll("\\[]$", "") + "[" + field[i] + "]";
                if (!rows.contains(typed)) {
                    missing.add(typed);
                }
            }
        });

        assertEquals(Set.of(), missing);
        assertTrue(rows.size() > 400, "only " + rows.size());
    }

    @Test
    void whatIsInTheTableIsSo() throws IOException {
        List<String> lines =
                new ArrayList<>(List.of("# api | parameter | example | embedded, ollama | openai | anthropic | note"));
        List<String> odd = new ArrayList<>();
        try (Configured front = new Configured(YAML)) {
            for (Parameter row : ParameterTable.rows()) {
                lines.add(row.with(
                                fate(front, row, "engine", row.engine(), odd),
                                fate(front, row, "openai", row.openai(), odd),
                                fate(front, row, "anthropic", row.anthropic(), odd))
                        .line());
            }
        }

        Golden.matches(TABLE, String.join("\n", lines) + "\n");
        assertEquals(List.of(), odd, "examples that are refused for another reason");
    }

    /// What becomes of an example.
    private static ParameterHandling fate(
            Configured front, Parameter row, String model, ParameterHandling said, List<String> odd) {
        HttpResponse<String> answer = send(front, row, model, false);
        if (said == ParameterHandling.ABSENT && answer.statusCode() == 400) {
            return ParameterHandling.ABSENT;
        }
        String named = answer.headers().firstValue(HEADER).orElse("");
        if (answer.statusCode() == 200 && named.isEmpty()) {
            return passes(front, row, model)
                    ? ParameterHandling.PASSED
                    : said == ParameterHandling.TAKEN ? ParameterHandling.TAKEN : ParameterHandling.TRANSLATED;
        }
        if (answer.statusCode() == 200) {
            return ParameterHandling.LEFT_OUT;
        }
        String place = row.api() + " " + row.path() + " at " + model + ": " + answer.statusCode() + " " + answer.body();
        if (answer.statusCode() != 400 || !isNamed(answer.body())) {
            odd.add(place);
        }
        HttpResponse<String> dropped = send(front, row, model, true);
        return dropped.statusCode() == 200
                        && !dropped.headers().firstValue(HEADER).orElse("").isEmpty()
                ? ParameterHandling.REFUSED
                : ParameterHandling.ALWAYS_REFUSED;
    }

    /// Whether a refusal says that something cannot be had, rather than that it is written wrongly.
    private static boolean isNamed(String body) {
        JsonNode error = RunningGateway.json(body).path("error");
        return error.path("code").asText("").equals("unsupported_parameter")
                || error.path("message").asText().contains("not supported");
    }

    /// Whether the server was sent the example's own bytes.
    private static boolean passes(Configured front, Parameter row, String model) {
        boolean own = row.api().equals("messages") || row.api().equals("count_tokens");
        Misbehaving upstream = own ? front.service : front.upstream;
        if (!model.equals(own ? "anthropic" : "openai") || upstream.asked().isEmpty()) {
            return false;
        }
        String sent = upstream.asked().getLast().body();
        if (row.api().equals("transcriptions")) {
            return sent.contains("name=\"" + row.path() + "\"");
        }
        JsonNode got = RunningGateway.json(sent);
        for (Map.Entry<String, JsonNode> field :
                RunningGateway.json(row.example()).properties()) {
            JsonNode value = got.path(field.getKey());
            // The name there is another, and tokens are always counted.
            boolean same = switch (field.getKey()) {
                case "model" -> value.isTextual();
                case "stream_options" ->
                    value.properties().containsAll(field.getValue().properties());
                default -> value.equals(field.getValue());
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static HttpResponse<String> send(Configured front, Parameter row, String model, boolean drop) {
        ObjectNode body = (ObjectNode) RunningGateway.json(usual(row.api()));
        JsonNode example = RunningGateway.json(row.example());
        body.setAll((ObjectNode) example);
        body.put("model", model);
        if (drop) {
            body.put("drop_params", true);
        }
        boolean stream = body.path("stream").asBoolean();
        front.upstream.always(openai(row.api(), stream));
        // Counted and passed through in one piece; what is translated is always asked for as a stream.
        front.service.always(
                row.api().equals("count_tokens")
                        ? Reply.json("{\"input_tokens\":3}")
                        : row.api().equals("messages") && !stream
                                ? Reply.json(AnthropicCloud.WHOLE)
                                : AnthropicCloud.says("a"));
        if (row.api().equals("transcriptions")) {
            return front.gateway.post(
                    "/v1/audio/transcriptions",
                    form(body),
                    "content-type",
                    "multipart/form-data; boundary=" + BOUNDARY);
        }
        return front.gateway.post(path(row.api()), body.toString(), "anthropic-version", "2023-06-01");
    }

    private static String path(String api) {
        return Endpoints.ALL.all().stream()
                .filter(one -> one.label().label().equals(api))
                .findFirst()
                .orElseThrow()
                .path();
    }

    /// A request that asks for nothing in particular.
    private static String usual(String api) {
        String turn = "[{\"role\":\"user\",\"content\":\"hi\"}]";
        return switch (api) {
            case "chat", "count_tokens" -> "{\"messages\":" + turn + "}";
            case "messages" -> "{\"max_tokens\":64,\"messages\":" + turn + "}";
            case "completions" -> "{\"prompt\":\"hi\"}";
            case "responses", "embeddings" -> "{\"input\":\"hi\"}";
            case "rerank" -> "{\"query\":\"q\",\"documents\":[\"a\"]}";
            default -> "{}";
        };
    }

    private static Reply openai(String api, boolean stream) {
        String usage =
                ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":5,\"input_tokens\":3,\"output_tokens\":5}}";
        boolean chat = api.equals("messages");
        return stream || chat
                ? Reply.events(
                        "{\"type\":\"response.completed\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
                                + "\"finish_reason\":\"stop\"}],\"response\":{\"usage\":{\"input_tokens\":3,"
                                + "\"output_tokens\":5}}" + usage,
                        "[DONE]")
                : Reply.json("{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"data\":[],\"text\":\"a\"" + usage);
    }

    private static String form(ObjectNode fields) {
        StringBuilder form = new StringBuilder();
        fields.properties()
                .forEach(field -> form.append("--")
                        .append(BOUNDARY)
                        .append("\r\ncontent-disposition: form-data; name=\"")
                        .append(field.getKey())
                        .append(field.getKey().equals("file") ? "\"; filename=\"a.wav" : "")
                        .append("\"\r\n\r\n")
                        .append(field.getValue().asText())
                        .append("\r\n"));
        return form + "--" + BOUNDARY + "--\r\n";
    }

    /// After a change: `mvn test -pl appliance/gateway -am -Daiplat.golden=write`, then look at the diff.
    @Test
    void theReferenceInDocsHasEveryRow() throws IOException {
        String page = Files.readString(Path.of("src/test/resources").resolve(API));
        page = filled(page, "fates", fates());
        for (String api :
                List.of("chat", "completions", "responses", "messages", "embeddings", "rerank", "transcriptions")) {
            page = filled(
                    page,
                    api,
                    table(ParameterTable.rows().stream()
                            .filter(row -> row.api().equals(api))
                            .toList()));
        }
        Map<String, Parameter> messages = ParameterTable.rows().stream()
                .filter(row -> row.api().equals("messages"))
                .collect(Collectors.toMap(Parameter::path, row -> row));
        page = filled(
                page,
                "count_tokens",
                table(ParameterTable.rows().stream()
                        .filter(row -> row.api().equals("count_tokens"))
                        .filter(row -> !messages.containsKey(row.path())
                                || !fatesOf(row).equals(fatesOf(messages.get(row.path()))))
                        .toList()));
        Golden.matches(API, page);
    }

    private static String filled(String page, String name, String text) {
        String begin = "<!-- table: " + name + " -->\n";
        int from = page.indexOf(begin);
        int to = page.indexOf("<!-- end -->", from);
        assertTrue(from >= 0 && to > from, "docs/reference/api.md has no place for " + name);
        return page.substring(0, from + begin.length()) + "\n" + text + "\n" + page.substring(to);
    }

    private static String fates() {
        StringBuilder text = new StringBuilder("| | |\n|---|---|\n");
        for (ParameterHandling fate : ParameterHandling.values()) {
            text.append("| ")
                    .append(fate.word())
                    .append(" | ")
                    .append(fate.meaning())
                    .append(" |\n");
        }
        return text.toString();
    }

    private static String fatesOf(Parameter row) {
        return Stream.of(row.engine(), row.openai(), row.anthropic())
                .map(ParameterHandling::word)
                .collect(Collectors.joining(" | "));
    }

    /// Parameters of which the same becomes share a row.
    private static String table(List<Parameter> rows) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (Parameter row : rows) {
            names.computeIfAbsent(fatesOf(row) + " | " + row.note(), _ -> new ArrayList<>())
                    .add("`" + row.path() + "`");
        }
        StringBuilder text = new StringBuilder(
                "| Parameter | `embedded`, `ollama` | `openai` | `anthropic` | |\n|---|---|---|---|---|\n");
        names.forEach((what, who) -> text.append("| ")
                .append(String.join(", ", who))
                .append(" | ")
                .append(what)
                .append(" |\n"));
        return names.isEmpty() ? "" : text.toString();
    }
}
