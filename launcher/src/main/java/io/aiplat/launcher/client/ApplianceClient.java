package io.aiplat.launcher.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.ManagementApi;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.Progress;
import io.aiplat.model.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Speaks to one appliance with one key. Closes its connections with [#close].
public final class ApplianceClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = ManagementApi.ROOT;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /// A model may have to be loaded first.
    private static final Duration LOADING = Duration.ofSeconds(60);

    private final URI base;
    private final Secret key;
    private final HttpClient http;

    /// A client of the appliance at an address.
    ///
    /// @param base `http://host:port`
    public ApplianceClient(URI base, Secret key) {
        this.base = base;
        this.key = key;
        // A process of ours is never behind a proxy, whatever the JVM was told.
        this.http = HttpClient.newBuilder()
                .proxy(HttpClient.Builder.NO_PROXY)
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /// What `/admin/v1/status` says.
    public JsonNode status() {
        return json(send(management("GET", "/status", null), BodyHandlers.ofByteArray()));
    }

    /// The models that are here, as `/admin/v1/models` lists them.
    public JsonNode models() {
        return json(send(management("GET", "/models", null), BodyHandlers.ofByteArray()))
                .path("data");
    }

    /// Address of a page.
    ///
    /// @param path from the root on
    public URI page(String path) {
        return base.resolve(path);
    }

    /// A link that logs a browser in, once.
    public URI loginLink() {
        return base.resolve(json(send(management("POST", "/login-links", null), BodyHandlers.ofByteArray()))
                .path("url")
                .asText());
    }

    /// Removes a model.
    public void remove(String model) {
        // It takes as long as the engine takes.
        json(send(request(ROOT + "/models/" + encoded(model)).DELETE(), BodyHandlers.ofByteArray()));
    }

    /// A model that was pulled.
    ///
    /// @param model   the name it is served under
    /// @param warning what whoever uses it should know; null for nothing
    public record Pulled(String model, @Nullable Problem warning) {}

    /// Has the appliance fetch a model; it goes on fetching if this client leaves, unless it is told to stop.
    ///
    /// @return what became of it
    public Pulled pull(String model, Progress progress) {
        return followPull(beginPull(model, null, false), progress);
    }

    /// Has the appliance begin to fetch a model, or finds out that it does already.
    ///
    /// @param name  to serve it under; null for that of its source
    /// @param force whether another model of the name is replaced
    /// @return the job
    public String beginPull(String model, @Nullable String name, boolean force) {
        ObjectNode body = JSON.createObjectNode().put("model", model);
        if (name != null) {
            body.put("name", name);
        }
        if (force) {
            body.put("force", true);
        }
        return json(send(management("POST", "/models/pulls", body), BodyHandlers.ofByteArray()))
                .path("id")
                .asText();
    }

    /// Follows a pull to its end.
    ///
    /// @param id of its job
    /// @return what became of it
    public Pulled followPull(String id, Progress progress) {
        JsonNode result = followJob(id, progress);
        JsonNode warning = result.path("warning");
        return new Pulled(
                result.path("model").asText(),
                warning.isObject() ? problemOf(warning, 500, ExitCode.STEP_FAILED) : null);
    }

    /// Has the appliance begin to compare the bytes of models with their digests.
    ///
    /// @param model null for all
    /// @return the job
    public String beginVerification(@Nullable String model, boolean repair) {
        ObjectNode body = JSON.createObjectNode().put("repair", repair);
        if (model != null) {
            body.put("model", model);
        }
        return json(send(management("POST", "/models/verifications", body), BodyHandlers.ofByteArray()))
                .path("id")
                .asText();
    }

    /// Follows a job to its end.
    ///
    /// @return its result
    /// @throws ApplianceException the problem that it ended with
    public JsonNode followJob(String id, Progress progress) {
        HttpRequest.Builder request =
                request(ROOT + "/jobs/" + encoded(id) + "/events").GET();
        try (Stream<String> lines = lines(request)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode job = JSON.readTree(line);
                if (job.has("error")) {
                    throw new ApplianceException(problemOf(job.path("error"), 500, ExitCode.STEP_FAILED));
                }
                if (job.has("result")) {
                    return job.path("result");
                }
                progress.at(
                        job.path("what").asText(),
                        job.path("done").asLong(),
                        job.path("total").asLong());
            }
        } catch (JsonProcessingException e) {
            throw new ApplianceException(ClientProblems.answerNotUnderstood(base, e.getOriginalMessage()), e);
        } catch (UncheckedIOException e) {
            throw brokeOff("The report", e);
        }
        throw new ApplianceException(ClientProblems.brokeOff(base, "The report ended before the work."));
    }

    /// Has a job end soon; one that has ended already is left alone.
    ///
    /// @param id of the job
    public void cancel(String id) {
        json(send(management("POST", "/jobs/" + encoded(id) + "/cancel", null), BodyHandlers.ofByteArray()));
    }

    /// Jobs of a kind, the oldest first, as `/admin/v1/jobs` lists them.
    public List<JsonNode> jobs(String kind) {
        List<JsonNode> jobs = new ArrayList<>();
        json(send(management("GET", "/jobs", null), BodyHandlers.ofByteArray()))
                .path("data")
                .forEach(job -> {
                    if (job.path("kind").asText().equals(kind)) {
                        jobs.add(job);
                    }
                });
        return jobs;
    }

    /// Continues a conversation.
    ///
    /// @param turns role and content alternating: `user`, `Hello`, `assistant`, `Hi`, …
    /// @param text  takes the answer piece by piece
    /// @return the whole answer
    public String chat(String model, List<String> turns, Consumer<String> text) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("stream", true);
        var messages = body.putArray("messages");
        for (int i = 0; i < turns.size(); i += 2) {
            messages.addObject().put("role", turns.get(i)).put("content", turns.get(i + 1));
        }
        HttpRequest.Builder request = request("/v1/chat/completions").POST(BodyPublishers.ofString(body.toString()));
        StringBuilder whole = new StringBuilder();
        boolean ended = false;
        try (Stream<String> lines = lines(request)) {
            for (String line : (Iterable<String>) lines.filter(l -> l.startsWith("data: "))::iterator) {
                String data = line.substring("data: ".length());
                if (data.equals("[DONE]")) {
                    ended = true;
                    break;
                }
                JsonNode event = JSON.readTree(data);
                if (event.has("error")) {
                    throw new ApplianceException(problemOf(event.path("error"), 500, ExitCode.STEP_FAILED));
                }
                String piece = event.at("/choices/0/delta/content").asText("");
                whole.append(piece);
                text.accept(piece);
            }
        } catch (JsonProcessingException e) {
            throw new ApplianceException(ClientProblems.answerNotUnderstood(base, e.getOriginalMessage()), e);
        } catch (UncheckedIOException e) {
            throw brokeOff("The answer", e);
        }
        if (!ended) {
            throw new ApplianceException(ClientProblems.brokeOff(base, "The answer ended before its end was said."));
        }
        return whole.toString();
    }

    /// Has a conversation answered as any client would, by the model itself and never from the cache.
    ///
    /// @param body of the request; it asks for a stream
    /// @return the data of each event as it comes, the last of them `[DONE]`. Close it. Reading throws
    ///     UncheckedIOException where the connection breaks
    /// @throws ApplianceException if the request is refused, or there is no answer
    public Stream<String> chatEvents(JsonNode body) {
        HttpRequest.Builder request = request("/v1/chat/completions")
                .header("Cache-Control", "no-store")
                .POST(BodyPublishers.ofString(body.toString()));
        String data = "data: ";
        return lines(request).filter(line -> line.startsWith(data)).map(line -> line.substring(data.length()));
    }

    /// Lines are read lazily, so a connection that ends in the middle is thrown by whoever asks for the next one.
    private ApplianceException brokeOff(String what, UncheckedIOException e) {
        return new ApplianceException(
                ClientProblems.brokeOff(
                        base,
                        what + " broke off: "
                                + Objects.requireNonNull(e.getCause()).getMessage() + "."),
                e);
    }

    /// What the management API says; an empty object where it says nothing.
    ///
    /// @param path below `/admin/v1`, encoded, with its query
    /// @param body null for none
    /// @throws ApplianceException the problem that the appliance has with it, or CLIENT_UNREACHABLE
    public JsonNode admin(String method, String path, @Nullable JsonNode body) {
        HttpResponse<byte[]> response = send(management(method, path, body), BodyHandlers.ofByteArray());
        // As if the store had been asked directly: it is the command line that was wrong, or the store.
        return json(response, response.statusCode() < 500 ? ExitCode.USAGE : ExitCode.HOST);
    }

    /// What the API says that Prometheus has, without its envelope.
    ///
    /// @param path below `/api/v1`, encoded, with its query
    /// @throws ApplianceException CLIENT_REFUSED with what is wrong with the expression, or CLIENT_UNREACHABLE
    public JsonNode metrics(String path) {
        HttpResponse<byte[]> response =
                send(request("/api/v1" + path).timeout(LOADING).GET(), BodyHandlers.ofByteArray());
        JsonNode answer = tree(response.body());
        if (response.statusCode() != 200) {
            throw new ApplianceException(ClientProblems.refused(
                    response.statusCode(), answer.path("error").asText("no reason was given")));
        }
        return answer.path("data");
    }

    /// What the management API says to something that takes as long as it takes; an empty object where it says
    /// nothing.
    ///
    /// @param path below `/admin/v1`, encoded, with its query
    /// @param body null for none
    /// @throws ApplianceException the problem that the appliance has with it, or CLIENT_UNREACHABLE
    public JsonNode work(String method, String path, @Nullable JsonNode body) {
        HttpRequest.BodyPublisher content =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
        return json(send(request(ROOT + path).method(method, content), BodyHandlers.ofByteArray()));
    }

    private HttpRequest.Builder management(String method, String path, @Nullable JsonNode body) {
        HttpRequest.BodyPublisher content =
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString());
        return request(ROOT + path).timeout(ANSWER).method(method, content);
    }

    /// A name as it stands in a path.
    public static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Whether a model calls tools, found out by asking it for one token with a tool beside; null where that was
    /// not to be had: the model is slow to load, or its server fails.
    ///
    /// @throws ApplianceException CLIENT_REFUSED if there is no such model
    public @Nullable Boolean callsTools(String model) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("max_tokens", 1);
        body.putArray("messages").addObject().put("role", "user").put("content", "Hi");
        ObjectNode function =
                body.putArray("tools").addObject().put("type", "function").putObject("function");
        function.put("name", "look").putObject("parameters").put("type", "object");
        HttpRequest.Builder request =
                request("/v1/chat/completions").timeout(LOADING).POST(BodyPublishers.ofString(body.toString()));
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() == 404) {
                throw new ApplianceException(problemOf(tree(response.body()).path("error"), 404, ExitCode.STEP_FAILED));
            }
            boolean left = response.headers()
                    .firstValue("x-aiplat-dropped-params")
                    .orElse("")
                    .contains("tools");
            String param = tree(response.body()).at("/error/param").asText();
            return switch (response.statusCode()) {
                case 200 -> !left;
                case 400 -> param.startsWith("tools") ? Boolean.FALSE : null;
                default -> null;
            };
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    /// Names of all models it serves, chat models first.
    public List<String> chatModels() {
        List<String> names = new ArrayList<>();
        models().forEach(m -> {
            if (!m.path("embeds").asBoolean()) {
                names.add(m.path("name").asText());
            }
        });
        return names;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + key.value())
                .header("Content-Type", "application/json");
    }

    private Stream<String> lines(HttpRequest.Builder request) {
        HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream in = response.body()) {
                JsonNode error = tree(in.readAllBytes()).path("error");
                throw new ApplianceException(problemOf(error, response.statusCode(), ExitCode.STEP_FAILED));
            } catch (IOException e) {
                throw new ApplianceException(ClientProblems.unreachable(base, String.valueOf(e.getMessage())), e);
            }
        }
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)).lines();
    }

    private JsonNode json(HttpResponse<byte[]> response) {
        return json(response, ExitCode.STEP_FAILED);
    }

    private JsonNode json(HttpResponse<byte[]> response, ExitCode exit) {
        JsonNode answer = tree(response.body());
        if (response.statusCode() / 100 != 2) {
            throw new ApplianceException(problemOf(answer.path("error"), response.statusCode(), exit));
        }
        return answer;
    }

    private JsonNode tree(byte[] body) {
        try {
            return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (IOException e) {
            throw new ApplianceException(ClientProblems.answerNotUnderstood(base, String.valueOf(e.getMessage())), e);
        }
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new ApplianceException(ClientProblems.unreachable(base, String.valueOf(e.getMessage())), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(ClientProblems.unreachable(base, "Interrupted while waiting."), e);
        }
    }

    /// The appliance's own problems come back as they were; the endpoint's errors become one.
    ///
    /// @param exit of the former, where it does not say its own
    private static Problem problemOf(JsonNode error, int status, ExitCode exit) {
        if (error.has("what")) {
            List<String> fixes = new ArrayList<>();
            error.path("fixes").forEach(f -> fixes.add(f.asText()));
            return new Problem(
                    new ProblemCode(
                            error.path("code").asText(),
                            ExitCode.of(error.path("exit").asInt()).orElse(exit)),
                    error.path("what").asText(),
                    error.path("why").asText(),
                    fixes);
        }
        return ClientProblems.refused(status, error.path("message").asText("no reason was given"));
    }
}
