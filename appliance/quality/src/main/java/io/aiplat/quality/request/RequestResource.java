package io.aiplat.quality.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.store.Administration;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.ApplianceException;
import io.aiplat.quality.observation.Observation;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.telemetry.LogFields;
import io.aiplat.telemetry.Telemetry;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `/requests`: one request, followed through log, trace, metrics and ledger.
public final class RequestResource implements ManagementResource {
    private static final int USUAL = 20;
    private static final int MOST = 200;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern TRACE = Pattern.compile("[0-9a-f]{32}");

    private static final ObjectType<Observation> SPAN = ObjectType.<Observation>named("RequestSpan")
            .field("id", JsonType.text().described("16 hexadecimal digits."), Observation::id)
            .field("parent", JsonType.text().described("Empty for the root of a trace."), Observation::parent)
            .field("name", JsonType.text(), Observation::name)
            .field(
                    "page",
                    JsonType.text().described("Where it is shown."),
                    span -> "/traces/" + span.trace() + "#" + span.id())
            .field(
                    "milliseconds",
                    JsonType.number(),
                    span -> BigDecimal.valueOf((span.ended() - span.started()) / 1_000, 3))
            .build();

    private static final ObjectType<RequestSeries> SERIES = ObjectType.<RequestSeries>named("RequestSeries")
            .field("selector", JsonType.text().described("As PromQL has it."), RequestSeries::selector)
            .field("value", JsonType.number().described("By now, with all other requests."), RequestSeries::value)
            .build();

    private static final ObjectType<RequestTrail> TRAIL = ObjectType.<RequestTrail>named("Request")
            .field("id", JsonType.text(), trail -> trail.log().getOrDefault("id", ""))
            .field(
                    "log",
                    JsonType.object().described("The fields of its line in the request log."),
                    trail -> json(trail.log()))
            .field("trace", JsonType.text().described("32 hexadecimal digits."), trail -> trail.said("trace"))
            .field(
                    "spans",
                    JsonType.listOf(SPAN.type())
                            .described("Its own, then those of its attempts; none where no trace is kept."),
                    trail -> trail.spans().stream().map(SPAN::json).toList())
            .optional(
                    "trace_href",
                    JsonType.text().described("Where its whole trace is, if it is kept."),
                    trail -> trail.spans().isEmpty() ? null : "/admin/v1/traces/" + trail.said("trace"))
            .optional(
                    "page",
                    JsonType.text().described("Where its trace is shown, if it is kept."),
                    trail -> trail.spans().isEmpty() ? null : "/traces/" + trail.said("trace"))
            .field(
                    "metrics",
                    JsonType.listOf(SERIES.type()).described("What it was counted in."),
                    trail -> trail.series().stream().map(SERIES::json).toList())
            .optional(
                    "spend",
                    JsonType.object().described("What its key has spent on that day, with this request in it."),
                    RequestResource::spent)
            .optional("spend_href", JsonType.text().described("Where the ledger says so."), RequestResource::ledger)
            .optional(
                    "gpu_seconds",
                    JsonType.number().described("Of GPUs, where one has answered."),
                    trail -> number(trail.said("gpu_seconds")))
            .build();

    private static final ObjectType<List<Map<String, String>>> LIST = ObjectType.<List<Map<String, String>>>named(
                    "Requests")
            .field(
                    "data",
                    JsonType.listOf(JsonType.object()).described("The fields of their lines in the request log."),
                    requests -> requests.stream().map(RequestResource::json).toList())
            .build();

    private final RequestLines lines;
    private final TraceStore traces;
    private final RequestMetrics metrics;
    private final Administration ledger;

    /// @param lines     of the request log
    /// @param telemetry whose metrics count requests
    /// @param ledger    of what is spent
    public RequestResource(RequestLines lines, TraceStore traces, Telemetry telemetry, Administration ledger) {
        this.lines = lines;
        this.traces = traces;
        this.metrics = new RequestMetrics(telemetry);
        this.ledger = ledger;
    }

    private static ObjectNode json(Map<String, String> log) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        // What was said is shown with the trace, to who may see it there.
        log.forEach((key, value) -> {
            if (!value.isEmpty() && !key.equals("prompt") && !key.equals("answer")) {
                json.put(key, value);
            }
        });
        return json;
    }

    private static @Nullable BigDecimal number(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private static @Nullable ObjectNode spent(RequestTrail trail) {
        SpendRow row = trail.spend();
        return row == null
                ? null
                : JsonNodeFactory.instance
                        .objectNode()
                        .put("day", row.day().toString())
                        .put("key", row.name())
                        .put("requests", row.requests())
                        .put("input_tokens", row.input())
                        .put("output_tokens", row.output())
                        .put("cost", BigDecimal.valueOf(row.micros(), 6))
                        .put("gpu_seconds", BigDecimal.valueOf(row.gpu(), 3));
    }

    private static @Nullable String ledger(RequestTrail trail) {
        SpendRow row = trail.spend();
        return row == null ? null : "/admin/v1/spend?by=key&from=" + row.day() + "&to=" + row.day();
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                ManagementOperation.of("GET", "/requests", PrincipalRole.TEAM_ADMIN)
                        .as(
                                "listRequests",
                                "The last requests of the log, the newest first: of a team those of its keys.")
                        .query(
                                "limit",
                                JsonType.whole(1, MOST).described("How many; " + USUAL + " where nothing is said."))
                        .failing(503)
                        .answering(LIST, this::list),
                ManagementOperation.of("GET", "/requests/{id}", PrincipalRole.TEAM_ADMIN)
                        .as(
                                "showRequest",
                                "One request, by its id or that of its trace: its line in the log, its spans, the metrics"
                                        + " that count it, and what the ledger has.")
                        .failing(404, 503)
                        .answering(TRAIL, this::show));
    }

    private List<Map<String, String>> list(ManagementCall<RequestType.Nothing> call) {
        String limit = call.query().get("limit", Integer.toString(USUAL));
        if (!limit.matches("[1-9][0-9]?|1[0-9][0-9]|200")) {
            throw ManagementBody.invalid("limit", "it is a whole number, 1 to " + MOST);
        }
        List<Map<String, String>> found = new ArrayList<>();
        List<String> last = lines.last(own(call) == null ? Integer.parseInt(limit) : Integer.MAX_VALUE);
        for (String line : last.reversed()) {
            Map<String, String> log = LogFields.of(line);
            if (isSeen(log, call) && found.size() < Integer.parseInt(limit)) {
                found.add(log);
            }
        }
        return found;
    }

    /// Whose requests are shown; null for all.
    private static @Nullable String own(ManagementCall<RequestType.Nothing> call) {
        return call.principal().role() == PrincipalRole.TEAM_ADMIN
                ? String.valueOf(call.principal().team())
                : null;
    }

    private static boolean isSeen(Map<String, String> log, ManagementCall<RequestType.Nothing> call) {
        String own = own(call);
        return own == null || own.equals(log.get("team"));
    }

    private RequestTrail show(ManagementCall<RequestType.Nothing> call) {
        String id = call.name();
        Map<String, String> log = (ID.matcher(id).matches()
                        ? lines.find(TRACE.matcher(id).matches() ? "trace" : "id", id)
                        : Optional.<String>empty())
                .map(LogFields::of)
                .filter(found -> isSeen(found, call))
                .orElseThrow(() -> new ApplianceException(RequestProblems.unknown(id)));
        return new RequestTrail(log, spans(log), metrics.of(log), spend(log));
    }

    private List<Observation> spans(Map<String, String> log) {
        String trace = log.getOrDefault("trace", "");
        String id = log.getOrDefault("id", "");
        if (!TRACE.matcher(trace).matches()) {
            return List.of();
        }
        List<Observation> all =
                traces.trace(trace).map(details -> details.observations()).orElse(List.of());
        List<Observation> spans = new ArrayList<>();
        for (Observation each : all) {
            if (id.equals(each.attributes().get("aiplat.request.id"))) {
                spans.addFirst(each);
            }
        }
        if (!spans.isEmpty()) {
            String own = spans.getFirst().id();
            all.stream().filter(each -> each.parent().equals(own)).forEach(spans::add);
        }
        return spans;
    }

    /// The ledger counts by day, of the moment in which the cost was settled.
    private @Nullable SpendRow spend(Map<String, String> log) {
        String key = log.getOrDefault("key", "");
        LocalDate day = ended(log);
        if (day == null || key.isEmpty()) {
            return null;
        }
        return ledger.spend(SpendBy.KEY, day, day).stream()
                .filter(row -> row.name().equals(key))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable LocalDate ended(Map<String, String> log) {
        try {
            Instant began = Instant.parse(log.getOrDefault("time", ""));
            double millis = Double.parseDouble(log.getOrDefault("total_ms", "0"));
            return LocalDate.ofInstant(began.plusMillis((long) millis), ZoneOffset.UTC);
        } catch (DateTimeException | NumberFormatException _) {
            return null;
        }
    }
}
