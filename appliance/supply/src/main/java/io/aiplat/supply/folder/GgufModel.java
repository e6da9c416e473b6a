package io.aiplat.supply.folder;

import io.aiplat.supply.Modelfile;
import io.aiplat.supply.gguf.GgufFacts;
import io.aiplat.supply.gguf.GgufHeader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// GGUF model in a folder, with what its file and its Modelfile say.
///
/// @param name      it is served under
/// @param files     of its weights: one, or those it was split into, in their order
/// @param projector GGUF file that turns pictures or sound into tokens for it; null where it has none
/// @param created   when it was taken in
/// @param header    of all of its weights
/// @param facts     that people ask for
public record GgufModel(
        String name,
        List<Path> files,
        @Nullable Path projector,
        Instant created,
        GgufHeader header,
        GgufFacts facts,
        Modelfile modelfile) {
    public GgufModel {
        files = List.copyOf(files);
    }

    /// Bytes of its projector; 0 where it has none, or it is gone.
    public long projectorBytes() {
        return projector == null ? 0 : projector.toFile().length();
    }

    /// The file to load; those it was split into are found beside it by whoever loads it.
    public Path file() {
        return files.getFirst();
    }
}
