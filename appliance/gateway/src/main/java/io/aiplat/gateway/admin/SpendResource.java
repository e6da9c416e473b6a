package io.aiplat.gateway.admin;

import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.governance.use.MachinePrices;
import io.aiplat.governance.use.WorkloadLedger;
import io.aiplat.governance.use.WorkloadProblems;
import io.aiplat.governance.use.WorkloadUse;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementQuery;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `/spend`: what was spent, by day and by whom or on what.
final class SpendResource implements ManagementResource {
    private static final JsonType BY = JsonType.oneOf(
            Arrays.stream(SpendView.values()).map(SpendView::word).toList());

    private static final ObjectType<Report> REPORT = ObjectType.<Report>named("Spend")
            .field("by", BY, report -> report.by().word())
            .field("from", JsonType.day(), Report::from)
            .field("to", JsonType.day(), Report::to)
            .field("machine_prices", SpendLine.PRICES.type(), report -> SpendLine.PRICES.json(report.prices()))
            .field(
                    "data",
                    JsonType.listOf(SpendLine.TYPE.type()),
                    report -> report.lines().stream().map(SpendLine.TYPE::json).toList())
            .build();

    private final Administration administration;
    private final MachineCosts machines;
    private final InstantSource clock;

    SpendResource(Administration administration, MachineCosts machines, InstantSource clock) {
        this.administration = administration;
        this.machines = machines;
        this.clock = clock;
    }

    private record Report(SpendView by, LocalDate from, LocalDate to, MachinePrices prices, List<SpendLine> lines) {}

    private record Place(LocalDate day, String name) {}

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("GET", "/spend", PrincipalRole.MEMBER)
                .as(
                        "reportSpend",
                        "What was spent, by day and by whom or on what, and what pods and GPUs have used for it: of a"
                                + " team's administrator the team's, of a member its own.")
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
        SpendView by = by(query.get("by", "key"));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate to = day("to", query.get("to", today.toString()));
        LocalDate from = day("from", query.get("from", to.withDayOfMonth(1).toString()));
        if (from.isAfter(to)) {
            throw ManagementBody.invalid("from", "it is not after the last day, " + to + "; " + from + " is");
        }
        PrincipalScope scope = PrincipalScope.of(call.principal());
        return new Report(by, from, to, machines.prices(), lines(by, from, to, scope));
    }

    private List<SpendLine> lines(SpendView by, LocalDate from, LocalDate to, PrincipalScope scope) {
        Map<Place, SpendRow> requests = new HashMap<>();
        for (SpendRow row : requests(by, from, to, scope)) {
            requests.put(new Place(row.day(), row.name()), row);
        }
        Map<Place, WorkloadUse> pods = new HashMap<>();
        for (WorkloadLedger.Row row : workloads(from, to, scope)) {
            String name = by.nameOf(row.workload());
            if (name != null) {
                pods.merge(new Place(row.day(), name), by.counted(row.workload(), row.use()), WorkloadUse::plus);
            }
        }
        Set<Place> places = new HashSet<>(requests.keySet());
        places.addAll(pods.keySet());
        return places.stream()
                .sorted(Comparator.comparing(Place::day).thenComparing(Place::name))
                .map(place -> {
                    SpendRow asked =
                            requests.getOrDefault(place, new SpendRow(place.day(), place.name(), 0, 0, 0, 0, 0, 0));
                    WorkloadUse used = pods.getOrDefault(place, WorkloadUse.NONE);
                    return new SpendLine(asked, used, machines.prices().cost(by.paid(asked, used)));
                })
                .toList();
    }

    private List<SpendRow> requests(SpendView by, LocalDate from, LocalDate to, PrincipalScope scope) {
        SpendBy asked = by.requests();
        if (asked == null) {
            return List.of();
        }
        return scope.isEverything()
                ? administration.spend(asked, from, to)
                : administration.spendOf(scope.team(), scope.user(), asked, from, to);
    }

    /// Pods are a team's, and none a person's.
    private List<WorkloadLedger.Row> workloads(LocalDate from, LocalDate to, PrincipalScope scope) {
        if (scope.isMember()) {
            return List.of();
        }
        try {
            String team = scope.team();
            return machines.ledger().rows(from, to).stream()
                    .filter(row ->
                            scope.isEverything() || row.workload().tenant().equals(team))
                    .toList();
        } catch (IOException e) {
            throw new ApplianceException(
                    WorkloadProblems.notRead(machines.ledger().folder(), e.toString()), e);
        }
    }

    private static SpendView by(String word) {
        for (SpendView view : SpendView.values()) {
            if (view.word().equals(word)) {
                return view;
            }
        }
        throw ManagementBody.invalid("by", "it is key, user, team, model, tag, tenant or agent, not " + word);
    }

    private static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw ManagementBody.invalid(name, "it is a day such as 2026-12-31, not " + text);
        }
    }
}
