package io.aiplat.gateway.admin;

import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.store.Administration;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementQuery;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// `/spend`: what was spent, by day and by whom or on what.
final class SpendResource implements ManagementResource {
    private static final JsonType BY = JsonType.oneOf(List.of("key", "user", "team", "model", "tag"));

    private static final ObjectType<SpendRow> ROW = ObjectType.<SpendRow>named("SpendRow")
            .field("day", JsonType.day(), SpendRow::day)
            .field(
                    "name",
                    JsonType.text().described("Of the key, user, team, model or tag; empty for what has none."),
                    SpendRow::name)
            .field("requests", JsonType.whole(), SpendRow::requests)
            .field(
                    "estimated",
                    JsonType.whole().described("How many of them the upstream did not count."),
                    SpendRow::estimated)
            .field("input_tokens", JsonType.whole(), SpendRow::input)
            .field("cached_tokens", JsonType.whole(), SpendRow::cached)
            .field("output_tokens", JsonType.whole(), SpendRow::output)
            .field(
                    "cost",
                    JsonType.number().described("In units of the currency."),
                    row -> BigDecimal.valueOf(row.micros(), 6))
            .field(
                    "gpu_seconds",
                    JsonType.number().described("Of GPUs of ours, that fell to the requests."),
                    row -> BigDecimal.valueOf(row.gpu(), 3))
            .build();

    private static final ObjectType<Report> REPORT = ObjectType.<Report>named("Spend")
            .field("by", BY, report -> report.by().name().toLowerCase(Locale.ROOT))
            .field("from", JsonType.day(), Report::from)
            .field("to", JsonType.day(), Report::to)
            .field(
                    "data",
                    JsonType.listOf(ROW.type()),
                    report -> report.rows().stream().map(ROW::json).toList())
            .build();

    private final Administration administration;
    private final InstantSource clock;

    SpendResource(Administration administration, InstantSource clock) {
        this.administration = administration;
        this.clock = clock;
    }

    private record Report(SpendBy by, LocalDate from, LocalDate to, List<SpendRow> rows) {}

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("GET", "/spend", PrincipalRole.MEMBER)
                .as(
                        "reportSpend",
                        "What was spent, by day and by whom or on what: of a team's administrator the team's,"
                                + " of a member its own.")
                .query("by", BY.described("What it is summed by; key where nothing is said."))
                .query(
                        "from",
                        JsonType.day()
                                .described(
                                        "First day, in UTC; the first of the last day's month where nothing is said."))
                .query("to", JsonType.day().described("Last day; today where nothing is said."))
                .failing(503)
                .answering(REPORT, this::report));
    }

    private Report report(ManagementCall<RequestType.Nothing> call) {
        ManagementQuery query = call.query();
        SpendBy by = by(query.get("by", "key"));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate to = day("to", query.get("to", today.toString()));
        LocalDate from = day("from", query.get("from", to.withDayOfMonth(1).toString()));
        if (from.isAfter(to)) {
            throw ManagementBody.invalid("from", "it is not after the last day, " + to + "; " + from + " is");
        }
        PrincipalScope scope = PrincipalScope.of(call.principal());
        List<SpendRow> rows = scope.isEverything()
                ? administration.spend(by, from, to)
                : administration.spendOf(scope.team(), scope.user(), by, from, to);
        return new Report(by, from, to, rows);
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
}
