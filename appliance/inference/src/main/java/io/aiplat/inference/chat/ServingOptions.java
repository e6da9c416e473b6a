package io.aiplat.inference.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Serving options: how the route wants a model served; nothing a client says.
/// It must be the same for all requests to a model, for another context means loading the model again.
///
/// @param context   tokens the model sees at once, prompt and answer together, 1 or more; null for the
///                  engine's choice
/// @param keepAlive how long the model stays in memory when nobody uses it: zero for not at all, negative
///                  for ever; null for what was said of it since it was loaded, else for the engine's choice
public record ServingOptions(
        @Nullable Integer context, @Nullable Duration keepAlive) {
    /// All as the engine chooses.
    public static final ServingOptions USUAL = new ServingOptions(null, null);

    /// Keeps a model in memory until it is told otherwise.
    public static final Duration FOREVER = Duration.ofSeconds(-1);
}
