package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.store.Administration;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ObjectType;
import io.aiplat.management.RequestType;
import io.aiplat.model.spend.Budget;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fields that keys, users and teams have in common: what they may do.
final class LimitFields {
    /// Of a key, a user or a team.
    static final JsonType NAME = JsonType.text()
            .with("minLength", 1)
            .with("maxLength", 100)
            .with("pattern", "^[\\p{L}\\p{N}][\\p{L}\\p{N} ._@:+-]{0,99}$")
            .described("1 to 100 letters, digits, spaces and any of . _ @ : + -, beginning with a letter or digit.")
            .named("Name");

    private static final JsonType BUDGETS = JsonType.listOf(JsonType.text()
                    .with(
                            "pattern",
                            "^(0|[1-9][0-9]{0,8})(\\.[0-9]{1,6})?/(hour|day|week|month|total|[1-9][0-9]?h|"
                                    + "[1-9][0-9]{0,3}m|([1-9]|[12][0-9]|3[01])d)$"))
            .described("What may be spent, in units of the currency and by window: `10/month`, `0.5/6h`. Windows are"
                    + " hour, day, week, month and total, or a length of 1 minute to 31 days. At most one for each"
                    + " window.");
    private static final JsonType REQUESTS =
            JsonType.whole(1, Long.MAX_VALUE).orNull().described("null for any number.");
    private static final JsonType TOKENS =
            JsonType.whole(1, Long.MAX_VALUE).orNull().described("Input and output together; null for any number.");
    private static final JsonType CONCURRENT =
            JsonType.whole(1, Integer.MAX_VALUE).orNull().described("null for any number.");
    private static final JsonType MODELS = JsonType.listOf(JsonType.text()
                    .with("minLength", 1)
                    .with("maxLength", 256)
                    .with("pattern", "^[^*\\x00-\\x1f]{0,255}[^\\x00-\\x1f]$"))
            .described("Names, or beginnings of names with a `*` at the end; empty for all.");

    private static final ObjectType<Spent> SPENT_OF_BUDGET = ObjectType.<Spent>named("Spent")
            .field("budget", JsonType.text().described("As in `budgets`."), spent -> spent.budget.text())
            .field("spent", JsonType.number().described("In units of the currency."), spent -> units(spent.micros))
            .field(
                    "left",
                    JsonType.number().described("In units of the currency, 0 or more."),
                    spent -> units(Math.max(0, spent.budget.micros() - spent.micros)))
            .build();

    /// What was spent of each budget, which no change can state.
    static final JsonType SPENT = JsonType.listOf(SPENT_OF_BUDGET.type())
            .described("What was spent of each budget in its running window, by requests that have ended, and what is"
                    + " left.");

    /// Limits as they are answered.
    static final ObjectType<Limits> ANSWERED = ObjectType.<Limits>named("Limits")
            .field(
                    "budgets",
                    BUDGETS,
                    limits -> limits.budgets().stream().map(Budget::text).toList())
            .field("requests_per_minute", REQUESTS, Limits::requestsPerMinute)
            .field("tokens_per_minute", TOKENS, Limits::tokensPerMinute)
            .field("concurrent_requests", CONCURRENT, Limits::concurrentRequests)
            .field("models", MODELS, Limits::models)
            .build();

    private LimitFields() {}

    private record Spent(Budget budget, long micros) {}

    /// Limits as they are asked for.
    static RequestType.Builder asked() {
        return RequestType.named("LimitChange")
                .field(
                        "budgets",
                        BUDGETS.orNull().with("allOf", onceForEachWindow()).named("Budgets"))
                .field("requests_per_minute", REQUESTS)
                .field("tokens_per_minute", TOKENS)
                .field("concurrent_requests", CONCURRENT)
                .field("models", MODELS.orNull());
    }

    private static JsonNode onceForEachWindow() {
        var all = JsonNodeFactory.instance.arrayNode();
        for (String window : List.of("hour", "day", "week", "month", "total")) {
            ObjectNode once = all.addObject();
            once.putObject("contains").put("pattern", "/" + window + "$");
            once.put("minContains", 0).put("maxContains", 1);
        }
        return all;
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

    /// What was spent of each budget in its window.
    static List<ObjectNode> spent(LimitOwner holder, Limits limits, Administration administration) {
        return limits.budgets().stream()
                .map(budget -> SPENT_OF_BUDGET.json(new Spent(budget, administration.spent(holder, budget.window()))))
                .toList();
    }

    private static BigDecimal units(long micros) {
        return BigDecimal.valueOf(micros, 6);
    }
}
