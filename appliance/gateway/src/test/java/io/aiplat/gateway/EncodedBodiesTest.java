package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.Misbehaving.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests whose bodies are compressed, as Codex and some SDKs send them.
@Timeout(20)
class EncodedBodiesTest {
    /// `{"model":"public","input":"hi"}`, by the reference implementation.
    private static final String ZSTD = "KLUv/QBY+QAAeyJtb2RlbCI6InB1YmxpYyIsImlucHV0IjoiaGkifQ==";

    private final FrontOf front = new FrontOf();

    EncodedBodiesTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private static byte[] gzip(String plain) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (GZIPOutputStream to = new GZIPOutputStream(all)) {
            to.write(plain.getBytes(StandardCharsets.UTF_8));
        }
        return all.toByteArray();
    }

    private HttpResponse<String> send(String path, String coding, byte[] body) {
        return front.gateway.send(front.gateway
                .request(path, "content-encoding", coding, "content-type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    @Test
    void areReadAndGoOnAsTheyWere() throws IOException {
        front.upstream.reply(Reply.json(FrontOf.ANSWER));

        HttpResponse<String> response = send(FrontOf.CHAT, "gzip", gzip(FrontOf.body("")));

        assertEquals(200, response.statusCode(), response.body());
        Misbehaving.Asked asked = front.upstream.asked().getLast();
        assertEquals(FrontOf.body("").replace("public", "private"), asked.body());
        assertEquals("", asked.header("content-encoding"));
    }

    @Test
    void areReadAsZstandard() {
        front.upstream.reply(Reply.json("{\"object\":\"response\"}"));

        HttpResponse<String> response =
                send("/v1/responses", "zstd", Base64.getDecoder().decode(ZSTD));

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                "hi",
                json(front.upstream.asked().getLast().body()).path("input").asText());
    }

    @Test
    void inAnotherCodingAreToldWhichIsTaken() {
        HttpResponse<String> response = send(FrontOf.CHAT, "br", new byte[] {1, 2, 3});

        assertEquals(415, response.statusCode());
        assertEquals("unsupported_encoding", error(response).path("code").asText());
        assertTrue(
                FrontOf.header(response, "accept-encoding").contains("gzip"),
                response.headers().toString());
    }

    @Test
    void thatAreNotWhatTheySayAreRefused() {
        HttpResponse<String> response =
                send(FrontOf.CHAT, "gzip", FrontOf.body("").getBytes(StandardCharsets.UTF_8));

        assertEquals(400, response.statusCode());
        assertTrue(error(response).path("message").asText().contains("gzip"), response.body());
    }

    @Test
    void countWithWhatComesOutOfThem() throws IOException {
        HttpResponse<String> response = send(FrontOf.CHAT, "gzip", gzip(" ".repeat(40 << 20)));

        assertEquals(413, response.statusCode());
        assertEquals("request_too_large", error(response).path("code").asText());
    }
}
