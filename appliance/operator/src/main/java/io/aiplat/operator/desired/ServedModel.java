package io.aiplat.operator.desired;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Served model: one that is brought here, kept by the model engine, and answered for by the gateway.
///
/// @param name      that clients ask for; the one it has at its source is served besides. Null for that one alone
/// @param reference where it comes from, as `aiplat models pull` takes it
/// @param context   tokens of prompt and answer together when it is asked for by that name; null for its own limit
/// @param sha256    64 hexadecimal digits that its weights must have; null for any
/// @param stays     how long it stays in memory after it was asked for by that name, as [Deployment#keepAlive] has it;
///     null for as long as the engine keeps it by itself
public record ServedModel(
        @Nullable String name,
        String reference,
        @Nullable Integer context,
        @Nullable String sha256,
        @Nullable Duration stays)
        implements DesiredState {
    /// One that stays as long as the engine keeps it.
    public ServedModel(@Nullable String name, String reference, @Nullable Integer context, @Nullable String sha256) {
        this(name, reference, context, sha256, null);
    }

    /// One as it comes.
    public ServedModel(String name, String reference) {
        this(name, reference, null, null);
    }

    /// The same, which stays in memory for so long.
    public ServedModel staying(Duration time) {
        return new ServedModel(name, reference, context, sha256, time);
    }
}
