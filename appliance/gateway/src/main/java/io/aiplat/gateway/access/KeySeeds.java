package io.aiplat.gateway.access;

import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.key.SeededKey;
import io.aiplat.governance.limit.Budget;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.limit.Window;
import io.aiplat.governance.store.Administration;
import io.aiplat.routing.KeySeed;
import java.math.RoundingMode;
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
        Limits limits = new Limits(
                budgets(seed.budget()),
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

    private static List<Budget> budgets(io.aiplat.routing.@Nullable ConfiguredBudget budget) {
        if (budget == null) {
            return List.of();
        }
        long micros =
                budget.amount().movePointRight(6).setScale(0, RoundingMode.DOWN).longValueExact();
        if (micros == 0) {
            throw new IllegalArgumentException("a budget of less than a millionth allows nothing");
        }
        Window window = switch (budget.window()) {
            case HOUR -> Window.Calendar.HOUR;
            case DAY -> Window.Calendar.DAY;
            case WEEK -> Window.Calendar.WEEK;
            case MONTH -> Window.Calendar.MONTH;
            case TOTAL -> Window.Calendar.TOTAL;
        };
        return List.of(new Budget(micros, window));
    }
}
