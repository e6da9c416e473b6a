package io.aiplat.inference.llamacpp;

import io.aiplat.inference.Capabilities;
import io.aiplat.inference.Capability;
import io.aiplat.inference.process.ProcessModel;
import io.aiplat.inference.process.ServedContext;
import io.aiplat.supply.fit.LoadPlan;
import io.aiplat.supply.fit.MemoryNeed;
import io.aiplat.supply.folder.GgufModel;
import io.aiplat.supply.gguf.GgufHeader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Model that a `llama-server` can be told to load, as its route wants it served.
///
/// @param limits  requests that it answers at once, whether they share a context, and what GPUs do of it
/// @param context tokens its route wants it to see at once; null for what the Modelfile says
record LlamaServerModel(
        GgufModel model, LlamaServerLimits limits, @Nullable Integer context) implements ProcessModel {
    /// What a Modelfile says about sampling, by the options that set the same as a default.
    private static final Map<String, String> SAMPLING = Map.of(
            "temperature", "--temp",
            "top_p", "--top-p",
            "top_k", "--top-k",
            "min_p", "--min-p",
            "typical_p", "--typical",
            "repeat_penalty", "--repeat-penalty",
            "repeat_last_n", "--repeat-last-n",
            "presence_penalty", "--presence-penalty",
            "frequency_penalty", "--frequency-penalty",
            "seed", "--seed");
    /// These are whole numbers, and refused with a point in them.
    private static final Set<String> WHOLE = Set.of("top_k", "repeat_last_n", "seed");

    @Override
    public String name() {
        return model.name();
    }

    GgufHeader header() {
        return model.header();
    }

    boolean embeds() {
        return header().embeds();
    }

    /// Tokens it sees at once here.
    @Override
    public int contextLength() {
        return ServedContext.of(header(), model.modelfile(), context);
    }

    /// A text that is embedded takes all there is, so there is one place for it.
    private int answers() {
        return embeds() ? 1 : limits.pool().slots();
    }

    private int allTokens() {
        return Math.multiplyExact(contextLength(), embeds() ? 1 : limits.contexts());
    }

    @Override
    public long memory() {
        return MemoryNeed.of(
                        header(),
                        model.projectorBytes(),
                        LoadPlan.of(header(), contextLength(), embeds() ? 1 : limits.contexts()))
                .total();
    }

    /// The options that are about it.
    @Override
    public List<String> loading() {
        String tokens = Integer.toString(contextLength());
        List<String> options = new ArrayList<>(List.of("--model", model.file().toString(), "--alias", name()));
        // Where slots share one context, all that is being answered fails when it is full, whoever filled it.
        options.addAll(List.of("--ctx-size", Integer.toString(allTokens())));
        options.add(limits.sharedContext() ? LlamaServerOptions.SHARED : LlamaServerOptions.NOT_SHARED);
        if (!limits.gpuLayers().equals(LlamaServerLimits.AUTO)) {
            options.addAll(List.of("--gpu-layers", limits.gpuLayers()));
        }
        options.addAll(List.of("--parallel", Integer.toString(answers())));
        Path projector = model.projector();
        if (projector != null && !embeds()) {
            options.addAll(List.of("--mmproj", projector.toString()));
        }
        option(options, "--threads", model.modelfile().integer("num_thread"));
        if (embeds()) {
            // A text is read at once, or not at all.
            options.addAll(List.of("--batch-size", tokens, "--ubatch-size", tokens));
            options.add(header().ranks() ? "--reranking" : "--embeddings");
            String pooling = header().ranks() ? null : pooling();
            if (pooling != null) {
                options.addAll(List.of("--pooling", pooling));
            }
        } else {
            option(options, "--predict", model.modelfile().integer("num_predict"));
            SAMPLING.keySet().stream().sorted().forEach(name -> sampling(options, name));
        }
        return List.copyOf(options);
    }

    private void sampling(List<String> options, String name) {
        // Not one expression: that would make one kind of number of both, and none of null.
        Number value = model.modelfile().number(name);
        if (WHOLE.contains(name)) {
            value = model.modelfile().integer(name);
        }
        if (value != null) {
            options.addAll(List.of(String.valueOf(SAMPLING.get(name)), value.toString()));
        }
    }

    private static void option(List<String> options, String name, @Nullable Integer value) {
        if (value != null && value > 0) {
            options.addAll(List.of(name, value.toString()));
        }
    }

    /// As the embedded engine has it: what does not say how takes the last token, as with Ollama, and an encoder the
    /// mean.
    private @Nullable String pooling() {
        Integer said = header().pooling();
        if (!header().encoder()) {
            return "last";
        }
        return said == null || said == 0 ? "mean" : null;
    }

    /// What it can do here.
    ///
    /// @param features of its chat template
    Capabilities abilities(TemplateFeatures features) {
        if (header().ranks()) {
            return new Capabilities(Set.of(Capability.REFUSES_LONG_PROMPTS), contextLength());
        }
        if (embeds()) {
            return new Capabilities(Set.of(Capability.EMBEDDING, Capability.REFUSES_LONG_PROMPTS), contextLength());
        }
        Set<Capability> abilities = EnumSet.of(
                Capability.CHAT,
                Capability.COMPLETION,
                Capability.LOGPROBS,
                Capability.JSON_SCHEMA,
                Capability.TOOL_CHOICE,
                Capability.REFUSES_LONG_PROMPTS,
                Capability.EXACT_TOKEN_COUNT);
        if (features.tools()) {
            abilities.addAll(Set.of(Capability.TOOLS, Capability.SINGLE_TOOL_CALL));
        }
        if (model.projector() != null) {
            abilities.add(Capability.VISION);
        }
        if (features.thinks()) {
            abilities.add(Capability.REASONING);
        }
        if (features.thinksByDegrees()) {
            abilities.add(Capability.REASONING_DEGREES);
        }
        return new Capabilities(abilities, contextLength());
    }
}
