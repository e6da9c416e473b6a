package io.aiplat.supply.fit;

import io.aiplat.model.Problem;
import java.util.List;

/// One problem of each kind that models have with memory.
public final class FitProblemSamples {
    private FitProblemSamples() {}

    /// One of each.
    public static List<Problem> all() {
        return List.of(
                FitProblems.tooLarge("llama3:70b", "hf.co/meta/llama3:70b", 40L << 30, 16L << 30, 8L << 30, List.of()),
                FitProblems.tight(
                        "llama3:8b",
                        "llama3:8b",
                        5L << 30,
                        8192,
                        4L << 30,
                        0,
                        FitProblems.alternatives(FitFixture.later())));
    }
}
