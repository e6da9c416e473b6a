package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.store.Administration;
import io.aiplat.model.spend.Budget;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields that keys, users and teams have in common: what they may do.
final class LimitFields {
    /// Their names.
    static final List<String> NAMES =
            List.of("budgets", "requests_per_minute", "tokens_per_minute", "concurrent_requests", "models");

    private LimitFields() {}

    /// These names and those.
    static List<String> and(String... more) {
        return Stream.concat(Stream.of(more), NAMES.stream()).toList();
    }

    /// The limits with every field that is named put in place of what was there.
    static Limits change(ManagementBody body, Limits before) {
        List<Budget> budgets = body.names("budgets") ? budgets(body) : before.budgets();
        List<String> models = body.names("models") ? models(body) : before.models();
        Long requests = number(body, "requests_per_minute", before.requestsPerMinute(), Long.MAX_VALUE);
        Long tokens = number(body, "tokens_per_minute", before.tokensPerMinute(), Long.MAX_VALUE);
        Integer at = before.concurrentRequests();
        Long concurrent = number(body, "concurrent_requests", at == null ? null : at.longValue(), Integer.MAX_VALUE);
        return new Limits(budgets, requests, tokens, concurrent == null ? null : Math.toIntExact(concurrent), models);
    }

    private static @Nullable Long number(ManagementBody body, String name, @Nullable Long before, long most) {
        return body.names(name) ? body.count(name, 1, most) : before;
    }

    private static List<Budget> budgets(ManagementBody body) {
        return ManagementBody.checked("budgets", () -> {
            List<Budget> budgets =
                    body.texts("budgets").stream().map(Budget::parse).toList();
            return new Limits(budgets, null, null, null, List.of()).budgets();
        });
    }

    private static List<String> models(ManagementBody body) {
        return ManagementBody.checked(
                "models", () -> new Limits(List.of(), null, null, null, body.texts("models")).models());
    }

    /// Adds the fields to an answer.
    static void write(ObjectNode json, Limits limits) {
        limits.budgets().forEach(budget -> json.withArray("budgets").add(budget.text()));
        json.withArray("budgets");
        json.put("requests_per_minute", limits.requestsPerMinute());
        json.put("tokens_per_minute", limits.tokensPerMinute());
        json.put("concurrent_requests", limits.concurrentRequests());
        limits.models().forEach(json.withArray("models")::add);
    }

    /// Adds what was spent of each budget in its window, which no change can state.
    static void writeSpent(ObjectNode json, LimitOwner holder, Limits limits, Administration administration) {
        var spent = json.putArray("spent");
        for (Budget budget : limits.budgets()) {
            long micros = administration.spent(holder, budget.window());
            spent.addObject()
                    .put("budget", budget.text())
                    .put("spent", BigDecimal.valueOf(micros, 6))
                    .put("left", BigDecimal.valueOf(Math.max(0, budget.micros() - micros), 6));
        }
    }
}
