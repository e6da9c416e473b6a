package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What servers do besides what they say: refuse what nobody asked, fail once, count badly, send much at once.
@Timeout(30)
class ServerHabitsTest {
    private static final String MESSAGES =
            "{\"model\":\"public\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final FrontOf front = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE));

    ServerHabitsTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"stream_options\"],\"msg\":\"Extra inputs"
                        + " are not permitted\",\"input\":{\"include_usage\":true}}]}",
                "{\"object\":\"error\",\"message\":{\"detail\":[{\"type\":\"extra_forbidden\","
                        + "\"loc\":[\"body\",\"stream_options\"],\"msg\":\"Extra inputs are not permitted\"}]}}",
                "{\"error\":{\"message\":\"Unrecognized request argument supplied: stream_options\"}}",
                "unknown field `stream_options`",
            })
    void whoRefusesToCountStreamsIsAskedOnceMoreWithoutAndRemembered(String refusal) {
        front.upstream.reply(Reply.status(400, refusal));
        HttpResponse<String> first =
                front.chat(FrontOf.STREAM, Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE));
        HttpResponse<String> second =
                front.chat(FrontOf.STREAM, Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE));
        front.upstream.reply(Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE));
        HttpResponse<String> third = front.gateway.post("/v1/messages", MESSAGES);

        assertEquals(200, first.statusCode(), first.body());
        assertEquals(200, second.statusCode(), second.body());
        assertEquals(200, third.statusCode(), third.body());
        assertEquals(4, front.upstream.asked().size());
        assertTrue(front.upstream.asked().getFirst().body().contains("stream_options"));
        for (int i = 1; i < 4; i++) {
            assertFalse(front.upstream.asked().get(i).body().contains("stream_options"));
        }
    }

    @Test
    void whatTheClientAskedItselfIsNotTakenBack() {
        HttpResponse<String> answer = front.chat(
                FrontOf.STREAM + ",\"stream_options\":{\"include_usage\":true}",
                Reply.status(400, "{\"detail\":\"unknown field stream_options\"}"));

        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(1, front.upstream.asked().size());
    }

    @Test
    void numbersAreEncodedWhereBase64WasAsked() {
        front.upstream.reply(Reply.json("{\"object\":\"list\", \"data\":[{\"embedding\":[0.5, -1e0],\"index\":0},"
                + "{\"index\":1,\"embedding\":[2,3]} ],\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}"));
        HttpResponse<String> answer = front.gateway.post(
                "/v1/embeddings", "{\"model\":\"public\",\"input\":[\"a\",\"b\"],\"encoding_format\":\"base64\"}");

        assertEquals(0.5f, floats(answer, 0).getFloat(0));
        assertEquals(-1f, floats(answer, 0).getFloat(4));
        assertEquals(3f, floats(answer, 1).getFloat(4));
        assertEquals(3, json(answer).path("usage").path("prompt_tokens").asInt());
    }

    private static ByteBuffer floats(HttpResponse<String> answer, int index) {
        String text = json(answer).path("data").path(index).path("embedding").asText();
        return ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void numbersAndBase64ThatWereAskedStayWhatTheyAre() {
        String numbers = "{\"data\":[{\"embedding\":[0.5]}],\"usage\":{\"prompt_tokens\":3}}";
        front.upstream.reply(Reply.json(numbers));
        assertEquals(
                numbers,
                front.gateway
                        .post("/v1/embeddings", "{\"model\":\"public\",\"input\":\"a\"}")
                        .body());
        String encoded = numbers.replace("[0.5]", "\"AAAAPw==\"");
        front.upstream.reply(Reply.json(encoded));
        assertEquals(
                encoded,
                front.gateway
                        .post("/v1/embeddings", "{\"model\":\"public\",\"input\":\"a\",\"encoding_format\":\"base64\"}")
                        .body());
    }

    @Test
    void anEventOfAPictureIsPassedOn() {
        String large =
                "{\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(4 << 20) + "\"},\"finish_reason\":null}]}";
        HttpResponse<String> answer = front.chat(
                FrontOf.STREAM, Reply.events(FrontOf.PIECE, large, FrontOf.STOP, FrontOf.USAGE, FrontOf.DONE));

        assertTrue(answer.body().contains("x".repeat(4 << 20)));
        assertTrue(answer.body().endsWith("[DONE]\n\n"));
    }

    @Test
    void anEventThatIsTooLargeIsAnErrorInTheStream() {
        String large =
                "{\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(9 << 20) + "\"},\"finish_reason\":null}]}";
        HttpResponse<String> answer =
                front.chat(FrontOf.STREAM, Reply.events(FrontOf.PIECE, large, FrontOf.STOP, FrontOf.DONE));

        JsonNode last = json(answer.body().substring(answer.body().lastIndexOf("data: ") + 6));
        assertEquals("upstream_cut", last.path("error").path("code").asText(), answer.body());
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 429, 500, 502, 503})
    void theOnlyDeploymentIsAskedAgainAfterItHasFailed(int status) {
        for (int i = 0; i < 4; i++) {
            front.chat("", Reply.status(status, "{\"error\":{\"message\":\"no\"}}"));
        }
        HttpResponse<String> answer = front.chat("", Reply.json(FrontOf.ANSWER));

        assertEquals(200, answer.statusCode(), answer.body());
    }

    @Test
    void usageIsNeverLessThanWasSaidBefore() throws InterruptedException {
        front.chat(
                FrontOf.STREAM,
                Reply.events(
                        "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":30,\"completion_tokens\":7}}",
                        "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":0,"
                                + "\"completion_tokens\":0,\"total_tokens\":0}}",
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":0,\"total_tokens\":3}}",
                        FrontOf.DONE));
        SpendRow spent = front.spent(1);

        assertEquals(30, spent.input());
        assertEquals(7, spent.output());
    }

    @Test
    void aWholeIsAtLeastItsParts() throws InterruptedException {
        front.chat(
                "",
                Reply.json("{\"choices\":[{\"message\":{\"content\":\"a\"}}],\"usage\":{\"prompt_tokens\":10,"
                        + "\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":90},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":50}}}"));
        SpendRow spent = front.spent(1);

        assertEquals(90, spent.input());
        assertEquals(50, spent.output());
    }

    @Test
    void aTextThatCountsAsNothingIsGuessed() throws InterruptedException {
        String nothing = "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":0}}";
        front.chat(
                FrontOf.STREAM,
                Reply.events(
                        FrontOf.PIECE,
                        FrontOf.PIECE,
                        FrontOf.PIECE,
                        FrontOf.PIECE,
                        FrontOf.STOP,
                        nothing,
                        FrontOf.DONE));
        SpendRow spent = front.spent(1);

        assertTrue(spent.output() >= 4, spent.toString());
        assertEquals(1, spent.estimated());
    }

    @Test
    void aHalfCharacterIsNoFailure() throws IOException {
        String cut = "\"cut \\ud83d\"";
        String more =
                ",\"instructions\":" + cut + ",\"metadata\":{\"a\":" + cut + "},\"tools\":[{\"type\":\"function\","
                        + "\"name\":\"f\",\"parameters\":{\"type\":\"object\",\"description\":" + cut + "}}]"
                        + ",\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"x\",\"schema\":{\"type\":\"object\","
                        + "\"description\":" + cut + "}}}";
        try (FrontOf anthropic = new FrontOf(Rules.USUAL.orElse(Fallbacks.NONE), UpstreamKind.ANTHROPIC)) {
            String[] events = {
                "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":3}}}",
                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":" + cut
                        + "}}",
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}",
                "{\"type\":\"message_stop\"}"
            };
            for (String stream : new String[] {"", FrontOf.STREAM}) {
                anthropic.upstream.reply(Reply.events(events));
                HttpResponse<String> answer = anthropic.gateway.post(
                        "/v1/responses", "{\"model\":\"public\",\"input\":" + cut + more + stream + "}");
                assertEquals(200, answer.statusCode(), answer.body());
                assertTrue(
                        answer.body().contains("cut \\ud83d") || answer.body().contains("cut \\uD83D"), answer.body());
                assertTrue(stream.isEmpty() || answer.body().contains("response.completed"), answer.body());
            }
            anthropic.upstream.reply(Reply.events(events));
            HttpResponse<String> chat =
                    anthropic.chat(",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\","
                            + "\"parameters\":{\"description\":" + cut + "}}}]");
            assertEquals(200, chat.statusCode(), chat.body());
            assertTrue(
                    anthropic.upstream.asked().getLast().body().toLowerCase().contains("\\ud83d"),
                    anthropic.upstream.asked().getLast().body());
        }
        front.upstream.reply(Reply.events(
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"1\",\"function\":{\"name\":\"f\","
                        + "\"arguments\":\"{\\\"a\\\":\\\"\\ud83d\\\"}\"}}]},\"finish_reason\":\"tool_calls\"}]}"));
        HttpResponse<String> answer = front.gateway.post(
                "/v1/messages",
                MESSAGES.replace(
                        "\"max_tokens\":9",
                        "\"max_tokens\":9,\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\",\"title\":"
                                + cut + "}}]"));
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("\\ud83d"), answer.body());
    }

    @Test
    void aHalfCharacterOfAServersErrorIsTold() {
        HttpResponse<String> answer = front.chat("", Reply.status(400, "{\"detail\":\"cut \\ud83d\"}"));

        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(error(answer).path("message").asText().startsWith("cut "), answer.body());
    }
}
