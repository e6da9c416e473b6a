package io.aiplat.supply.pull;

import io.aiplat.model.Problem;
import java.util.List;

/// One problem of each kind that pulls can have.
public final class PullProblemSamples {
    private PullProblemSamples() {}

    /// One of each.
    public static List<Problem> all() {
        return List.of(
                PullProblems.nameTaken("qwen3:0.6b", "from hf.co/unsloth/Qwen3-0.6B-GGUF", "qwen3:0.6b"),
                PullProblems.nameUnusable("My Model"),
                PullProblems.sourceGone("qwen3:0.6b", "/srv/qwen3.gguf"),
                PullProblems.sourceChanged("qwen3:0.6b", "hf.co/unsloth/Qwen3-0.6B-GGUF"),
                PullProblems.noWeights("oci://registry.example/team/template:1"));
    }
}
