package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.provider.Provider;
import io.aiplat.governance.spend.SpendRow;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds for every provider, whatever its upstream speaks: a client cannot tell them apart.
@Timeout(20)
interface ProviderContract {
    String MESSAGES = "/v1/messages";

    /// Which one this is. That each has its contract is found out by it.
    Class<? extends Provider> provider();

    /// In front of its upstream.
    RunningGateway gateway();

    /// As clients call what its upstream has.
    String model();

    /// The next answer is these texts, 30 tokens of prompt and 15 of answer.
    ///
    /// @param path   of the API it will be asked in
    /// @param stream whether the client wants it piece by piece
    void says(String path, boolean stream, String... texts);

    /// The next answer ends after this text, without its end.
    void breaksOff(String text);

    /// The next answer is this text and then nothing, for as long as somebody waits.
    void hangs(String text);

    /// Waits until an answer that hangs was given up.
    void awaitLeaving() throws InterruptedException;

    /// Every prompt is too long.
    void findsPromptsTooLong();

    /// Every answer is a failure of the upstream.
    void fails();

    private HttpResponse<String> ask(String path, String more) {
        return gateway().post(path, body(more));
    }

    private String body(String more) {
        return "{\"model\":\"" + model() + "\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]"
                + more + "}";
    }

    @Test
    default void answersInOnePieceAndCountsAsTheUpstreamDoes() throws InterruptedException {
        says(FrontOf.CHAT, false, "Hel", "lo");

        JsonNode answer = json(ask(FrontOf.CHAT, ""));

        assertEquals("Hello", answer.at("/choices/0/message/content").asText(), answer.toString());
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
        assertEquals(30, answer.at("/usage/prompt_tokens").asInt());
        assertEquals(15, answer.at("/usage/completion_tokens").asInt());
        assertSpent();
    }

    @Test
    default void streamsAndCountsAsTheUpstreamDoes() throws InterruptedException {
        says(FrontOf.CHAT, true, "Hel", "lo");

        HttpResponse<String> response = ask(FrontOf.CHAT, FrontOf.STREAM);

        StringBuilder text = new StringBuilder();
        List<String> events = RunningGateway.events(response);
        for (String event : events.subList(0, events.size() - 1)) {
            text.append(json(event).at("/choices/0/delta/content").asText(""));
        }
        assertEquals("Hello", text.toString(), response.body());
        assertEquals(FrontOf.DONE, events.getLast());
        assertSpent();
    }

    @Test
    default void answersAnthropicsClientsToo() throws InterruptedException {
        says(MESSAGES, false, "Hello");

        JsonNode answer = json(ask(MESSAGES, ""));

        assertEquals("Hello", answer.at("/content/0/text").asText(), answer.toString());
        assertEquals("end_turn", answer.path("stop_reason").asText());
        assertEquals(15, answer.at("/usage/output_tokens").asInt());
        assertSpent();
    }

    @Test
    default void streamsToAnthropicsClientsToo() throws InterruptedException {
        says(MESSAGES, true, "Hello");

        String last = RunningGateway.events(ask(MESSAGES, FrontOf.STREAM)).getLast();

        assertTrue(last.startsWith("message_stop "), last);
        assertSpent();
    }

    private void assertSpent() throws InterruptedException {
        SpendRow row = FrontOf.spent(gateway(), 1);
        assertEquals(30, row.input());
        assertEquals(15, row.output());
        assertEquals(0, row.estimated());
    }

    @Test
    default void anAnswerWithoutItsEndIsNone() throws InterruptedException {
        breaksOff("Hel");

        HttpResponse<String> response = ask(FrontOf.CHAT, FrontOf.STREAM);

        assertTrue(response.body().contains("Hel"), response.body());
        assertTrue(response.body().contains("\"error\""), response.body());
        assertFalse(response.body().contains(FrontOf.DONE), response.body());
        assertEquals(1, FrontOf.spent(gateway(), 1).estimated());
    }

    @Test
    default void aPromptThatIsTooLongIsTheClientsToShorten() {
        findsPromptsTooLong();

        HttpResponse<String> response = ask(FrontOf.CHAT, "");

        assertEquals(400, response.statusCode(), response.body());
        assertEquals("context_length_exceeded", error(response).path("code").asText());
    }

    @Test
    default void aFailureOfTheUpstreamCostsNothing() throws InterruptedException {
        fails();

        HttpResponse<String> response = ask(FrontOf.CHAT, "");

        assertTrue(response.statusCode() >= 500, response.body());
        assertFalse(error(response).path("code").asText().isEmpty(), response.body());
        SpendRow row = FrontOf.spent(gateway(), 1);
        assertEquals(0, row.input() + row.output());
    }

    @Test
    default void aFailureIsToldInTheEnvelopeOfTheClient() {
        fails();

        HttpResponse<String> response = ask(MESSAGES, "");

        assertTrue(response.statusCode() >= 500, response.body());
        assertEquals("error", json(response).path("type").asText(), response.body());
    }

    @Test
    default void theUpstreamIsLeftWhenTheClientLeaves() throws Exception {
        hangs("Hel");
        Socket client = FrontOf.ask(gateway(), RunningGateway.KEY, body(FrontOf.STREAM));
        FrontOf.readUntil(client.getInputStream(), "Hel");

        client.close();

        awaitLeaving();
        assertEquals(1, FrontOf.spent(gateway(), 1).requests());
    }
}
