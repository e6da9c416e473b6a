package io.aiplat.inference.llamacpp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.RequestRefused;
import io.aiplat.model.ApplianceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Client of `llama-server`, for what is asked in our own vocabulary.
///
/// Every method throws [RequestRefused] where the server refuses what it was asked, [ApplianceException] where it
/// fails or dies, and [CancellationException] where the thread is interrupted.
final class LlamaServerClient implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String EVENT = "data: ";
    private static final String DONE = "[DONE]";
    /// By which it says that a prompt is too long, with both numbers in fields of their own.
    private static final String TOO_LONG = "exceed_context_size_error";
    /// In what it says of an input of an embedding model that is too long.
    private static final String TOO_LARGE = "too large to process";

    /// It is on this machine, never behind a proxy.
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /// A plain look.
    JsonNode get(LlamaServerProcess server, String model, String path) {
        return whole(server, model, request(server, path).GET().build(), null);
    }

    /// Asks and reads the whole answer.
    ///
    /// @param parameter the field of the request that has the prompt
    JsonNode post(LlamaServerProcess server, String model, String path, JsonNode body, String parameter) {
        return whole(server, model, posted(server, path, body), parameter);
    }

    private JsonNode whole(LlamaServerProcess server, String model, HttpRequest request, @Nullable String parameter) {
        JsonNode[] answer = new JsonNode[1];
        exchange(server, model, request, parameter, in -> answer[0] = JSON.readTree(in));
        return answer[0];
    }

    /// Asks and passes each event of the answer on as it comes. When `events` throws or the thread is interrupted the
    /// connection is closed, upon which the server stops what it does.
    ///
    /// @param parameter the field of the request that has the prompt
    void stream(
            LlamaServerProcess server,
            String model,
            String path,
            JsonNode body,
            String parameter,
            Consumer<JsonNode> events) {
        exchange(server, model, posted(server, path, body), parameter, in -> {
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String event = line.startsWith(EVENT) ? line.substring(EVENT.length()) : "";
                if (event.equals(DONE)) {
                    // To the very end, or the connection could not be used again.
                    in.transferTo(OutputStream.nullOutputStream());
                    return;
                }
                if (!event.isEmpty()) {
                    events.accept(checked(model, JSON.readTree(event)));
                } else if (line.startsWith("error: ")) {
                    throw failed(model, line.substring("error: ".length()));
                }
            }
            throw new IOException("the answer has no end");
        });
    }

    private static JsonNode checked(String model, JsonNode event) {
        if (event.has("error")) {
            throw failed(model, event.path("error").path("message").asText());
        }
        return event;
    }

    private static ApplianceException failed(String model, String said) {
        return new ApplianceException(ModelsProblems.generationFailed(model, "llama-server says: " + said));
    }

    @FunctionalInterface
    private interface Reading {
        void read(InputStream in) throws IOException;
    }

    private void exchange(
            LlamaServerProcess server, String model, HttpRequest request, @Nullable String parameter, Reading reading) {
        try {
            HttpResponse<InputStream> response = begun(server, request);
            try (InputStream in = response.body()) {
                if (response.statusCode() != 200) {
                    throw refusal(model, response.statusCode(), in, parameter);
                }
                reading.read(in);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw cancelled(e);
            }
            throw server.brokenOff(String.valueOf(e.getMessage()));
        }
    }

    /// A connection that was kept may be closed by the server at the moment of the next request, of which it has read
    /// nothing then.
    private HttpResponse<InputStream> begun(LlamaServerProcess server, HttpRequest request)
            throws IOException, InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            if (!server.alive()) {
                throw e;
            }
            return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        }
    }

    private static CancellationException cancelled(Exception e) {
        return (CancellationException) new CancellationException("interrupted").initCause(e);
    }

    private static RuntimeException refusal(String model, int status, InputStream in, @Nullable String parameter)
            throws IOException {
        JsonNode error = error(in.readAllBytes());
        String message = error.path("message").asText("status " + status);
        if (error.path("type").asText().equals(TOO_LONG)) {
            return new RequestRefused(
                    RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED,
                    parameter,
                    "the model sees " + error.path("n_ctx").asInt()
                            + " tokens at once, prompt and answer together, and the prompt has "
                            + error.path("n_prompt_tokens").asInt()
                            + "; send less, or raise 'context' of its deployment in gateway.yaml");
        }
        if (message.contains(TOO_LARGE)) {
            return new RequestRefused(RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED, parameter, message);
        }
        return status >= 400 && status < 500 && parameter != null
                ? new RequestRefused(RequestRefused.Kind.INVALID_PARAMETER, null, "llama-server says: " + message)
                : failed(model, message);
    }

    private static JsonNode error(byte[] body) {
        try {
            return JSON.readTree(body).path("error");
        } catch (IOException _) {
            // Its HTTP library answers some requests by itself, in plain text.
            return JSON.createObjectNode().put("message", new String(body, StandardCharsets.UTF_8));
        }
    }

    private static HttpRequest posted(LlamaServerProcess server, String path, JsonNode body) {
        try {
            return request(server, path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was made as JSON can be written", e);
        }
    }

    private static HttpRequest.Builder request(LlamaServerProcess server, String path) {
        return HttpRequest.newBuilder(server.url().resolve(path))
                .header("Authorization", "Bearer " + server.key().value());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
