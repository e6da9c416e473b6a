package io.aiplat.provisioning.plan;

import io.aiplat.model.GpuChoice;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.HostFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The GPUs of a machine as plans speak of them.
final class GpuCards {
    private static final String NVIDIA = "nvidia";
    private static final double GIB = 1L << 30;

    private GpuCards() {}

    /// NVIDIA's with a driver that answers: those that can be handed on.
    static List<Gpu> ofNvidia(HostFacts host) {
        return some(host, gpu -> gpu.vendor().equals(NVIDIA) && !gpu.driver().isEmpty());
    }

    /// NVIDIA's without one.
    static List<Gpu> silent(HostFacts host) {
        return some(host, gpu -> gpu.vendor().equals(NVIDIA) && gpu.driver().isEmpty());
    }

    /// Those of other makers that compute.
    static List<Gpu> ofOthers(HostFacts host) {
        return some(host, gpu -> !gpu.vendor().equals(NVIDIA) && gpu.computes());
    }

    private static List<Gpu> some(HostFacts host, Predicate<Gpu> which) {
        return host.gpus().stream().filter(which).toList();
    }

    /// Those of them that are chosen; all, where no cards are named.
    static List<Gpu> chosen(GpuChoice choice, List<Gpu> cards) {
        return choice.mode() == GpuChoice.Mode.CARDS
                ? IntStream.range(0, cards.size())
                        .filter(at -> choice.cards().contains(index(cards, at)))
                        .mapToObj(cards::get)
                        .toList()
                : cards;
    }

    /// How many cards there are; instances of one are one.
    static int count(List<Gpu> cards) {
        return (int) IntStream.range(0, cards.size())
                .map(at -> index(cards, at))
                .distinct()
                .count();
    }

    /// The number of a card, as `nvidia-smi` counts; by its place where nobody tells.
    private static int index(List<Gpu> cards, int at) {
        int said = cards.get(at).identity().index();
        return said < 0 ? at : said;
    }

    /// Cards in words, equal ones counted: `2 x NVIDIA GeForce RTX 3090 (24 GiB, driver 570.86.15, CUDA 12.8)`.
    ///
    /// @param driver of NVIDIA's; null where there is none to tell
    static String words(List<Gpu> cards, @Nullable GpuDriver driver) {
        Map<String, Long> counts = cards.stream()
                .collect(Collectors.groupingBy(gpu -> words(gpu, driver), LinkedHashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(e -> e.getValue() == 1 ? e.getKey() : e.getValue() + " x " + e.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String words(Gpu gpu, @Nullable GpuDriver driver) {
        String cuda = driver == null || driver.cuda().isEmpty() || !gpu.vendor().equals(NVIDIA)
                ? ""
                : ", CUDA " + driver.cuda();
        return gpu.name() + " (" + memory(gpu) + ", driver " + gpu.driver() + cuda + ")";
    }

    private static String memory(Gpu gpu) {
        return gpu.memoryBytes() == 0 ? "memory unknown" : Math.round(gpu.memoryBytes() / GIB) + " GiB";
    }

    /// By its name alone.
    static String names(List<Gpu> cards) {
        return cards.stream().map(Gpu::name).distinct().collect(Collectors.joining(", "));
    }
}
