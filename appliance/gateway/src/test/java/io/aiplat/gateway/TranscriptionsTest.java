package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.spend.SpendRow;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Recordings written down by an upstream that can.
class TranscriptionsTest {
    private static final String FORM = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n"
            + "Content-Type: audio/wav\r\n\r\nRIFF sound\r\n"
            + "--x\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\npublic\r\n"
            + "--x\r\nContent-Disposition: form-data; name=\"response_format\"\r\n\r\nsrt\r\n--x--\r\n";

    private final FrontOf front = new FrontOf();

    TranscriptionsTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private HttpResponse<String> send(String type, String body) {
        return front.gateway.post("/v1/audio/transcriptions", body, "content-type", type);
    }

    @Test
    void theFormGoesThroughWithAnotherNameOfTheModel() throws InterruptedException {
        String answer = "{\"text\":\"hello\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":14,\"output_tokens\":3}}";
        front.upstream.reply(Reply.json(answer));

        HttpResponse<String> response = send("multipart/form-data; boundary=x", FORM);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(answer, response.body());
        var asked = front.upstream.asked().getFirst();
        assertTrue(asked.line().startsWith("POST /v1/audio/transcriptions "), asked.line());
        assertEquals("multipart/form-data; boundary=x", asked.header("content-type"));
        assertEquals(FORM.replace("\r\npublic\r\n", "\r\nprivate\r\n"), asked.body());
        SpendRow spent = front.spent(1);
        assertEquals(14, spent.input());
        assertEquals(3, spent.output());
    }

    @Test
    void subtitlesComeAsTheUpstreamWritesThem() {
        String subtitles = "1\n00:00:00,000 --> 00:00:01,000\nhello\n";
        front.upstream.reply(Reply.raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                + subtitles.length() + "\r\n\r\n" + subtitles));

        HttpResponse<String> response = send("multipart/form-data; boundary=x", FORM);

        assertEquals(200, response.statusCode(), response.body());
        assertEquals("text/plain; charset=utf-8", FrontOf.header(response, "content-type"));
        assertEquals(subtitles, response.body());
    }

    @Test
    void whatIsNoFormIsRefused() {
        HttpResponse<String> json = send("application/json", "{\"model\":\"public\"}");
        HttpResponse<String> broken = send("multipart/form-data; boundary=y", FORM);

        assertEquals(400, json.statusCode(), json.body());
        assertEquals("invalid_form", FrontOf.error(json).get("code").textValue());
        assertEquals(400, broken.statusCode(), broken.body());
        assertTrue(broken.body().contains("it does not begin with its boundary"), broken.body());
    }

    @Test
    void aTranscriptStreamsUntilItIsDone() throws InterruptedException {
        String delta = "data: {\"type\":\"transcript.text.delta\",\"delta\":\"he\"}\n\n";
        String done = "data: {\"type\":\"transcript.text.done\",\"text\":\"he\",\"usage\":{\"type\":\"tokens\","
                + "\"input_tokens\":14,\"output_tokens\":3}}\n\n";
        front.upstream.reply(Reply.chunks(delta, done));

        HttpResponse<String> response = send(
                "multipart/form-data; boundary=x",
                FORM.replace("response_format", "stream").replace("srt", "true"));

        assertEquals(delta + done, response.body());
        assertEquals(3, front.spent(1).output());
    }
}
