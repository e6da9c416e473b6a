package io.aiplat.operator.desired;

import org.jspecify.annotations.Nullable;

/// Served model: one that is brought here, kept by the model engine, and answered for by the gateway.
///
/// @param name      that clients ask for; the one it has at its source is served besides. Null for that one alone
/// @param reference where it comes from, as `aiplat models pull` takes it
/// @param context   tokens of prompt and answer together when it is asked for by that name; null for its own limit
/// @param sha256    64 hexadecimal digits that its weights must have; null for any
public record ServedModel(
        @Nullable String name,
        String reference,
        @Nullable Integer context,
        @Nullable String sha256) implements DesiredState {
    /// One as it comes.
    public ServedModel(String name, String reference) {
        this(name, reference, null, null);
    }
}
