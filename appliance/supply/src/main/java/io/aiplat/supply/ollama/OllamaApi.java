package io.aiplat.supply.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.OutageCause;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.ollama.OllamaResponseLines.Farewell;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Client of Ollama's API over HTTP/1.1, one exchange at a time for each calling thread. Interrupting the thread ends
/// the exchange.
public final class OllamaApi implements AutoCloseable {
    /// Reads and makes what is sent.
    public static final ObjectMapper JSON = new ObjectMapper();

    /// Between two looks at the watch of an answer that has not begun.
    private static final Duration LOOK = Duration.ofMillis(250);
    /// Bytes of an error's text that are read.
    private static final int LONGEST_ERROR = 1 << 16;
    /// Characters of an error that are told on.
    private static final int QUOTED = 1000;
    /// Bytes of an answer that is read whole: vectors of some dozen texts, or all there is to know of a model.
    public static final int LONGEST_ANSWER = 32 << 20;
    /// Bytes of an answer that is read as it comes: a model with its whole vocabulary.
    private static final int LONGEST_READING = 128 << 20;

    private final URI base;
    private final Duration patience;
    private final Farewell farewell;
    private final OutageCause absence;
    private final HttpClient client;

    /// Prepares.
    ///
    /// @param base     such as `http://127.0.0.1:11434`
    /// @param patience how long it may take until an answer begins; Ollama sends no headers before it has
    ///                 loaded the model and generated something
    public OllamaApi(URI base, Duration patience) {
        this(base, patience, Farewell.USUAL, OutageCause.UNKNOWN);
    }

    /// The same, of an Ollama that can be looked at from outside.
    ///
    /// @param absence says more where nothing answers
    public OllamaApi(URI base, Duration patience, OutageCause absence) {
        this(base, patience, Farewell.USUAL, absence);
    }

    OllamaApi(URI base, Duration patience, Farewell farewell, OutageCause absence) {
        this.absence = absence;
        this.base = base;
        this.patience = patience;
        this.farewell = farewell;
        // Ollama is beside us or in our cluster, never behind a proxy.
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(Duration.ofSeconds(5))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    /// Takes the lines of an answer.
    @FunctionalInterface
    public interface Lines {
        /// Called for each object in the stream.
        ///
        /// @return whether the answer goes on; what comes after the end is not waited for
        boolean accept(JsonNode object);
    }

    /// Looks on at a stream: at how long it takes until something comes, and at how it is left.
    public interface StreamWatch {
        /// Of whom nothing is wanted.
        StreamWatch NONE = new StreamWatch() {
            @Override
            public boolean isOver() {
                return false;
            }

            @Override
            public void left(boolean surely) {}
        };

        /// Whether an answer of which nothing has come is not waited for any longer. Asked some times a second.
        boolean isOver();

        /// An answer was left before its end.
        ///
        /// @param surely whether it is known that Ollama had nothing in its hand (`docs/decisions/ollama.md`)
        void left(boolean surely);
    }

    /// Its address, such as `http://127.0.0.1:11434`.
    public URI base() {
        return base;
    }

    /// A question that names a model, to be filled in.
    public static ObjectNode named(String model) {
        return JSON.createObjectNode().put("model", model);
    }

    /// The models that it keeps.
    ///
    /// @throws OllamaRefusal      if it does not say
    /// @throws ApplianceException if nothing answers
    public List<OllamaTag> tags() {
        List<OllamaTag> tags = new ArrayList<>();
        get("/api/tags").path("models").forEach(entry -> tags.add(OllamaTag.of(entry)));
        return tags;
    }

    /// A plain look.
    ///
    /// @throws OllamaRefusal      if the status is not 200
    /// @throws ApplianceException if nothing answers
    public JsonNode get(String path) {
        return whole(request(path).GET().build());
    }

    /// Asks and reads the whole answer.
    ///
    /// @throws OllamaRefusal      if the status is not 200
    /// @throws ApplianceException if nothing answers
    public JsonNode send(String method, String path, JsonNode body) {
        return whole(json(method, path, body).build());
    }

    /// Reads an answer that is too large to be held whole.
    @FunctionalInterface
    public interface Reading<T extends @Nullable Object> {
        T read(InputStream in) throws IOException;
    }

    /// Asks and lets the answer be read as it comes.
    ///
    /// @throws OllamaRefusal      if the status is not 200
    /// @throws ApplianceException if nothing answers, or not to the end
    public <T extends @Nullable Object> T read(String path, JsonNode body, Reading<T> reading) {
        HttpResponse<InputStream> response = exchange(json("POST", path, body).build(), patience);
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw refusal(response.statusCode(), in);
            }
            return reading.read(BoundedStream.of(in, LONGEST_READING));
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /// Asks and passes each object of the answer on as it comes. When `lines` throws or has enough, or the
    /// thread is interrupted, the connection is closed, upon which Ollama stops what it does.
    ///
    /// @return whether `lines` had enough, rather than the stream ending by itself
    /// @throws OllamaRefusal         if the status is not 200, or an object says `error`
    /// @throws ApplianceException    if nothing answers, or not to the end
    /// @throws CancellationException if the thread is interrupted
    public boolean stream(String path, JsonNode body, Lines lines) {
        return stream(path, body, lines, StreamWatch.NONE);
    }

    /// The same with somebody who looks on.
    ///
    /// @throws ApplianceException also if the watch is over before anything has come
    public boolean stream(String path, JsonNode body, Lines lines, StreamWatch watch) {
        HttpRequest request = json("POST", path, body).timeout(patience).build();
        CompletableFuture<HttpResponse<OllamaResponseLines>> head =
                client.sendAsync(request, _ -> new OllamaResponseLines(farewell));
        try (OllamaResponseLines answer = begun(head, watch)) {
            return pass(answer, lines, watch);
        } catch (IOException e) {
            throw broken(e);
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    /// Waits for the beginning of an answer.
    private OllamaResponseLines begun(CompletableFuture<HttpResponse<OllamaResponseLines>> head, StreamWatch watch)
            throws IOException, InterruptedException {
        try {
            HttpResponse<OllamaResponseLines> response = head(head, watch);
            if (response.statusCode() != 200) {
                try (OllamaResponseLines answer = response.body()) {
                    throw refusal(response.statusCode(), whole(answer));
                }
            }
            return response.body();
        } catch (InterruptedException e) {
            leave(head, watch);
            throw e;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }

    private HttpResponse<OllamaResponseLines> head(
            CompletableFuture<HttpResponse<OllamaResponseLines>> head, StreamWatch watch)
            throws IOException, InterruptedException, ExecutionException {
        while (true) {
            try {
                return head.get(LOOK.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                // Nothing has come yet.
                if (watch.isOver()) {
                    leave(head, watch);
                    throw new HttpTimeoutException("nothing came, and is not waited for any longer");
                }
            }
        }
    }

    /// Leaves an answer of which nothing has come, if nothing comes for a moment: the head comes with the
    /// first token.
    private void leave(CompletableFuture<HttpResponse<OllamaResponseLines>> head, StreamWatch watch) {
        try (OllamaResponseLines answer =
                head.get(farewell.lull().toNanos(), TimeUnit.NANOSECONDS).body()) {
            watch.left(answer.awaitLull());
        } catch (TimeoutException | InterruptedException | ExecutionException _) {
            // Nothing is on its way, or there is no more time, or there is no answer. One that comes at this very
            // moment is closed.
            head.cancel(true);
            CompletableFuture<Void> _ =
                    head.thenAccept(response -> response.body().close());
        }
    }

    private static boolean pass(OllamaResponseLines answer, Lines lines, StreamWatch watch)
            throws IOException, InterruptedException {
        try {
            for (byte[] line = answer.next(); line != null; line = answer.next()) {
                if (line.length > 0 && !lines.accept(checked(line))) {
                    return true;
                }
            }
            return false;
        } catch (RuntimeException | InterruptedException e) {
            watch.left(answer.awaitLull());
            throw e;
        }
    }

    private static JsonNode checked(byte[] line) throws IOException {
        JsonNode object = JSON.readTree(line);
        if (object.has("error")) {
            throw refusal(200, message(object.path("error")));
        }
        return object;
    }

    /// Whether Ollama has a blob.
    public boolean hasBlob(String sha256) {
        HttpRequest request = request("/api/blobs/sha256:" + sha256)
                .method("HEAD", BodyPublishers.noBody())
                .build();
        return quick(request).statusCode() == 200;
    }

    /// Hands a blob over.
    ///
    /// @throws OllamaRefusal if Ollama does not take it
    public void sendBlob(String sha256, BodyPublisher bytes) {
        sendBlob(sha256, bytes, patience);
    }

    /// The same for blobs that take longer than an answer may.
    ///
    /// @param atMost how long until Ollama has all of it
    public void sendBlob(String sha256, BodyPublisher bytes, Duration atMost) {
        HttpRequest request = request("/api/blobs/sha256:" + sha256).POST(bytes).build();
        HttpResponse<InputStream> response = exchange(request, atMost);
        try (InputStream in = response.body()) {
            if (response.statusCode() >= 300) {
                throw refusal(response.statusCode(), in);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private JsonNode whole(HttpRequest request) {
        HttpResponse<InputStream> response = exchange(request, patience);
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw refusal(response.statusCode(), in);
            }
            byte[] bytes = BoundedStream.of(in, LONGEST_ANSWER).readAllBytes();
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpResponse<Void> quick(HttpRequest request) {
        return send(request, patience, BodyHandlers.discarding());
    }

    private HttpResponse<InputStream> exchange(HttpRequest request, Duration until) {
        return send(request, until, BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> send(HttpRequest request, Duration until, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(
                    HttpRequest.newBuilder(request, (_, _) -> true)
                            .timeout(until)
                            .build(),
                    handler);
        } catch (IOException e) {
            throw broken(e);
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    private static CancellationException cancelled(InterruptedException e) {
        Thread.currentThread().interrupt();
        return (CancellationException) new CancellationException("interrupted").initCause(e);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path));
    }

    private HttpRequest.Builder json(String method, String path, JsonNode body) {
        return request(path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body.toString()));
    }

    private static OllamaRefusal refusal(int status, InputStream in) throws IOException {
        return refusal(status, in.readNBytes(LONGEST_ERROR));
    }

    private static OllamaRefusal refusal(int status, byte[] text) {
        return refusal(status, errorIn(new String(text, StandardCharsets.UTF_8).strip()));
    }

    private static OllamaRefusal refusal(int status, String text) {
        return new OllamaRefusal(status, text.length() <= QUOTED ? text : text.substring(0, QUOTED) + "...");
    }

    private static byte[] whole(OllamaResponseLines answer) throws IOException, InterruptedException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (byte[] line = answer.next(); line != null && text.size() < LONGEST_ERROR; line = answer.next()) {
            text.writeBytes(line);
            text.write('\n');
        }
        return text.toByteArray();
    }

    /// Errors are texts; those passed on from llama.cpp's server have one inside.
    private static String message(JsonNode error) {
        if (!error.isObject()) {
            return error.asText();
        }
        String text = error.path("message").asText();
        return error.has("n_prompt_tokens")
                ? text + " (the prompt has " + error.path("n_prompt_tokens") + " tokens and the context "
                        + error.path("n_ctx") + ")"
                : text;
    }

    private static String errorIn(String text) {
        try {
            JsonNode error = JSON.readTree(text).path("error");
            return error.isMissingNode() ? text : message(error);
        } catch (IOException _) {
            // Not every answer is JSON; the text itself is the best there is then.
            return text;
        }
    }

    private RuntimeException broken(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            return (CancellationException) new CancellationException("interrupted").initCause(e);
        }
        return new ApplianceException(SupplyProblems.ollamaNotAnswering(base.toString(), reason(e) + why()), e);
    }

    private String why() {
        return absence.words().map(words -> " " + words).orElse("");
    }

    /// What happened, for people: the JDK's exceptions often have a class and no text.
    static String reason(IOException e) {
        String text = e.getMessage();
        String kind = e.getClass().getSimpleName();
        return text == null || text.isBlank() ? "It failed with " + kind + "." : kind + ": " + text + ".";
    }

    /// Looks whether anything answers, within two seconds.
    ///
    /// @return the version, or an exception as [#get] throws it
    public String version() {
        HttpResponse<InputStream> response =
                exchange(request("/api/version").GET().build(), Duration.ofSeconds(2));
        try (InputStream in = response.body()) {
            if (response.statusCode() != 200) {
                throw refusal(response.statusCode(), in);
            }
            return JSON.readTree(in.readNBytes(LONGEST_ERROR)).path("version").asText();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
