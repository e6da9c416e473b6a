package io.aiplat.inference.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ResidentModel;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.StoredModel;
import io.aiplat.supply.ollama.OllamaApi;
import io.aiplat.supply.ollama.OllamaRefusal;
import io.aiplat.supply.ollama.OllamaTag;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// The models of one Ollama: which there are, what they are, and with how much context each is served.
/// A request for a model that was asked for a moment ago costs no exchange.
final class OllamaModels {
    /// A model that somebody replaces behind our back is noticed after so long.
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final Duration FOR_EVER = Duration.ofDays(3650);

    private static final String REGISTRY = "registry.ollama.ai/";
    private static final String FOLDER = "library/";

    private final OllamaApi api;
    private final ContextPolicy policy;
    /// By digest, for they cannot change.
    private final Map<String, OllamaFacts> facts = new ConcurrentHashMap<>();
    /// By digest; read only where a prompt may not fit, for it takes a moment and some megabytes.
    private final Map<String, Optional<PromptTokenBound>> vocabularies = new ConcurrentHashMap<>();
    /// Chosen once: another number would make Ollama load the model again.
    private final Map<Served, Integer> contexts = new ConcurrentHashMap<>();

    private final ReentrantLock counted = new ReentrantLock();

    private volatile Listing listing = new Listing(Map.of(), System.nanoTime() - FRESH.toNanos());

    private record Served(String digest, @Nullable Integer route) {}

    private record Listing(Map<String, Known> models, long seen) {
        Listing {
            models = Map.copyOf(models);
        }

        boolean isFresh() {
            return System.nanoTime() - seen < FRESH.toNanos();
        }
    }

    /// A model Ollama has.
    ///
    /// @param bytes on disk
    /// @param bound counts prompts by their bytes
    record Known(String digest, long bytes, OllamaFacts facts, PromptTokenBound bound) {}

    private record Loaded(long bytes, int context) {}

    OllamaModels(OllamaApi api, ContextPolicy policy) {
        this.api = api;
        this.policy = policy;
    }

    /// Looks a model up.
    ///
    /// @throws io.aiplat.inference.RequestRefused if there is none of that name
    Known find(String name) {
        String canonical = listed(name);
        Listing known = listing;
        Known model = known.isFresh() ? known.models.get(canonical) : null;
        if (model == null) {
            model = look(canonical);
        }
        // Ollama knows it by many spellings, and what goes by a name that is not the listed one goes by no rule of
        // ours.
        if (model == null) {
            throw OllamaErrors.missing(name);
        }
        return model;
    }

    /// As Ollama lists it: people copy names with the registry and folder that it leaves out.
    private static String listed(String name) {
        String bare = ModelName.canonical(name);
        String path = bare.startsWith(REGISTRY) ? bare.substring(REGISTRY.length()) : bare;
        return path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : path;
    }

    private @Nullable Known look(String canonical) {
        Map<String, Known> models = new HashMap<>();
        for (OllamaTag tag : api.tags()) {
            OllamaFacts of = facts.get(tag.digest());
            if (of == null && tag.model().name().equals(canonical)) {
                of = factsOf(tag);
            }
            if (of != null) {
                models.put(tag.model().name(), known(tag, of));
            }
        }
        listing = new Listing(models, System.nanoTime());
        return models.get(canonical);
    }

    private static Known known(OllamaTag tag, OllamaFacts of) {
        return new Known(tag.digest(), tag.model().bytes(), of, PromptTokenBound.byBytes(of));
    }

    private OllamaFacts factsOf(OllamaTag tag) {
        return facts.computeIfAbsent(tag.digest(), _ -> show(tag.name()));
    }

    private OllamaFacts show(String name) {
        try {
            return OllamaFacts.of(name, api.send("POST", "/api/show", OllamaApi.named(name)));
        } catch (OllamaRefusal e) {
            throw OllamaErrors.of(e, name, "model");
        }
    }

    /// Makes the next look a real one.
    void forget() {
        listing = new Listing(Map.of(), System.nanoTime() - FRESH.toNanos());
    }

    /// Tokens a model sees at once; the same number for as long as this engine lives.
    int context(String name, Known model, ServingOptions serving) {
        return contexts.computeIfAbsent(
                new Served(model.digest, serving.context()), served -> choose(name, model, served.route));
    }

    private int choose(String name, Known model, @Nullable Integer route) {
        Loaded now = loaded().get(ModelName.canonical(name));
        long weights = Math.max(0, model.bytes - (now == null ? 0 : now.bytes));
        return policy.choose(
                route,
                model.facts.modelfile().integer("num_ctx"),
                new ContextPolicy.Need(model.facts.trained(), weights, model.facts::cacheBytes));
    }

    /// Counts by the model's own vocabulary. One text at a time: it takes memory in proportion.
    ///
    /// @param otherwise the answer where the model has a vocabulary of a kind that is not known here
    int closely(String name, Known model, ToIntFunction<PromptTokenBound> counting, int otherwise) {
        Optional<PromptTokenBound> bound = closeBound(name, model);
        if (bound.isEmpty()) {
            return otherwise;
        }
        counted.lock();
        try {
            return counting.applyAsInt(bound.get());
        } finally {
            counted.unlock();
        }
    }

    private Optional<PromptTokenBound> closeBound(String name, Known model) {
        return vocabularies.computeIfAbsent(model.digest, _ -> {
            Tokenizer vocabulary = api.read("/api/show", OllamaApi.named(name).put("verbose", true), Tokenizer::read);
            return Optional.ofNullable(vocabulary).map(words -> PromptTokenBound.by(words, model.facts));
        });
    }

    private Map<String, Loaded> loaded() {
        Map<String, Loaded> loaded = new HashMap<>();
        for (JsonNode model : api.get("/api/ps").path("models")) {
            loaded.put(
                    ModelName.canonical(model.path("name").asText()),
                    new Loaded(
                            model.path("size").asLong(),
                            model.path("context_length").asInt()));
        }
        return loaded;
    }

    /// Those that Ollama has in memory. It does not say since when.
    List<ResidentModel> resident() {
        List<ResidentModel> resident = new ArrayList<>();
        for (JsonNode model : api.get("/api/ps").path("models")) {
            resident.add(new ResidentModel(
                    ModelName.canonical(model.path("name").asText()),
                    null,
                    until(model.path("expires_at").asText()),
                    false,
                    model.path("size").asLong(),
                    model.path("size_vram").asLong(),
                    model.path("context_length").asInt()));
        }
        resident.sort(Comparator.comparing(ResidentModel::name));
        return resident;
    }

    /// For what stays for ever, Ollama says a time centuries ahead.
    private static @Nullable Instant until(String text) {
        try {
            Instant until = OffsetDateTime.parse(text).toInstant();
            return until.isAfter(Instant.now().plus(FOR_EVER)) ? null : until;
        } catch (DateTimeParseException _) {
            // It is only shown.
            return null;
        }
    }

    /// All there are, for people.
    List<ModelCard> cards() {
        Map<String, Loaded> loaded = loaded();
        List<ModelCard> cards = new ArrayList<>();
        List<String> digests = new ArrayList<>();
        for (OllamaTag tag : api.tags()) {
            StoredModel model = tag.model();
            digests.add(tag.digest());
            Loaded now = loaded.get(model.name());
            OllamaFacts of = factsOf(tag);
            cards.add(new ModelCard(
                    model.name(),
                    model.bytes(),
                    model.created(),
                    now != null && now.context > 0 ? now.context : usualContext(tag.digest(), of),
                    of.embeds(),
                    now != null));
        }
        facts.keySet().retainAll(digests);
        vocabularies.keySet().retainAll(digests);
        contexts.keySet().removeIf(served -> !digests.contains(served.digest));
        return cards;
    }

    private int usualContext(String digest, OllamaFacts of) {
        Integer chosen = contexts.get(new Served(digest, null));
        Integer said = of.modelfile().integer("num_ctx");
        if (chosen != null || said == null) {
            return chosen == null ? 0 : chosen;
        }
        return of.trained() > 0 ? Math.min(said, of.trained()) : said;
    }
}
