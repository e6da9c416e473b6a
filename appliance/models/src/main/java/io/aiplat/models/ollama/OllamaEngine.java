package io.aiplat.models.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatSink;
import io.aiplat.models.Embeddings;
import io.aiplat.models.ModelCard;
import io.aiplat.models.ModelEngine;
import io.aiplat.models.ModelName;
import io.aiplat.models.Modelfile;
import io.aiplat.models.ModelsProblems;
import io.aiplat.models.PackedModel;
import io.aiplat.models.RequestRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// An Ollama, wherever it runs, spoken to in its own API: unlike its imitation of OpenAI's, that one keeps
/// to the Modelfile's defaults and reports errors in the middle of an answer.
public final class OllamaEngine implements ModelEngine {
    private final OllamaApi api;
    private final URI base;
    private final Set<String> plainRegistries;
    private final RandomGenerator random;
    /// By digest, for they cannot change, and the list of models is asked for often.
    private final Map<String, OllamaFacts> facts = new ConcurrentHashMap<>();

    /// Makes a client; nothing is sent.
    ///
    /// @param base            such as `http://127.0.0.1:11434`
    /// @param patience        how long an answer may take to begin: loading, and the requests before it
    /// @param plainRegistries `host:port` of registries without TLS; those on the loopback interface are
    ///                        known
    /// @param random          for the ids of tool calls
    public OllamaEngine(URI base, Duration patience, Set<String> plainRegistries, RandomGenerator random) {
        this.api = new OllamaApi(base, patience);
        this.base = base;
        this.plainRegistries = Set.copyOf(plainRegistries);
        this.random = random;
    }

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public Readiness readiness() {
        try {
            api.version();
            return new Readiness.Ready();
        } catch (ApplianceException e) {
            return new Readiness.NotYet(e.problem().what() + ": " + e.problem().why());
        } catch (OllamaRefusal e) {
            return new Readiness.NotYet("What listens at " + base + " answers " + e.status() + ".");
        }
    }

    @Override
    public List<ModelCard> models() {
        Map<String, Integer> loaded = new HashMap<>();
        for (JsonNode model : api.get("/api/ps").path("models")) {
            loaded.put(model.path("name").asText(), model.path("context_length").asInt());
        }
        List<ModelCard> cards = new ArrayList<>();
        Set<String> digests = new HashSet<>();
        for (JsonNode model : api.get("/api/tags").path("models")) {
            String name = model.path("name").asText();
            String digest = model.path("digest").asText();
            digests.add(digest);
            OllamaFacts known = facts.computeIfAbsent(digest, _ -> show(name));
            int context = loaded.getOrDefault(name, 0);
            cards.add(new ModelCard(
                    ModelName.canonical(name),
                    model.path("size").asLong(),
                    OffsetDateTime.parse(model.path("modified_at").asText()).toInstant(),
                    context > 0 ? context : known.contextLength(),
                    known.embeds(),
                    loaded.containsKey(name)));
        }
        facts.keySet().retainAll(digests);
        return cards;
    }

    private OllamaFacts show(String model) {
        try {
            return OllamaFacts.of(model, api.send("POST", "/api/show", named(model)));
        } catch (OllamaRefusal e) {
            throw e.about(model);
        }
    }

    private static ObjectNode named(String model) {
        return OllamaApi.JSON.createObjectNode().put("model", model);
    }

    @Override
    public void chat(ChatRequest request, ChatSink sink) {
        try {
            List<String> stops = request.stop().isEmpty()
                    ? List.of()
                    : show(request.model()).modelfile().stops();
            boolean done =
                    api.stream("/api/chat", OllamaChat.question(request, stops), new OllamaChat(sink, this::callId));
            if (!done) {
                throw new ApplianceException(ModelsProblems.generationFailed(
                        request.model(),
                        "Ollama stopped in the middle of the answer, as it does when a model repeats itself for ever or"
                                + " its process dies."));
            }
        } catch (OllamaRefusal e) {
            throw e.about(request.model());
        }
    }

    private String callId() {
        return "call_" + Long.toUnsignedString(random.nextLong(), 36);
    }

    @Override
    public Embeddings embed(String model, List<String> inputs) {
        if (!show(model).embeds()) {
            throw new RequestRefused(
                    RequestRefused.Kind.UNSUPPORTED_PARAMETER, "model", model + " is a chat model and does not embed");
        }
        ObjectNode question = named(model).put("truncate", false);
        inputs.forEach(question.putArray("input")::add);
        try {
            JsonNode answer = api.send("POST", "/api/embed", question);
            List<float[]> vectors = new ArrayList<>();
            answer.path("embeddings").forEach(vector -> vectors.add(numbers(vector)));
            return new Embeddings(vectors, answer.path("prompt_eval_count").asInt());
        } catch (OllamaRefusal e) {
            throw e.about(model);
        }
    }

    private static float[] numbers(JsonNode vector) {
        float[] numbers = new float[vector.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vector.get(i).floatValue();
        }
        return numbers;
    }

    @Override
    public void put(PackedModel model, Progress progress) {
        try {
            Modelfile modelfile = Modelfile.parse(model.name(), model.modelfile());
            if (!has(model, modelfile)) {
                if (!api.hasBlob(model.sha256())) {
                    upload(model, progress);
                }
                create(model, modelfile, progress);
            }
        } catch (OllamaRefusal e) {
            throw new ApplianceException(ModelsProblems.notStored(model.name(), "Ollama says: " + e.text() + "."), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean has(PackedModel model, Modelfile modelfile) {
        try {
            JsonNode show = api.send("POST", "/api/show", named(model.name()));
            return OllamaFacts.of(model.name(), show).same(model.sha256(), modelfile);
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                return false;
            }
            throw e;
        }
    }

    private void upload(PackedModel model, Progress progress) {
        progress.at("storing " + model.name(), 0, model.bytes());
        api.sendBlob(
                model.sha256(),
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(model)), model.bytes()));
        progress.at("storing " + model.name(), model.bytes(), model.bytes());
    }

    private static InputStream open(PackedModel model) {
        try {
            return model.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(PackedModel model, Modelfile modelfile, Progress progress) {
        ObjectNode question = named(model.name());
        question.putObject("files").put("model.gguf", "sha256:" + model.sha256());
        if (modelfile.template() != null) {
            question.put("template", modelfile.template());
        }
        if (modelfile.system() != null) {
            question.put("system", modelfile.system());
        }
        ObjectNode parameters = question.putObject("parameters");
        modelfile.parameters().forEach((name, values) -> parameter(parameters, name, values));
        api.stream("/api/create", question, new OllamaPull(model.name(), progress));
    }

    private static void parameter(ObjectNode parameters, String name, List<String> values) {
        if (name.equals("stop")) {
            ArrayNode stops = parameters.putArray(name);
            values.forEach(stops::add);
            return;
        }
        String value = values.getLast();
        if (value.matches("-?\\d+")) {
            parameters.put(name, Long.parseLong(value));
        } else if (value.matches("-?\\d*\\.\\d+")) {
            parameters.put(name, Double.parseDouble(value));
        } else {
            parameters.put(name, value);
        }
    }

    /// Lets Ollama pull. A pull that was interrupted goes on where it stopped.
    ///
    /// @param model such as `qwen2.5:0.5b`, or with a registry: `127.0.0.1:5000/library/smoke:1`
    /// @throws RequestRefused     if the registry has none of that name
    /// @throws ApplianceException if the registry cannot be reached, or the disk is full
    @Override
    public String pull(String model, Progress progress) {
        ObjectNode question = named(model).put("stream", true);
        if (isPlain(model)) {
            question.put("insecure", true);
        }
        try {
            if (!api.stream("/api/pull", question, new OllamaPull(model, progress))) {
                throw new ApplianceException(
                        ModelsProblems.pullFailed(model, "Ollama stopped before the end, without a reason."));
            }
            return ModelName.canonical(model);
        } catch (OllamaRefusal e) {
            if (e.notFound()) {
                throw new RequestRefused(
                        RequestRefused.Kind.MODEL_NOT_FOUND, "model", "no registry has a model " + model);
            }
            throw new ApplianceException(ModelsProblems.pullFailed(model, "Ollama says: " + e.text() + "."), e);
        }
    }

    private boolean isPlain(String model) {
        String registry = model.contains("/") ? model.substring(0, model.indexOf('/')) : "";
        String host = registry.replaceFirst(":\\d+$", "");
        return plainRegistries.contains(registry) || host.equals("127.0.0.1") || host.equals("localhost");
    }

    @Override
    public void remove(String model) {
        try {
            api.send("DELETE", "/api/delete", named(model));
        } catch (OllamaRefusal e) {
            throw e.notFound()
                    ? OllamaRefusal.missing(model)
                    : new ApplianceException(ModelsProblems.notStored(model, "Ollama says: " + e.text() + "."), e);
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
