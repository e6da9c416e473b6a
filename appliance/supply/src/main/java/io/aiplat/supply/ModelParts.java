package io.aiplat.supply;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parts of a model as files of this machine.
///
/// @param weights   GGUF files: one, or those it was split into, in their order
/// @param projector GGUF file that turns pictures or sound into tokens for it; null where it has none
/// @param modelfile the text of its Modelfile; empty for none
public record ModelParts(List<Path> weights, @Nullable Path projector, String modelfile) {
    public ModelParts {
        weights = List.copyOf(weights);
    }
}
