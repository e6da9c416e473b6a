package io.aiplat.governance.limit;

import io.aiplat.model.spend.Budget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Limits of a key, a user or a team: models, rates, concurrency, budgets.
/// Those of all three have to agree to a request.
///
/// @param budgets            at most one for each window; each holds on its own
/// @param requestsPerMinute  1 or more; null for any number
/// @param tokensPerMinute    input and output together, 1 or more; null for any number
/// @param concurrentRequests 1 or more; null for any number
/// @param models             names, or beginnings of names with a `*` at the end; none for all
public record Limits(
        List<Budget> budgets,
        @Nullable Long requestsPerMinute,
        @Nullable Long tokensPerMinute,
        @Nullable Integer concurrentRequests,
        List<String> models) {
    /// Anything, without end.
    public static final Limits NONE = new Limits(List.of(), null, null, null, List.of());

    public Limits {
        budgets = List.copyOf(budgets);
        models = List.copyOf(models);
        if (budgets.stream().map(Budget::window).distinct().count() < budgets.size()) {
            throw new IllegalArgumentException("two budgets for one window: only the smaller would count");
        }
        atLeastOne("requests per minute", requestsPerMinute);
        atLeastOne("tokens per minute", tokensPerMinute);
        atLeastOne("concurrent requests", concurrentRequests == null ? null : concurrentRequests.longValue());
        models.forEach(ModelPattern::check);
    }

    private static void atLeastOne(String what, @Nullable Long limit) {
        if (limit != null && limit < 1) {
            throw new IllegalArgumentException(what + ": 1 or more, or no limit at all; not " + limit);
        }
    }

    /// Whether a model is allowed.
    public boolean allows(ModelUse model) {
        if (models.isEmpty()) {
            return true;
        }
        for (String pattern : models) {
            if (ModelPattern.matches(pattern, model)) {
                return true;
            }
        }
        return false;
    }
}
