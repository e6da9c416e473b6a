package io.aiplat.supply.origin;

import io.aiplat.supply.source.GgufFileName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Selection among the GGUF files of a repository or folder: the quantisation that was asked for or the usual one, all
/// parts of it, and a projector that goes with it.
final class GgufSelection {
    /// Where nobody says which: what Ollama and llama.cpp take, then what is near it in size, then larger ones.
    private static final List<String> USUAL = List.of(
            "Q4_K_M",
            "Q4_K_XL",
            "UD-Q4_K_XL",
            "MXFP4",
            "MXFP4_MOE",
            "Q4_K_S",
            "Q4_K",
            "Q4_0",
            "IQ4_NL",
            "IQ4_XS",
            "Q4_1",
            "Q5_K_M",
            "Q5_K_S",
            "Q5_0",
            "Q5_1",
            "Q6_K",
            "Q8_0",
            "Q3_K_L",
            "Q3_K_M",
            "Q3_K_S",
            "IQ3_M",
            "IQ3_XS",
            "Q2_K",
            "BF16",
            "F16",
            "FP16",
            "F32");

    /// Half precision is what projectors are made with; what is larger sees no more.
    private static final List<String> PROJECTORS = List.of("F16", "FP16", "Q8_0", "BF16", "F32");

    private final List<GgufFileName> files;

    GgufSelection(Collection<String> paths) {
        files = paths.stream()
                .map(GgufFileName::parse)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(GgufFileName::path))
                .toList();
    }

    /// All models there are, each as its parts in order.
    List<List<GgufFileName>> models() {
        Map<String, List<GgufFileName>> groups = new LinkedHashMap<>();
        files.stream()
                .filter(GgufFileName::isWeights)
                .forEach(file -> groups.computeIfAbsent(file.group(), _ -> new ArrayList<>())
                        .add(file));
        return List.copyOf(groups.values());
    }

    /// The model of a quantisation or file name, whatever its case; empty where there is none or more than one.
    Optional<List<GgufFileName>> of(String choice) {
        String wanted = choice.toUpperCase(Locale.ROOT);
        List<List<GgufFileName>> exact = models().stream()
                .filter(model -> model.stream()
                        .anyMatch(file -> file.path().equalsIgnoreCase(choice)
                                || file.file().equalsIgnoreCase(choice)
                                || file.stem().equalsIgnoreCase(choice)
                                || wanted.equals(file.quant())))
                .toList();
        List<List<GgufFileName>> found = exact.isEmpty()
                ? models().stream()
                        .filter(model ->
                                ("UD-" + wanted).equals(model.getFirst().quant()))
                        .toList()
                : exact;
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// The one that is taken where nobody says which; empty where none is more usual than others.
    Optional<List<GgufFileName>> usual() {
        List<List<GgufFileName>> all = models();
        if (all.size() == 1) {
            return Optional.of(all.getFirst());
        }
        return USUAL.stream()
                .map(quant -> all.stream()
                        .filter(model -> quant.equals(model.getFirst().quant()))
                        .toList())
                .filter(models -> !models.isEmpty())
                .findFirst()
                .filter(models -> models.size() == 1)
                .map(List::getFirst);
    }

    /// What to write for each model that is there, after the colon.
    List<String> choices() {
        return models().stream()
                .map(model -> {
                    GgufFileName first = model.getFirst();
                    String quant = first.quant();
                    return quant != null && of(quant).isPresent() ? quant : first.file();
                })
                .distinct()
                .toList();
    }

    /// Whether all parts of a model are there.
    static boolean isComplete(List<GgufFileName> model) {
        return model.size() == model.getFirst().parts();
    }

    /// The projector for the models of a repository; null where there is none.
    @Nullable
    GgufFileName projector() {
        List<GgufFileName> projectors =
                files.stream().filter(GgufFileName::isProjector).toList();
        return Stream.concat(
                        PROJECTORS.stream()
                                .flatMap(quant -> projectors.stream().filter(file -> quant.equals(file.quant()))),
                        projectors.stream())
                .findFirst()
                .orElse(null);
    }
}
