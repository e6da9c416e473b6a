package io.aiplat.routing;

import io.aiplat.model.Secret;
import io.aiplat.model.spend.Budget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key that the store shall have. Seeding is idempotent: the name decides whether it is there.
///
/// @param key        what clients send
/// @param admin      may it manage keys
/// @param metrics    may it read metrics, and nothing else
/// @param user       whose it is; null for nobody's
/// @param team       which team it belongs to; null for none
/// @param models     public names it may use; `*` is every one, `x/*` every one that begins so
/// @param budget     in the file's base currency; null for no bound
/// @param rpm        requests per minute; null for no bound
/// @param tpm        tokens per minute; null for no bound
/// @param concurrent requests at once; null for no bound
/// @param tags       that each of its requests carries
public record KeySeed(
        String name,
        Secret key,
        boolean admin,
        boolean metrics,
        @Nullable String user,
        @Nullable String team,
        List<String> models,
        @Nullable Budget budget,
        @Nullable Integer rpm,
        @Nullable Integer tpm,
        @Nullable Integer concurrent,
        List<String> tags) {
    public KeySeed {
        models = List.copyOf(models);
        tags = List.copyOf(tags);
        Checks.that(!name.isBlank(), "A key has a name.");
        Checks.that(key.value().length() >= 8, "A key of fewer than 8 characters can be guessed.");
        Checks.that(!(admin && metrics), "A key for metrics opens nothing else; an admin key reads them, too.");
        Checks.that(!models.isEmpty(), "A key for no model is of no use; [\"*\"] is every model.");
        Checks.that(rpm == null || rpm >= 1, "rpm is at least 1.");
        Checks.that(tpm == null || tpm >= 1, "tpm is at least 1.");
        Checks.that(concurrent == null || concurrent >= 1, "concurrent is at least 1.");
    }
}
