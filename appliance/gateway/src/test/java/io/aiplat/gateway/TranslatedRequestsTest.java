package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes another API's request on its way says the same there: every text to the character, every number.
@Timeout(60)
class TranslatedRequestsTest {
    private static final int ROUNDS = 200;
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] PIECES = {
        "a",
        "Z",
        " ",
        "\n",
        "\t",
        "\"",
        "\\",
        "/",
        "ä",
        "€",
        "\uD83E\uDD99",
        "\u2028",
        "\u0001",
        "{",
        "]",
        ":",
        "</s>",
        "data: x\n\n"
    };

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /// A turn of a conversation.
    private record Turn(String role, String text) {}

    /// What is asked, whatever API says it.
    private record Asked(
            @Nullable String system,
            List<Turn> turns,
            int maxTokens,
            double temperature,
            double topP,
            List<String> stop) {}

    @Test
    void aChatBecomesAnthropicsMessages() throws IOException {
        try (FrontOf front = new FrontOf(FrontOf.Rules.USUAL, UpstreamKind.ANTHROPIC)) {
            for (int round = 0; round < ROUNDS; round++) {
                Asked asked = asked();
                String body = chat("public", asked).toString();
                front.upstream.reply(AnthropicCloud.says("a"));
                assertEquals(200, front.gateway.post(FrontOf.CHAT, body).statusCode(), () -> seen(body));

                JsonNode sent = JSON.readTree(front.upstream.asked().getLast().body());
                Asked said = new Asked(
                        sent.has("system") ? text(sent.path("system")) : null,
                        turns(sent.path("messages")),
                        sent.path("max_tokens").intValue(),
                        sent.path("temperature").doubleValue(),
                        sent.path("top_p").doubleValue(),
                        texts(sent.path("stop_sequences")));
                assertEquals(asked, said, () -> seen(body));
            }
        }
    }

    @Test
    void anthropicsMessagesBecomeAChat() throws IOException {
        try (FrontOf front = new FrontOf(FrontOf.Rules.USUAL, UpstreamKind.OPENAI)) {
            for (int round = 0; round < ROUNDS; round++) {
                Asked asked = asked();
                String body = messages("public", asked).toString();
                front.upstream.reply(Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE));
                assertEquals(200, front.gateway.post("/v1/messages", body).statusCode(), () -> seen(body));

                JsonNode sent = JSON.readTree(front.upstream.asked().getLast().body());
                List<Turn> turns = new ArrayList<>(turns(sent.path("messages")));
                boolean system = turns.getFirst().role().equals("system");
                Asked said = new Asked(
                        system ? turns.removeFirst().text() : null,
                        turns,
                        sent.path(sent.has("max_tokens") ? "max_tokens" : "max_completion_tokens")
                                .intValue(),
                        sent.path("temperature").doubleValue(),
                        sent.path("top_p").doubleValue(),
                        texts(sent.path("stop")));
                assertEquals(asked, said, () -> seen(body));
            }
        }
    }

    @Test
    void anEngineIsAskedWhatTheClientAsks() {
        try (RunningGateway gateway = new RunningGateway()) {
            for (int round = 0; round < ROUNDS; round++) {
                Asked asked = asked();
                boolean anthropic = random.nextBoolean();
                String body = (anthropic ? messages("smoke", asked) : chat("smoke", asked)).toString();
                int status = gateway.post(anthropic ? "/v1/messages" : FrontOf.CHAT, body)
                        .statusCode();
                assertEquals(200, status, () -> seen(body));

                ChatRequest request = gateway.engine.asked.getLast();
                List<ChatMessage> messages = new ArrayList<>(request.messages());
                boolean system = messages.getFirst().role().equals("system");
                Asked said = new Asked(
                        system ? messages.removeFirst().content() : null,
                        messages.stream()
                                .map(message -> new Turn(message.role(), message.content()))
                                .toList(),
                        request.sampling().maxTokens(),
                        request.sampling().temperature(),
                        request.sampling().topP(),
                        request.sampling().stop());
                assertEquals(asked, said, () -> seen(body));
            }
        }
    }

    private String seen(String body) {
        return "seed " + seed + ": " + body;
    }

    private Asked asked() {
        List<Turn> turns = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            turns.add(new Turn("user", text()));
            turns.add(new Turn("assistant", text()));
        }
        turns.add(new Turn("user", text()));
        List<String> stop = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            stop.add("stop " + text());
        }
        return new Asked(
                random.nextBoolean() ? text() : null,
                turns,
                1 + random.nextInt(500),
                // Never 1, which is the default and so need not be said.
                random.nextInt(100) / 100.0,
                (1 + random.nextInt(99)) / 100.0,
                stop);
    }

    /// Never only blanks, which some APIs refuse.
    private String text() {
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.append('.').toString();
    }

    private ObjectNode chat(String model, Asked asked) {
        ObjectNode body = body(model, asked);
        ArrayNode messages = body.putArray("messages");
        if (asked.system() != null) {
            messages.addObject().put("role", "system").put("content", asked.system());
        }
        asked.turns().forEach(turn -> turn(messages, turn));
        asked.stop().forEach(body.withArray("stop")::add);
        return body;
    }

    private ObjectNode messages(String model, Asked asked) {
        ObjectNode body = body(model, asked);
        if (asked.system() != null) {
            body.put("system", asked.system());
        }
        ArrayNode messages = body.putArray("messages");
        asked.turns().forEach(turn -> turn(messages, turn));
        asked.stop().forEach(body.withArray("stop_sequences")::add);
        return body;
    }

    private static ObjectNode body(String model, Asked asked) {
        return JSON.createObjectNode()
                .put("model", model)
                .put("max_tokens", asked.maxTokens())
                .put("temperature", asked.temperature())
                .put("top_p", asked.topP());
    }

    /// As one text, or as a block with a text.
    private void turn(ArrayNode messages, Turn turn) {
        ObjectNode message = messages.addObject().put("role", turn.role());
        if (random.nextBoolean()) {
            message.put("content", turn.text());
        } else {
            message.putArray("content").addObject().put("type", "text").put("text", turn.text());
        }
    }

    private static List<Turn> turns(JsonNode messages) {
        List<Turn> turns = new ArrayList<>();
        messages.forEach(
                message -> turns.add(new Turn(message.path("role").textValue(), text(message.path("content")))));
        return turns;
    }

    private static String text(JsonNode content) {
        return content.isTextual()
                ? content.textValue()
                : content.path(0).path("text").textValue();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }
}
