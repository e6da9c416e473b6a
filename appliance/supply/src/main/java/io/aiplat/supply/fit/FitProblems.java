package io.aiplat.supply.fit;

import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What can be wrong with the memory that a model needs.
public final class FitProblems {
    private FitProblems() {}

    /// A model whose weights alone are larger than all memory of the machine.
    ///
    /// @param reference    by which its sum can be asked for
    /// @param weights      bytes
    /// @param memory       bytes of main memory
    /// @param gpus         bytes of all GPUs; 0 without any
    /// @param alternatives what would fit, see [#alternatives]
    public static Problem tooLarge(
            String model, String reference, long weights, long memory, long gpus, List<String> alternatives) {
        List<String> fixes = new ArrayList<>(alternatives);
        fixes.add("See the whole sum: aiplat models fit " + reference);
        fixes.add("Fetch it all the same, to carry it to another machine: --force");
        return new Problem(
                new ProblemCode("MODELS_TOO_LARGE", Kind.INVALID, ExitCode.HOST),
                "The model " + model + " is too large for this machine",
                "Its weights are " + gib(weights) + ", and the machine has " + gib(memory) + " of memory"
                        + (gpus == 0 ? "" : " and " + gib(gpus) + " on GPUs") + ".",
                List.copyOf(fixes));
    }

    /// A model that does not fit now, as it would be loaded.
    ///
    /// @param reference    by which its sum can be asked for
    /// @param need         bytes
    /// @param context      tokens
    /// @param memory       bytes of main memory that are free
    /// @param gpus         bytes that are free on all GPUs; 0 without any
    /// @param alternatives what would fit, see [#alternatives]
    public static Problem tight(
            String model, String reference, long need, int context, long memory, long gpus, List<String> alternatives) {
        List<String> fixes = new ArrayList<>(alternatives);
        fixes.add("See the whole sum: aiplat models fit " + reference);
        return new Problem(
                new ProblemCode("MODELS_MEMORY_TIGHT", Kind.UNAVAILABLE),
                "The model " + model + " does not fit into the memory that is free",
                "It needs " + gib(need) + " with a context of " + context + ", and " + gib(memory)
                        + " of memory are free" + (gpus == 0 ? "" : ", and " + gib(gpus) + " on GPUs") + ".",
                List.copyOf(fixes));
    }

    /// What would fit, a sentence each.
    public static List<String> alternatives(FitReport report) {
        return report.alternatives().stream()
                .map(other -> switch (other.change()) {
                    case CONTEXT -> "A context of " + other.value() + " would fit: " + gib(other.total());
                    case CACHE_TYPE -> "A cache of the type " + other.value() + " would fit: " + gib(other.total());
                    case QUANTISATION ->
                        "The same model as " + other.value() + " would fit, if there is one: about "
                                + gib(other.total());
                })
                .toList();
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
