package io.aiplat.supply.exchange;

import java.util.Locale;

/// Names of a model's files in a folder of its own, by which the source of files finds them together.
final class ArchiveFiles {
    static final String PROJECTOR = "mmproj-model.gguf";
    static final String MODELFILE = "model.Modelfile";

    private ArchiveFiles() {}

    /// A file of weights.
    ///
    /// @param number from 1 on
    /// @param of     how many there are
    static String weights(int number, int of) {
        return of == 1 ? "model.gguf" : String.format(Locale.ROOT, "model-%05d-of-%05d.gguf", number, of);
    }
}
