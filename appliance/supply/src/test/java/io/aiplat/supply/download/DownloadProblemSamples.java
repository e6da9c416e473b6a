package io.aiplat.supply.download;

import io.aiplat.model.Problem;
import java.util.List;

/// One problem of each kind that downloads can have.
public final class DownloadProblemSamples {
    private DownloadProblemSamples() {}

    /// One of each.
    public static List<Problem> all() {
        return List.of(
                DownloadProblems.brokenOff(
                        "model.gguf of qwen3:0.6b",
                        "https://models.example.com/qwen3.gguf",
                        "Connection reset",
                        300L << 20),
                DownloadProblems.damaged(
                        "model.gguf of qwen3:0.6b",
                        "https://models.example.com/qwen3.gguf",
                        "sha256:" + "2b".repeat(32),
                        "sha256:" + "00".repeat(32)));
    }
}
