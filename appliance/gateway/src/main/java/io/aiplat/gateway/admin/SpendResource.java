package io.aiplat.gateway.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.store.Administration;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// `/spend`: what was spent, by day and by whom or on what.
final class SpendResource {
    private static final List<String> PARAMETERS = List.of("by", "from", "to");

    private final Administration administration;
    private final InstantSource clock;

    SpendResource(Administration administration, InstantSource clock) {
        this.administration = administration;
        this.clock = clock;
    }

    ManagementResponse report(ManagementRequest request) {
        ManagementQuery query = ManagementQuery.read(request.query(), PARAMETERS);
        SpendBy by = by(query.get("by", "key"));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate to = day("to", query.get("to", today.toString()));
        LocalDate from = day("from", query.get("from", to.withDayOfMonth(1).toString()));
        if (from.isAfter(to)) {
            throw ManagementBody.invalid("from", "it is not after the last day, " + to + "; " + from + " is");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("by", by.name().toLowerCase(Locale.ROOT));
        answer.put("from", from.toString());
        answer.put("to", to.toString());
        var data = answer.putArray("data");
        administration.spend(by, from, to).forEach(row -> data.add(json(row)));
        return ManagementResponse.ok(answer);
    }

    private static SpendBy by(String word) {
        return switch (word) {
            case "key" -> SpendBy.KEY;
            case "user" -> SpendBy.USER;
            case "team" -> SpendBy.TEAM;
            case "model" -> SpendBy.MODEL;
            case "tag" -> SpendBy.TAG;
            default -> throw ManagementBody.invalid("by", "it is key, user, team, model or tag, not " + word);
        };
    }

    private static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw ManagementBody.invalid(name, "it is a day such as 2026-12-31, not " + text);
        }
    }

    private static ObjectNode json(SpendRow row) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("day", row.day().toString());
        json.put("name", row.name());
        json.put("requests", row.requests());
        json.put("estimated", row.estimated());
        json.put("input_tokens", row.input());
        json.put("cached_tokens", row.cached());
        json.put("output_tokens", row.output());
        json.put("cost", BigDecimal.valueOf(row.micros(), 6));
        return json;
    }
}
