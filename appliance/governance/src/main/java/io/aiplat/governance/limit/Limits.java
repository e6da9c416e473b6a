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

    /// Whether it counts anything, each key for itself: requests, tokens or what they cost.
    public boolean isMetered() {
        return !budgets.isEmpty() || requestsPerMinute != null || tokensPerMinute != null || concurrentRequests != null;
    }

    /// Whether these allow nothing that those do not.
    public boolean isWithin(Limits those) {
        Integer at = concurrentRequests;
        Integer most = those.concurrentRequests;
        return those.budgets.stream().allMatch(this::keeps)
                && isAtMost(requestsPerMinute, those.requestsPerMinute)
                && isAtMost(tokensPerMinute, those.tokensPerMinute)
                && isAtMost(at == null ? null : at.longValue(), most == null ? null : most.longValue())
                && (those.models.isEmpty()
                        || (!models.isEmpty() && models.stream().allMatch(those::covers)));
    }

    private boolean keeps(Budget budget) {
        return budgets.stream()
                .anyMatch(own -> own.window().equals(budget.window()) && own.micros() <= budget.micros());
    }

    private static boolean isAtMost(@Nullable Long limit, @Nullable Long most) {
        return most == null || (limit != null && limit <= most);
    }

    private boolean covers(String pattern) {
        return models.stream().anyMatch(own -> ModelPattern.covers(own, pattern));
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
