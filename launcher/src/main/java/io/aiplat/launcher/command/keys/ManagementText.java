package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.render.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// The answers of the administration, for a person and for a program.
public final class ManagementText {

    private ManagementText() {}

    /// What a program gets: maps, lists and plain values.
    public static Object value(JsonNode answer) {
        return ManagementClient.JSON.convertValue(answer, Object.class);
    }

    /// A table of keys.
    static String keys(JsonNode keys) {
        Table table = new Table(
                "NAME", "STATE", "ROLE", "USER", "TEAM", "TOKEN", "BUDGETS", "RPM", "TPM", "MODELS", "EXPIRES");
        for (JsonNode key : keys) {
            table.row(
                    cell(key.path("name")),
                    cell(key.path("state")),
                    cell(key.path("role")),
                    cell(key.path("user")),
                    cell(key.path("team")),
                    cell(key.at("/tokens/0/prefix")),
                    budgets(key),
                    cell(key.path("requests_per_minute")),
                    cell(key.path("tokens_per_minute")),
                    cell(key.path("models")),
                    cell(key.path("expires")));
        }
        return table.toText();
    }

    /// A table of users or teams.
    static String holders(JsonNode holders) {
        Table table = new Table("NAME", "BUDGETS", "REQUESTS/MIN", "TOKENS/MIN", "AT ONCE", "MODELS");
        for (JsonNode holder : holders) {
            table.row(
                    cell(holder.path("name")),
                    budgets(holder),
                    cell(holder.path("requests_per_minute")),
                    cell(holder.path("tokens_per_minute")),
                    cell(holder.path("concurrent_requests")),
                    cell(holder.path("models")));
        }
        return table.toText();
    }

    /// What was spent of each budget, as `0.42 of 10/month`.
    private static String budgets(JsonNode holder) {
        List<String> used = new ArrayList<>();
        for (JsonNode budget : holder.path("spent")) {
            used.add(amount(budget.path("spent").decimalValue()) + " of "
                    + budget.path("budget").asText());
        }
        return used.isEmpty() ? cell(holder.path("budgets")) : String.join(", ", used);
    }

    private static String amount(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    /// A table of the places that answer, and the other names of their models.
    public static String places(JsonNode places) {
        Map<String, String> aliases = new LinkedHashMap<>();
        Table table = new Table("MODEL", "UPSTREAM", "MODEL THERE", "HEALTH", "NOW", "WAITING", "ANSWERED", "FAILED");
        for (JsonNode place : places) {
            table.row(
                    cell(place.path("route")),
                    cell(place.path("upstream")),
                    cell(place.path("model")),
                    cell(place.path("health")),
                    cell(place.path("in_flight")),
                    cell(place.path("waiting")),
                    cell(place.path("successes")),
                    cell(place.path("failures")));
            place.path("aliases")
                    .forEach(alias ->
                            aliases.put(alias.asText(), place.path("route").asText()));
        }
        return table.toText() + aliases(aliases);
    }

    /// The other names of models, a line each; empty for none.
    public static String aliases(Map<String, String> aliases) {
        StringBuilder text = new StringBuilder();
        aliases.forEach((alias, model) -> text.append(alias)
                .append(alias.endsWith("*") ? " stand for " : " stands for ")
                .append(model.equals("*") ? "a model by its own name" : model)
                .append(".\n"));
        return text.toString();
    }

    /// One thing, a line for each of its parts that has a value.
    static String one(JsonNode thing) {
        StringBuilder text = new StringBuilder();
        thing.properties().forEach(part -> {
            String cell = part.getKey().equals("budgets") ? budgets(thing) : cell(part.getValue());
            if (!cell.equals("-") && !part.getKey().equals("spent")) {
                text.append("%-20s %s%n".formatted(part.getKey().replace('_', ' '), cell));
            }
        });
        return text.toString();
    }

    private static String cell(JsonNode value) {
        String text = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .map(each -> each.isObject() ? each.path("prefix").asText() : each.asText())
                        .collect(Collectors.joining(", "))
                : value.asText("");
        return text.isEmpty() || value.isNull() ? "-" : text;
    }
}
