package io.aiplat.inference.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.inference.Capabilities;
import io.aiplat.inference.Capability;
import io.aiplat.inference.CompletionRequest;
import io.aiplat.inference.Embeddings;
import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ModelsProblems;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.ResidentModel;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ForcedCall;
import io.aiplat.inference.chat.ReasoningEffort;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Readiness;
import io.aiplat.supply.ollama.OllamaApi;
import io.aiplat.supply.ollama.OllamaRefusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// An Ollama, wherever it runs, spoken to in its own API: unlike its imitation of OpenAI's, that one keeps
/// to the Modelfile's defaults and reports errors in the middle of an answer.
public final class OllamaEngine implements ModelEngine {
    /// No token of the vocabularies in use is longer, but for lines of spaces and dashes.
    private static final int BYTES_OF_A_TOKEN = 256;
    /// Bytes of a prompt that are counted by tokens at most.
    private static final int MOST_COUNTED = 4 << 20;
    /// Their vectors come in one answer, which is held whole.
    private static final int INPUTS_AT_ONCE = 64;

    private final OllamaApi api;
    private final RandomGenerator random;
    private final OllamaModels models;
    private final OllamaWatchdog watchdog;
    private volatile @Nullable OllamaRelease release;

    /// Makes a client; nothing is sent.
    ///
    /// @param api    closed with the engine
    /// @param random for the ids of tool calls
    /// @param policy how much models see at once
    public OllamaEngine(OllamaApi api, RandomGenerator random, ContextPolicy policy) {
        this(api, random, policy, OllamaWatchdog.USUAL);
    }

    OllamaEngine(OllamaApi api, RandomGenerator random, ContextPolicy policy, Duration bound) {
        this.api = api;
        this.random = random;
        this.models = new OllamaModels(api, policy);
        this.watchdog = new OllamaWatchdog(api, bound);
    }

    @Override
    public String name() {
        return "ollama";
    }

    @Override
    public Readiness readiness() {
        try {
            release = OllamaRelease.of(api.version());
            return new Readiness.Ready();
        } catch (ApplianceException e) {
            return new Readiness.NotYet(e.problem().what() + ": " + e.problem().why());
        } catch (OllamaRefusal e) {
            return new Readiness.NotYet("What listens at " + api.base() + " answers " + e.status() + ".");
        }
    }

    /// Asked once; whoever looks at [#readiness] later learns of another one.
    private OllamaRelease release() {
        OllamaRelease known = release;
        if (known == null) {
            known = OllamaRelease.of(api.version());
            release = known;
        }
        return known;
    }

    @Override
    public List<ModelCard> models() {
        return models.cards();
    }

    /// What is known of a model before something is asked of it.
    private record Asked(String name, OllamaModels.Known model, OllamaRequestWriter question) {
        OllamaFacts facts() {
            return model.facts();
        }
    }

    private Asked asked(String name, ServingOptions serving) {
        OllamaModels.Known model = models.find(name);
        int context = models.context(name, model, serving);
        return new Asked(name, model, new OllamaRequestWriter(release(), model.facts(), context));
    }

    @Override
    public Capabilities abilities(String name, ServingOptions serving) {
        try {
            return abilities(asked(name, serving));
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, name, "model");
        }
    }

    private Capabilities abilities(Asked asked) {
        OllamaRelease known = asked.question.release();
        OllamaFacts facts = asked.facts();
        Set<Capability> abilities = EnumSet.noneOf(Capability.class);
        if (facts.embeds()) {
            abilities.add(Capability.EMBEDDING);
        } else {
            abilities.addAll(
                    Set.of(Capability.CHAT, Capability.COMPLETION, Capability.JSON_SCHEMA, Capability.TOOL_CHOICE));
        }
        add(abilities, Capability.TOOLS, facts.capabilities().contains("tools"));
        add(abilities, Capability.VISION, facts.capabilities().contains("vision"));
        add(abilities, Capability.SUFFIX, facts.capabilities().contains("insert"));
        add(abilities, Capability.REASONING, facts.thinks());
        add(abilities, Capability.REASONING_DEGREES, facts.thinksByDegrees());
        add(abilities, Capability.LOGPROBS, known.tellsLogprobs());
        add(abilities, Capability.REFUSES_LONG_PROMPTS, known.refusesLongPrompts());
        return new Capabilities(abilities, asked.question.context());
    }

    private static void add(Set<Capability> abilities, Capability ability, boolean has) {
        if (has) {
            abilities.add(ability);
        }
    }

    @Override
    public void chat(ChatRequest request, ChatSink sink) {
        try {
            Asked asked = asked(request.model(), request.serving());
            require(asked, request);
            ForcedCall forced = ForcedCall.of(request, _ -> true);
            ChatRequest told = forced == null ? request : told(forced, asked, request);
            Room room = room(asked, told.sampling(), bound -> bound.of(told), "messages");
            ChatSink to = forced == null ? sink : forced.reading(sink, this::callId);
            write(asked, "/api/chat", asked.question.chat(told, room.answer), to, room);
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, request.model(), "messages");
        }
    }

    /// What makes a model call. Ollama binds a model that thinks to a schema only after its thoughts, and not at
    /// all where it has none, so one that was not asked to think does not.
    private static ChatRequest told(ForcedCall forced, Asked asked, ChatRequest request) {
        ChatRequest told = forced.request(!asked.facts().capabilities().contains("tools"));
        if (request.reasoning() != null) {
            return told;
        }
        return told.withReasoning(asked.facts().thinksByDegrees() ? ReasoningEffort.LOW : ReasoningEffort.OFF);
    }

    private void require(Asked asked, ChatRequest request) {
        Capabilities.require(
                asked.question.release().name(),
                request.model(),
                abilities(asked).lacking(request));
    }

    @Override
    public void complete(CompletionRequest request, ChatSink sink) {
        try {
            Asked asked = asked(request.model(), request.serving());
            Capabilities.require(
                    asked.question.release().name(),
                    request.model(),
                    abilities(asked).lacking(request));
            Room room = room(asked, request.sampling(), bound -> bound.of(request), "prompt");
            write(asked, "/api/generate", asked.question.completion(request, room.answer), sink, room);
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, request.model(), "prompt");
        }
    }

    private void write(Asked asked, String path, ObjectNode question, ChatSink sink, Room room) {
        OllamaStreamReader answer = new OllamaStreamReader(asked.name, sink, this::callId, room.prompt);
        if (!watchdog.stream(asked.name, path, question, answer)) {
            throw new ApplianceException(ModelsProblems.generationFailed(
                    asked.name,
                    "Ollama stopped in the middle of the answer, as it does when a model repeats itself for ever or"
                            + " its process dies."));
        }
    }

    /// What a prompt and its answer may have of the context.
    ///
    /// @param prompt tokens the prompt has at most
    /// @param answer tokens the answer may have
    private record Room(int prompt, int answer) {}

    /// Divides the context. How long an answer may be is always said, for a model can go on for ever. An
    /// Ollama that cannot refuse a prompt that is too long is not shown one, and has its answer end where
    /// the context does: it would go on and forget the prompt.
    private Room room(
            Asked asked, SamplingOptions sampling, ToIntFunction<PromptTokenBound> counting, String parameter) {
        int context = asked.question.context();
        Integer limit = limit(asked, sampling);
        int wanted = limit == null ? context : Math.min(context, limit);
        int prompt = counting.applyAsInt(asked.model.bound());
        if (asked.question.release().refusesLongPrompts()) {
            return new Room(prompt, wanted);
        }
        // An answer nobody limits gets what is left, if that is half of the context.
        if (prompt <= context - (limit == null ? context / 2 : wanted)) {
            return new Room(prompt, Math.min(wanted, context - prompt));
        }
        prompt = closer(asked, counting, prompt);
        if (prompt >= context) {
            throw new RequestRefused(
                    RequestRefused.Kind.CONTEXT_LENGTH_EXCEEDED,
                    parameter,
                    "the model sees " + context
                            + " tokens at once, prompt and answer together, and the prompt may have "
                            + prompt + " (estimated from above, for "
                            + asked.question.release().name()
                            + " would cut it without a word); send less, or raise 'context' of its deployment in gateway.yaml");
        }
        return new Room(prompt, Math.min(wanted, context - prompt));
    }

    /// Counts by the model's own vocabulary. What cannot fit whatever its tokens are is not counted: that takes
    /// memory in proportion, some dozen bytes for each.
    ///
    /// @param bytes what the bytes of the prompt say
    private int closer(Asked asked, ToIntFunction<PromptTokenBound> counting, int bytes) {
        long most = Math.min(MOST_COUNTED, (long) asked.question.context() * BYTES_OF_A_TOKEN);
        return bytes > most ? bytes : Math.min(bytes, models.closely(asked.name, asked.model, counting, bytes));
    }

    private static @Nullable Integer limit(Asked asked, SamplingOptions sampling) {
        Integer said = sampling.maxTokens();
        Integer limit = said == null ? asked.facts().modelfile().integer("num_predict") : said;
        // -1 and -2 mean "until the context is full".
        return limit == null || limit < 1 ? null : limit;
    }

    @Override
    public TokenCount countTokens(ChatRequest request) {
        try {
            Asked asked = asked(request.model(), request.serving());
            require(asked, request);
            ForcedCall forced = ForcedCall.of(request, _ -> true);
            ChatRequest told = forced == null ? request : told(forced, asked, request);
            int bound = asked.model.bound().of(told);
            return new TokenCount(closer(asked, by -> by.of(told), bound), false);
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, request.model(), "messages");
        }
    }

    private String callId() {
        return "call_" + Long.toUnsignedString(random.nextLong(), 36);
    }

    @Override
    public void load(String name, ServingOptions serving) {
        try {
            Asked asked = asked(name, serving);
            if (asked.facts().embeds()) {
                api.send("POST", "/api/embed", embedding(asked, List.of(""), null, serving));
            } else {
                api.send("POST", "/api/chat", asked.question.load(name, serving));
            }
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, name, "model");
        }
    }

    @Override
    public void unload(String name) {
        try {
            models.find(name);
            api.send("POST", "/api/generate", OllamaApi.named(name).put("keep_alive", 0));
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, name, "model");
        }
    }

    @Override
    public List<ResidentModel> resident() {
        try {
            return models.resident();
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, "any", "model");
        }
    }

    @Override
    public Embeddings embed(String model, List<String> inputs, @Nullable Integer dimensions, ServingOptions serving) {
        try {
            Asked asked = asked(model, serving);
            if (!asked.facts().embeds()) {
                throw new RequestRefused(
                        RequestRefused.Kind.UNSUPPORTED_PARAMETER,
                        "model",
                        model + " is a chat model and does not embed");
            }
            List<float[]> vectors = new ArrayList<>();
            int tokens = 0;
            for (int from = 0; from < inputs.size(); from += INPUTS_AT_ONCE) {
                List<String> some = inputs.subList(from, Math.min(inputs.size(), from + INPUTS_AT_ONCE));
                JsonNode answer = api.send("POST", "/api/embed", embedding(asked, some, dimensions, serving));
                for (JsonNode vector : answer.path("embeddings")) {
                    vectors.add(fitting(model, numbers(vector), dimensions));
                }
                tokens += Math.max(0, answer.path("prompt_eval_count").asInt());
            }
            return new Embeddings(vectors, tokens);
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, model, "input");
        }
    }

    /// What embeds, or only loads, for `/api/embed`. Where the route does not say how much the model sees, Ollama
    /// chooses: there is no answer that needs room.
    private static ObjectNode embedding(
            Asked asked, List<String> inputs, @Nullable Integer dimensions, ServingOptions serving) {
        ObjectNode question = OllamaApi.named(asked.name).put("truncate", false);
        inputs.forEach(question.putArray("input")::add);
        if (dimensions != null) {
            question.put("dimensions", dimensions);
        }
        OllamaRequestWriter.keepAlive(question, serving);
        if (serving.context() != null) {
            question.putObject("options").put("num_ctx", asked.question.context());
        }
        return question;
    }

    /// Releases before 0.11.11 pass over the wish, and none makes a vector longer.
    private static float[] fitting(String model, float[] vector, @Nullable Integer dimensions) {
        if (dimensions == null || dimensions == vector.length) {
            return vector;
        }
        if (dimensions > vector.length) {
            throw Embeddings.noSuchLength(model + " has vectors of " + vector.length + " numbers, and no longer ones");
        }
        return Embeddings.shortened(vector, dimensions);
    }

    private static float[] numbers(JsonNode vector) {
        float[] numbers = new float[vector.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = vector.get(i).floatValue();
        }
        return numbers;
    }

    /// Looks anew before the next request: its models have changed.
    public void modelsChanged() {
        models.forget();
    }

    @Override
    public void close() {
        api.close();
    }
}
