package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.chat.ChatRequest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How clients write addresses and heads, and what HTTP wants of an answer's.
@Timeout(20)
class AddressesTest {
    private static final String BODY = "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/chat/completions",
                "//v1/chat/completions",
                "/v1//chat/completions",
                "/v1/v1/chat/completions",
                "/v1/v1/v1/chat//completions/",
                "/v1/chat/completions/",
                "/chat/completions",
                "/openai/v1/chat/completions",
                "/api/v1/chat/completions",
                "/openai/deployments/smoke/chat/completions?api-version=2025-01-01-preview",
            })
    void manyAddressesMeanOne(String path) {
        HttpResponse<String> answer = gateway.post(path, BODY);

        assertEquals(200, answer.statusCode(), answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/anthropic/v1/messages",
                "/anthropic/messages",
                "/messages",
                "/v1/messages/",
                "/v1/v1/messages",
            })
    void soDoThoseOfAnthropic(String path) {
        HttpResponse<String> answer = gateway.post(path, BODY.replace("\"messages\"", "\"max_tokens\":9,\"messages\""));

        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("end_turn"), answer.body());
        assertTrue(gateway.post(path, "{}").body().contains("request_id"), "the errors are that API's");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models", "/v1/models/", "/v1//models", "/openai/v1/models", "/v1/v1/models/smoke"})
    void modelsAreListedAtThemToo(String path) {
        assertTrue(gateway.get(path).body().contains("smoke"));
    }

    @Test
    void aDeploymentInTheAddressIsTheModelWhateverTheBodySays() {
        String path = "/openai/deployments/smo%6Be/chat/completions";
        String other = BODY.replace("smoke", "gpt-4o");
        String none = BODY.replace("\"model\":\"smoke\",", "");

        assertEquals(200, gateway.post(path, other).statusCode());
        assertEquals(200, gateway.post(path, none).statusCode());
        assertEquals(
                List.of("smoke", "smoke"),
                gateway.engine.asked.stream().map(ChatRequest::model).toList());
    }

    @Test
    void azuresHeaderHasTheKey() throws IOException {
        String answer = gateway.raw("GET /v1/models HTTP/1.1\r\nHost: localhost\r\napi-key: " + RunningGateway.KEY
                + "\r\nConnection: close\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
    }

    @Test
    void aMarkBeforeTheJsonIsPassedOver() {
        assertEquals(200, gateway.post("/v1/chat/completions", "\uFEFF" + BODY).statusCode());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/chat/completions, POST",
        "PUT, /v1/messages, POST",
        "HEAD, /v1/embeddings, POST",
        "POST, /v1/models, 'GET, HEAD'",
        "DELETE, /v1/models/smoke, 'GET, HEAD'",
        "POST, /health, 'GET, HEAD'",
        "TRACE, /, 'GET, HEAD'",
        "TRACE, /v1/chat/completions, POST",
    })
    void aWrongMethodIsToldTheRightOne(String method, String path, String allowed) throws IOException {
        String answer = raw(method, path, "HTTP/1.1");

        assertTrue(answer.startsWith("HTTP/1.1 405 "), answer);
        assertEquals(allowed, header(answer, "allow"));
        assertFalse(answer.contains(RunningGateway.KEY), "nothing of the request is given back");
    }

    @Test
    void aMissingKeyIsToldTheScheme() {
        HttpResponse<String> answer = gateway.get("/v1/models", "Authorization", "Bearer wrong");

        assertEquals(401, answer.statusCode());
        assertEquals(
                "Bearer realm=\"aiplat\"",
                answer.headers().firstValue("www-authenticate").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models", "/v1/nothing", "/health"})
    void everyAnswerHasItsDate(String path) throws IOException {
        String date = header(raw("GET", path, "HTTP/1.1"), "date");

        ZonedDateTime then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
        assertTrue(then.isAfter(ZonedDateTime.now().minusMinutes(1)), date);
    }

    @Test
    void whatCannotBeReadHasItToo() throws IOException {
        String answer = gateway.raw("GET /v1/models HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");

        assertFalse(header(answer, "date").isEmpty(), answer);
    }

    @Test
    void pagesAnswerOldClientsAndLongAddresses() throws IOException {
        String old = raw("GET", "/nothing", "HTTP/1.0");
        assertTrue(old.startsWith("HTTP/1.1 404 "), old);
        assertEquals("close", header(old, "connection"));
        String lone = gateway.raw("GET /nothing HTTP/1.0\r\n\r\n");
        assertTrue(lone.startsWith("HTTP/1.1 404 "), lone);

        String answer = raw("GET", "/nothing?" + "a".repeat(8000), "HTTP/1.1");
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
    }

    private String raw(String method, String path, String version) throws IOException {
        return gateway.raw(method + " " + path + " " + version + "\r\nHost: localhost\r\nAuthorization: Bearer "
                + RunningGateway.KEY + "\r\nConnection: close\r\n\r\n");
    }

    private static String header(String answer, String name) {
        Matcher header = Pattern.compile("(?im)^" + name + ": ([^\r\n]*)").matcher(answer);
        return header.find() ? header.group(1) : "";
    }
}
