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
    public static Problem tooLarge(FitReport report) {
        List<String> fixes = new ArrayList<>(alternatives(report));
        fixes.add("See the whole sum: aiplat models fit " + report.model());
        fixes.add("Fetch it all the same, to carry it to another machine: --force");
        return new Problem(
                new ProblemCode("MODELS_TOO_LARGE", Kind.INVALID, ExitCode.HOST),
                "The model " + report.model() + " is too large for this machine",
                "Its weights are " + gib(report.need().weights()) + ", and the machine has "
                        + gib(report.memory().totalBytes()) + " of memory" + gpus(report) + ".",
                List.copyOf(fixes));
    }

    /// A model that does not fit now, as it would be loaded.
    public static Problem tight(FitReport report) {
        List<String> fixes = new ArrayList<>(alternatives(report));
        fixes.add("See the whole sum: aiplat models fit " + report.model());
        return new Problem(
                new ProblemCode("MODELS_MEMORY_TIGHT", Kind.UNAVAILABLE),
                "The model " + report.model() + " does not fit into the memory that is free",
                "It needs " + gib(report.need().total()) + " with a context of "
                        + report.plan().context() + ", and "
                        + gib(report.memory().freeBytes()) + " of memory are free" + freeGpus(report) + ".",
                List.copyOf(fixes));
    }

    private static String gpus(FitReport report) {
        long bytes = report.memory().gpuTotalBytes();
        return bytes == 0 ? "" : " and " + gib(bytes) + " on GPUs";
    }

    private static String freeGpus(FitReport report) {
        long bytes = report.memory().gpuFreeBytes();
        return report.memory().gpuTotalBytes() == 0 ? "" : ", and " + gib(bytes) + " on GPUs";
    }

    private static List<String> alternatives(FitReport report) {
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
