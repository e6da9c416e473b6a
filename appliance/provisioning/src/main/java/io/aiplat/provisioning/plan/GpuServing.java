package io.aiplat.provisioning.plan;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.GpuTuning;
import io.aiplat.model.MigStrategy;
import io.aiplat.model.catalog.KvCacheType;
import io.aiplat.model.catalog.Profile;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.Suggestions;
import io.aiplat.model.host.VisibleDevices;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How Ollama serves on the GPUs it has, and how pods share them: as their profile says, where a person says nothing.
/// The variables are those of Ollama's `envconfig`. Pure.
final class GpuServing {
    /// Cards of earlier kinds have no flash attention in llama.cpp's programs for CUDA, or an exception to it.
    private static final double FLASH_ATTENTION_FROM = 7.5;

    private GpuServing() {}

    /// The profile of the card with the most memory, which is what a model is chosen for.
    ///
    /// @param cards that are used
    static Optional<Profile> profile(Inputs in, List<Gpu> cards) {
        return cards.stream()
                .max(Comparator.comparingLong(Gpu::memoryBytes))
                .flatMap(card -> new Suggestions(in.catalog().profiles()).of(card));
    }

    /// A profile and what it says of serving: `profile nvidia-24gb (context 16384, 2 requests at once)`.
    static String words(Profile profile) {
        Profile.Serving serving = profile.serving();
        return "profile " + profile.name()
                + (serving.context() == 0
                        ? ""
                        : " (context " + serving.context() + ", "
                                + (serving.parallel() > 1 ? serving.parallel() + " requests" : "one request")
                                + " at once)");
    }

    /// Variables of an Ollama of ours.
    ///
    /// @param cards that it computes on; empty for none
    static Map<String, String> variables(Inputs in, List<Gpu> cards) {
        GpuTuning said = in.settings().gpuTuning();
        Profile.Serving usual = profile(in, cards).map(Profile::serving).orElse(Profile.Serving.USUAL);
        KvCacheType cache = said.cache() == null ? cache(usual.cache(), cards) : said.cache();
        Boolean attention = said.flashAttention();
        if (attention == null && cache != null && cache.needsFlashAttention()) {
            attention = true;
        }
        Map<String, String> variables = new TreeMap<>();
        put(variables, "OLLAMA_CONTEXT_LENGTH", Objects.requireNonNullElse(said.context(), usual.context()));
        put(variables, "OLLAMA_NUM_PARALLEL", Objects.requireNonNullElse(said.parallel(), usual.parallel()));
        if (cache != null) {
            variables.put("OLLAMA_KV_CACHE_TYPE", cache.word());
        }
        if (attention != null) {
            variables.put("OLLAMA_FLASH_ATTENTION", attention ? "1" : "0");
        }
        return variables;
    }

    private static void put(Map<String, String> variables, String name, int number) {
        if (number > 0) {
            variables.put(name, Integer.toString(number));
        }
    }

    /// A profile's choice holds where every card is known to compute with it.
    private static @Nullable KvCacheType cache(@Nullable KvCacheType usual, List<Gpu> cards) {
        boolean known = cards.stream().allMatch(card -> capability(card) >= FLASH_ATTENTION_FROM);
        return usual == null || !usual.needsFlashAttention() || known ? usual : null;
    }

    private static double capability(Gpu card) {
        String said = card.identity().computeCapability();
        return said.matches("[0-9]{1,2}\\.[0-9]") ? Double.parseDouble(said) : 0;
    }

    /// Variables of an Ollama of this machine that we start, for the cards it may compute on.
    static Map<String, String> ofTheMachine(Inputs in) {
        GpuChoice choice = in.settings().gpus();
        List<Gpu> nvidia = GpuCards.ofNvidia(in.host());
        List<Gpu> cards = choice.mode() == GpuChoice.Mode.OFF
                ? List.of()
                : GpuCards.chosen(choice, nvidia.isEmpty() ? GpuCards.ofOthers(in.host()) : nvidia);
        Map<String, String> variables = new TreeMap<>(variables(in, cards));
        variables.putAll(VisibleDevices.of(choice));
        return variables;
    }

    /// Pods that may use one card of a node at once, 1 or more.
    static int replicas(Inputs in, ClusterKind cluster) {
        Integer said = in.settings().gpuTuning().replicas();
        return said != null
                ? said
                : profile(in, GpuUse.ofNode(in, cluster))
                        .map(p -> p.sharing().replicas())
                        .orElse(1);
    }

    /// How instances of the cards of a node are counted.
    static MigStrategy mig(Inputs in, ClusterKind cluster) {
        MigStrategy said = in.settings().gpuTuning().mig();
        if (said != null) {
            return said;
        }
        List<String> kinds = GpuUse.ofNode(in, cluster).stream()
                .map(card -> card.identity().instance())
                .distinct()
                .toList();
        if (kinds.stream().allMatch(String::isEmpty)) {
            return MigStrategy.NONE;
        }
        return kinds.size() == 1 ? MigStrategy.SINGLE : MigStrategy.MIXED;
    }
}
