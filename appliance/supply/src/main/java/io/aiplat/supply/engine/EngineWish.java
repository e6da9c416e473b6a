package io.aiplat.supply.engine;

import io.aiplat.supply.blob.BlobDigest;
import org.jspecify.annotations.Nullable;

/// What is said of an engine package that is to be installed; what is not said is found out by a look at it.
///
/// @param name        of the engine
/// @param version     null for what its program says
/// @param accelerator null for what its files show
/// @param archive     digest that the archive has to have; null where nobody said one. A folder has none.
/// @param source      where it comes from, for people; without passwords
public record EngineWish(
        String name,
        @Nullable String version,
        @Nullable Accelerator accelerator,
        @Nullable BlobDigest archive,
        String source) {
    /// Nothing said but which engine.
    public static EngineWish of(String name, String source) {
        return new EngineWish(name, null, null, null, source);
    }
}
