package io.aiplat.gateway;

import io.aiplat.inference.Capabilities;
import io.aiplat.inference.Capability;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.Embeddings;
import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.ResidentModel;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelParts;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.StoredModel;
import io.aiplat.supply.exchange.ExchangeProblems;
import io.aiplat.supply.gguf.GgufHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// An engine without a model: a test says what each method does.
public class FakeEngine implements ModelEngine, ModelStore {
    /// What it has.
    public final List<ModelCard> models = new CopyOnWriteArrayList<>(List.of(
            new ModelCard("smoke", 3_148_192, Instant.ofEpochSecond(1_700_000_000), 256, false, true),
            new ModelCard("hf.co/some/model:Q4", 1_000_000_000, Instant.ofEpochSecond(1_700_000_001), 0, false, false),
            new ModelCard("smoke-embed", 1_781_440, Instant.ofEpochSecond(1_700_000_002), 256, true, false)));

    /// Every conversation it was given, in order.
    public final List<ChatRequest> asked = new CopyOnWriteArrayList<>();

    /// How it answers conversations.
    public volatile BiConsumer<ChatRequest, ChatSink> answer = FakeEngine::hello;

    /// Every text it was given to continue, in order.
    public final List<CompletionRequest> continued = new CopyOnWriteArrayList<>();

    /// How it continues texts.
    public volatile BiConsumer<CompletionRequest, ChatSink> continuation = (_, sink) -> {
        sink.accept(new ChatDelta.Text("and so"));
        sink.accept(new ChatDelta.Text(" on"));
        sink.accept(new ChatDelta.Finished(FinishReason.STOP, 2, 4));
    };

    /// How many tokens every prompt is.
    public volatile TokenCount tokens = new TokenCount(42, true);

    /// What its models can do; what they cannot is refused.
    public volatile Set<Capability> abilities = EnumSet.allOf(Capability.class);

    /// How it embeds.
    public volatile BiFunction<String, List<String>, Embeddings> embedding = (_, inputs) -> new Embeddings(
            inputs.stream().map(_ -> new float[] {0.5f, -1f, 0.1f}).toList(), 7);

    /// How each text it embedded was to be served, in order.
    public final List<ServingOptions> embedded = new CopyOnWriteArrayList<>();

    /// Digests of the weights that are not all zeros, by model.
    public final Map<String, String> digests = new ConcurrentHashMap<>();

    /// Models that were brought into memory and taken out of it, in order: `load smoke`.
    public final List<String> moved = new CopyOnWriteArrayList<>();

    /// How it pulls.
    public volatile BiFunction<String, Progress, String> pull = (name, _) -> name;

    /// What it warns of.
    public volatile Optional<Problem> warning = Optional.empty();

    /// What it says about itself.
    public volatile Readiness readiness = new Readiness.Ready();

    private static void hello(ChatRequest request, ChatSink sink) {
        sink.accept(new ChatDelta.Text("Hello"));
        sink.accept(new ChatDelta.Text(", wörld \"\n"));
        sink.accept(new ChatDelta.Finished(FinishReason.STOP, 5, 3));
    }

    @Override
    public Optional<Problem> warning(String model) {
        return warning;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public List<ModelCard> models() {
        return List.copyOf(models);
    }

    @Override
    public void chat(ChatRequest request, ChatSink sink) {
        Capabilities.require(
                "the fake engine",
                request.model(),
                abilities(request.model(), request.serving()).lacking(request));
        asked.add(request);
        answer.accept(request, sink);
    }

    @Override
    public void complete(CompletionRequest request, ChatSink sink) {
        Capabilities.require(
                "the fake engine",
                request.model(),
                abilities(request.model(), request.serving()).lacking(request));
        continued.add(request);
        continuation.accept(request, sink);
    }

    @Override
    public TokenCount countTokens(ChatRequest request) {
        asked.add(request);
        return tokens;
    }

    @Override
    public Capabilities abilities(String model, ServingOptions serving) {
        return new Capabilities(abilities, 256);
    }

    @Override
    public void load(String model, ServingOptions serving) {
        move("load", model);
    }

    @Override
    public void unload(String model) {
        move("unload", model);
    }

    private void move(String how, String model) {
        if (models.stream().noneMatch(card -> card.name().equals(model))) {
            throw new RequestRefused(RequestRefused.Kind.MODEL_NOT_FOUND, "model", "there is no model " + model);
        }
        moved.add(how + " " + model);
    }

    @Override
    public List<ResidentModel> resident() {
        return models.stream()
                .filter(ModelCard::loaded)
                .map(card -> new ResidentModel(
                        card.name(), card.created(), null, true, card.bytes(), 0, card.contextLength()))
                .toList();
    }

    @Override
    public Embeddings embed(String model, List<String> inputs, @Nullable Integer dimensions, ServingOptions serving) {
        embedded.add(serving);
        Embeddings all = embedding.apply(model, inputs);
        if (dimensions != null && dimensions > all.vectors().getFirst().length) {
            throw Embeddings.noSuchLength("no such length");
        }
        return dimensions == null
                ? all
                : new Embeddings(
                        all.vectors().stream()
                                .map(vector -> Embeddings.shortened(vector, dimensions))
                                .toList(),
                        all.inputTokens());
    }

    @Override
    public List<StoredModel> stored() {
        return models.stream()
                .map(model -> new StoredModel(model.name(), model.bytes(), model.created()))
                .toList();
    }

    @Override
    public void put(BundledModel model, Progress progress) {
        throw new UnsupportedOperationException("no test puts");
    }

    @Override
    public String pull(PullRequest request, Progress progress) {
        return pull.apply(request.reference(), progress);
    }

    /// Of all it has: that of the packed model.
    @Override
    public GgufHeader header(String name) {
        if (models.stream().noneMatch(model -> model.name().equals(name))) {
            throw new ModelNotFound("there is no model " + name);
        }
        BundledModel smoke = BundledModel.ALL.getFirst();
        try (InputStream in = smoke.open()) {
            return GgufHeader.readFront("smoke.gguf", in, smoke.bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ModelDetails details(String name) {
        ModelCard card = models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ModelNotFound("there is no model " + name));
        return new ModelDetails(
                name,
                null,
                card.bytes(),
                card.created(),
                "llama",
                "Q8_0",
                1_500_000,
                "apache-2.0",
                2048,
                "{{ messages }}",
                null,
                Map.of("temperature", List.of("0")),
                card.embeds());
    }

    @Override
    public ModelParts parts(String name) {
        throw new ApplianceException(ExchangeProblems.outOfReach(details(name).name(), "It has no bytes."));
    }

    @Override
    public String digest(String name, Progress progress) {
        return digests.getOrDefault(details(name).name(), "sha256:" + "0".repeat(64));
    }

    @Override
    public void remove(String name) {
        if (!models.removeIf(model -> model.name().equals(name))) {
            throw new ModelNotFound("there is no model " + name);
        }
    }

    @Override
    public void close() {}
}
