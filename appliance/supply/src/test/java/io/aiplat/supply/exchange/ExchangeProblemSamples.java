package io.aiplat.supply.exchange;

import io.aiplat.model.Problem;
import java.nio.file.Path;
import java.util.List;

/// One problem of each kind that archives of models have.
public final class ExchangeProblemSamples {
    private static final Path ARCHIVE = Path.of("/data/qwen3.tar");

    private ExchangeProblemSamples() {}

    /// One of each.
    public static List<Problem> all() {
        return List.of(
                ExchangeProblems.exists(ARCHIVE),
                ExchangeProblems.notExported("qwen3:8b", ARCHIVE, "The system says: No space left on device."),
                ExchangeProblems.outOfReach(
                        "qwen3:8b",
                        "Its file /usr/share/ollama/.ollama/models/blobs/sha256-00 is not on this machine, or is closed to us."),
                ExchangeProblems.broken(ARCHIVE, "There is no index.json in it."));
    }
}
