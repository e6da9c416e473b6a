package io.aiplat.gateway.access;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.key.SeededKey;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.store.Administration;
import io.aiplat.model.spend.Budget;
import io.aiplat.routing.KeySeed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Seeding of API keys: brings those that a gateway's file names into the store.
public final class KeySeeds {
    private KeySeeds() {}

    /// Makes them, or makes those that are there equal to the file, and takes back those that an earlier file named
    /// and this one does not. Doing it twice changes nothing.
    ///
    /// @throws io.aiplat.model.ApplianceException if the store fails or a token is another key's; nothing is
    ///     changed then
    public static void sow(List<KeySeed> seeds, Administration administration) {
        administration.seedKeys(seeds.stream().map(KeySeeds::seeded).toList());
    }

    /// A key as the store has it.
    ///
    /// @throws IllegalArgumentException saying what is possible, if the store could not have it
    public static SeededKey seeded(KeySeed seed) {
        Budget budget = seed.budget();
        Limits limits = new Limits(
                budget == null ? List.of() : List.of(budget),
                number(seed.rpm()),
                number(seed.tpm()),
                seed.concurrent(),
                seed.models().contains("*") ? List.of() : seed.models());
        KeySettings settings = new KeySettings(limits, null, seed.tags(), false, false);
        return new SeededKey(new NewKey(seed.name(), role(seed), seed.user(), seed.team(), settings), seed.key());
    }

    private static Role role(KeySeed seed) {
        if (seed.admin()) {
            return Role.ADMIN;
        }
        return seed.metrics() ? Role.METRICS : Role.ORDINARY;
    }

    private static @Nullable Long number(@Nullable Integer limit) {
        return limit == null ? null : Long.valueOf(limit);
    }
}
