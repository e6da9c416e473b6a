package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.KEY;
import static io.aiplat.gateway.RunningGateway.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.RequestRefused.Kind;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client is told when something is wrong.
class ErrorsTest {
    private final RunningGateway gateway = new RunningGateway();

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "UNSUPPORTED_PARAMETER,   400, invalid_request_error, unsupported_parameter,   false",
        "INVALID_PARAMETER,       400, invalid_request_error, invalid_value,           false",
        "CONTEXT_LENGTH_EXCEEDED, 400, invalid_request_error, context_length_exceeded, false",
        "MODEL_NOT_FOUND,         404, invalid_request_error, model_not_found,         false",
        "BUSY,                    429, rate_limit_error,      rate_limit_exceeded,     ''",
    })
    void passesOnWhatTheEngineRefuses(Kind kind, int status, String type, String code, String retry) {
        HttpResponse<String> response = failing(new RequestRefused(kind, "field", "what is wrong"));

        assertEquals(status, response.statusCode());
        assertEquals(type, error(response).path("type").asText());
        assertEquals(code, error(response).path("code").asText());
        assertEquals("field", error(response).path("param").asText());
        assertEquals("what is wrong", error(response).path("message").asText());
        assertEquals(retry, response.headers().firstValue("x-should-retry").orElse(""));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void onlyABusyEngineIsWorthAskingAgain(Kind kind) {
        HttpResponse<String> response = failing(new RequestRefused(kind, null, "what is wrong"));

        assertEquals(
                kind == Kind.BUSY, response.headers().firstValue("retry-after").isPresent());
    }

    @Test
    void aProblemThatMayPassIsUnavailable() {
        HttpResponse<String> response = failing(problem(ExitCode.NOT_READY));

        assertEquals(503, response.statusCode());
        assertEquals("ROOM_BROKEN", error(response).path("code").asText());
        assertEquals("it broke: It was old.", error(response).path("message").asText());
        assertEquals("server_error", error(response).path("type").asText());
        assertTrue(response.headers().firstValue("x-should-retry").isEmpty());
    }

    @Test
    void aFaultOfAiplatIsNotWorthAskingAgain() {
        HttpResponse<String> response = failing(problem(ExitCode.BUG));

        assertEquals(500, response.statusCode());
        assertEquals("false", response.headers().firstValue("x-should-retry").orElse(""));
    }

    @Test
    void anUnexpectedFailureTellsNothingOfTheInside() {
        HttpResponse<String> response = failing(new IllegalStateException("secret detail"));

        assertEquals(500, response.statusCode());
        assertEquals("internal_error", error(response).path("code").asText());
        assertFalse(response.body().contains("secret detail"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "{\"a\":1,\"a\":2}", "{} {}", "{'a':1}"})
    void refusesABodyThatIsNoJsonObject(String body) {
        HttpResponse<String> response = gateway.post("/v1/chat/completions", body);

        assertEquals(400, response.statusCode());
        assertEquals("invalid_json", error(response).path("code").asText());
    }

    @Test
    void aNameOfAModelIsOneLine() {
        HttpResponse<String> response = gateway.post("/v1/chat/completions", "{\"model\":\"a\\nb\",\"messages\":[]}");

        assertEquals(400, response.statusCode(), response.body());
        assertEquals("model", error(response).path("param").asText());
    }

    @Test
    void refusesNestingThatNoRequestHas() {
        assertEquals(
                400,
                gateway.post("/v1/chat/completions", "{\"a\":" + "[".repeat(5000))
                        .statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/v1", "/v1/", "/nowhere"})
    void namesWhatIsNotThere(String path) {
        HttpResponse<String> response = gateway.get(path);

        assertEquals(404, response.statusCode());
        assertEquals("unknown_url", error(response).path("code").asText());
    }

    @Test
    void takesLargeBodies() {
        String picture = "A".repeat(30 << 20);

        HttpResponse<String> response = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"data:image/png;base64," + picture + "\"}}]}]}");

        assertEquals(200, response.statusCode(), response.body());
        assertEquals(
                30 << 20,
                gateway.engine
                        .asked
                        .getFirst()
                        .messages()
                        .getFirst()
                        .images()
                        .getFirst()
                        .length());
    }

    @Test
    void refusesBodiesThatAreTooLargeBeforeReadingThem() throws IOException {
        String response = gateway.raw(head("Content-Length: " + ((32 << 20) + 1)));

        assertTrue(response.startsWith("HTTP/1.1 413 "), response);
        assertTrue(response.contains("\"code\":\"request_too_large\"") && response.contains("32 MiB"), response);
        assertTrue(response.contains("x-request-id: req_"), response);
    }

    @Test
    void refusesBodiesThatGrowTooLarge() throws IOException {
        String response = gateway.raw(head("Transfer-Encoding: chunked") + "7ffffff\r\n");

        assertTrue(response.startsWith("HTTP/1.1 413 "), response);
        assertTrue(response.contains("\"code\":\"request_too_large\""), response);
    }

    @Test
    void wearsTheEnvelopeEvenWhenTheRequestIsNoHttp() throws IOException {
        String response = gateway.raw("GET /health HTTP/1.1\r\n\r\n");

        assertTrue(response.startsWith("HTTP/1.1 400 "), response);
        assertTrue(response.contains("\"error\":{\""), response);
    }

    private HttpResponse<String> failing(RuntimeException failure) {
        gateway.engine.answer = (_, _) -> {
            throw failure;
        };
        return gateway.chat("");
    }

    private static ApplianceException problem(ExitCode exit) {
        return new ApplianceException(
                new Problem(new ProblemCode("ROOM_BROKEN", exit), "it broke", "It was old.", List.of("mend it")));
    }

    private static String head(String framing) {
        return "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + KEY + "\r\n"
                + framing + "\r\nConnection: close\r\n\r\n";
    }
}
