package io.aiplat.operator.llmkube;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Arguments of llama.cpp's server, as fields of an [LlmKubeService] and of its model mean them.
final class LlamaServerArguments {
    /// Words of LLMKube for ways to guess ahead.
    private static final Map<String, String> GUESSES = Map.of("mtp", "draft-mtp");
    private static final Map<String, String> SPLITS =
            Map.of("layer", "layer", "pipeline", "layer", "tensor", "row", "row", "row", "none", "none");

    private final List<String> all = new ArrayList<>();

    private LlamaServerArguments() {}

    /// Those besides where it listens and what it loads. What the service says as `extraArgs` comes last and holds.
    static List<String> of(LlmKubeServiceSpec spec, LlmKubeModelSpec.@Nullable Hardware hardware, int gpus) {
        LlamaServerArguments arguments = new LlamaServerArguments();
        arguments.reading(spec);
        arguments.memory(spec);
        if (gpus > 0 && hardware != null && hardware.gpu() != null) {
            arguments.gpus(hardware.gpu(), gpus);
        }
        arguments.all.addAll(Objects.requireNonNullElse(spec.extraArgs(), List.of()));
        return arguments.all;
    }

    private void reading(LlmKubeServiceSpec spec) {
        add("--ctx-size", spec.contextSize());
        add("--parallel", spec.parallelSlots());
        if (spec.flashAttention() != null) {
            add("--flash-attn", spec.flashAttention() ? "on" : "off");
        }
        if (spec.jinja() != null) {
            flag(spec.jinja() ? "--jinja" : "--no-jinja", true);
        }
        add("--reasoning-budget", spec.reasoningBudget());
        if (spec.reasoningBudget() != null) {
            add("--reasoning-budget-message", spec.reasoningBudgetMessage());
        }
        LlmKubeServiceSpec.RopeScaling rope = spec.ropeScaling();
        if (rope != null) {
            add("--rope-scaling", rope.type());
            add("--rope-scale", rope.factor());
            add("--yarn-orig-ctx", rope.originalContext());
        }
        for (String override : Objects.requireNonNullElse(spec.metadataOverrides(), List.<String>of())) {
            add("--override-kv", override);
        }
        switch (Objects.requireNonNullElse(spec.mode(), "chat")) {
            case "embedding" -> all.addAll(List.of("--embedding", "--pooling", "last"));
            case "rerank" -> all.addAll(List.of("--reranking", "--pooling", "rank"));
            default -> guesses(spec.speculativeDecoding());
        }
        flag("--metrics", spec.autoscaling() != null);
    }

    private void guesses(LlmKubeServiceSpec.@Nullable SpeculativeDecoding wanted) {
        if (wanted == null || !guessesAlone(wanted)) {
            return;
        }
        add("--spec-type", GUESSES.getOrDefault(wanted.type(), wanted.type()));
        add("--spec-draft-n-max", wanted.nDraftMax());
        add("--spec-draft-p-min", wanted.pMin());
    }

    /// Whether it needs no second model.
    static boolean guessesAlone(LlmKubeServiceSpec.SpeculativeDecoding wanted) {
        String type = wanted.type().toLowerCase(Locale.ROOT);
        return wanted.draftModel() == null
                && wanted.draftModelRef() == null
                && (type.startsWith("ngram") || type.equals("mtp") || type.equals("draft-mtp"));
    }

    private void memory(LlmKubeServiceSpec spec) {
        add("--cache-type-k", spec.cacheTypeCustomK() == null ? spec.cacheTypeK() : spec.cacheTypeCustomK());
        add("--cache-type-v", spec.cacheTypeCustomV() == null ? spec.cacheTypeV() : spec.cacheTypeCustomV());
        add("--batch-size", spec.batchSize());
        add("--ubatch-size", spec.uBatchSize());
        add("--n-cpu-moe", spec.moeCPULayers());
        flag("--cpu-moe", Boolean.TRUE.equals(spec.moeCPUOffload()) && spec.moeCPULayers() == null);
        flag("--no-kv-offload", Boolean.TRUE.equals(spec.noKvOffload()));
        flag("--no-warmup", Boolean.TRUE.equals(spec.noWarmup()));
        for (String override : Objects.requireNonNullElse(spec.tensorOverrides(), List.<String>of())) {
            add("--override-tensor", override);
        }
    }

    /// As many layers as the memory of GPUs takes are there without a word.
    private void gpus(LlmKubeModelSpec.Gpu gpu, int gpus) {
        if (gpu.layers() != null && gpu.layers() >= 0) {
            add("--n-gpu-layers", gpu.layers());
        }
        LlmKubeModelSpec.Sharding sharding = gpu.sharding();
        if (gpus < 2 || sharding == null) {
            return;
        }
        add("--split-mode", SPLITS.get(Objects.requireNonNullElse(sharding.strategy(), "layer")));
        List<String> parts = Objects.requireNonNullElse(sharding.layerSplit(), List.of());
        if (!parts.isEmpty()) {
            add(
                    "--tensor-split",
                    String.join(
                            ",", parts.stream().map(LlamaServerArguments::size).toList()));
        }
    }

    /// How many layers `0-15` are.
    private static String size(String part) {
        String[] ends = part.strip().split("-", 2);
        try {
            return ends.length < 2
                    ? part.strip()
                    : Integer.toString(Integer.parseInt(ends[1].strip()) - Integer.parseInt(ends[0].strip()) + 1);
        } catch (NumberFormatException _) {
            // The server says what is wrong with it.
            return part;
        }
    }

    private void add(String name, @Nullable Object value) {
        if (value != null) {
            all.add(name);
            all.add(value.toString());
        }
    }

    private void flag(String name, boolean wanted) {
        if (wanted) {
            all.add(name);
        }
    }
}
