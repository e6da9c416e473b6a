package io.aiplat.quality.trace.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.ApplianceException;
import io.aiplat.quality.observation.Observation;
import io.aiplat.quality.trace.TraceDetails;
import io.aiplat.quality.trace.TraceProblems;
import io.aiplat.quality.trace.TraceQuery;
import io.aiplat.quality.trace.TraceScore;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.quality.trace.TraceSummary;
import io.aiplat.quality.trace.TraceUse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// `/traces`: what programs have traced.
public final class TraceResource implements ManagementResource {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private static final ObjectType<TraceSummary> SUMMARY = ObjectType.<TraceSummary>named("Trace")
            .field("id", JsonType.text().described("32 hexadecimal digits."), TraceSummary::trace)
            .field("name", JsonType.text(), TraceSummary::name)
            .field("started", JsonType.moment(), trace -> TraceParameters.moment(trace.started()))
            .field(
                    "milliseconds",
                    JsonType.number().described("From its first to its last moment."),
                    trace -> TraceParameters.millis(trace.started(), trace.ended()))
            .optional("user", JsonType.text(), TraceSummary::user)
            .optional("session", JsonType.text(), TraceSummary::session)
            .field("tags", JsonType.listOf(JsonType.text()), TraceSummary::tags)
            .field("environment", JsonType.text().described("Empty where nobody says."), TraceSummary::environment)
            .field(
                    "service",
                    JsonType.text().described("The program; empty where it is not said."),
                    TraceSummary::service)
            .field(
                    "key",
                    JsonType.text().described("That it came with."),
                    trace -> trace.sender().key())
            .optional("team", JsonType.text(), trace -> trace.sender().team())
            .field("observations", JsonType.whole(), TraceSummary::observations)
            .field("failed", JsonType.whole().described("How many of them failed."), TraceSummary::failed)
            .field("input_tokens", JsonType.whole(), TraceSummary::input)
            .field("output_tokens", JsonType.whole(), TraceSummary::output)
            .optional(
                    "cost",
                    JsonType.number().described("In units of the currency, where it is known."),
                    trace -> TraceParameters.units(trace.micros()))
            .build();

    private static final ObjectType<List<TraceSummary>> LIST = ObjectType.<List<TraceSummary>>named("Traces")
            .field(
                    "data",
                    JsonType.listOf(SUMMARY.type()),
                    traces -> traces.stream().map(SUMMARY::json).toList())
            .build();

    private static final ObjectType<Observation> OBSERVATION = ObjectType.<Observation>named("Observation")
            .field("id", JsonType.text().described("16 hexadecimal digits."), Observation::id)
            .field("parent", JsonType.text().described("Empty for the root."), Observation::parent)
            .field("name", JsonType.text(), Observation::name)
            .field("type", JsonType.text(), observation -> observation.type().word())
            .field("started", JsonType.moment(), observation -> TraceParameters.moment(observation.started()))
            .field(
                    "milliseconds",
                    JsonType.number(),
                    observation -> TraceParameters.millis(observation.started(), observation.ended()))
            .field("level", JsonType.oneOf(List.of("DEBUG", "DEFAULT", "WARNING", "ERROR")), Observation::level)
            .field("message", JsonType.text().described("Why it failed; empty for nothing."), Observation::message)
            .optional("model", JsonType.text(), Observation::model)
            .optional("provider", JsonType.text(), Observation::provider)
            .field(
                    "input_tokens",
                    JsonType.whole(),
                    observation -> observation.usage().inputTokens())
            .field(
                    "cached_tokens",
                    JsonType.whole(),
                    observation -> observation.usage().cached())
            .field(
                    "output_tokens",
                    JsonType.whole(),
                    observation -> observation.usage().outputTokens())
            .optional("cost", JsonType.number(), observation -> TraceParameters.units(observation.micros()))
            .field("service", JsonType.text(), Observation::service)
            .field(
                    "input",
                    JsonType.text().described("Text or JSON; empty where it is not recorded."),
                    Observation::input)
            .field("output", JsonType.text(), Observation::output)
            .field(
                    "attributes",
                    JsonType.text().described("All the rest, as JSON."),
                    observation -> json(observation).toString())
            .build();

    private static final ObjectType<TraceScore> SCORE = ObjectType.<TraceScore>named("Score")
            .field("id", JsonType.text(), TraceScore::id)
            .optional("observation", JsonType.text(), TraceScore::observation)
            .field("name", JsonType.text(), TraceScore::name)
            .optional("value", JsonType.number(), TraceScore::value)
            .optional("word", JsonType.text(), TraceScore::word)
            .optional("comment", JsonType.text(), TraceScore::comment)
            .field("at", JsonType.moment(), score -> Instant.ofEpochMilli(score.at()))
            .build();

    private static final ObjectType<TraceDetails> DETAILS = ObjectType.<TraceDetails>named("TraceDetails")
            .field("trace", SUMMARY.type(), details -> SUMMARY.json(details.summary()))
            .field(
                    "observations",
                    JsonType.listOf(OBSERVATION.type()).described("By the time they started."),
                    details -> details.observations().stream()
                            .map(OBSERVATION::json)
                            .toList())
            .field(
                    "scores",
                    JsonType.listOf(SCORE.type()),
                    details -> details.scores().stream().map(SCORE::json).toList())
            .build();

    private static final ObjectType<TraceUse> USE = ObjectType.<TraceUse>named("TraceStorage")
            .field("bytes", JsonType.whole().described("On the disk."), TraceUse::bytes)
            .field("traces", JsonType.whole(), TraceUse::traces)
            .field("observations", JsonType.whole(), TraceUse::observations)
            .field("too_old", JsonType.whole().described("Traces that went for their age."), TraceUse::tooOld)
            .field("too_much", JsonType.whole().described("Traces that went to make room."), TraceUse::tooMuch)
            .field("too_long", JsonType.whole().described("Observations of traces without end."), TraceUse::tooLong)
            .build();

    private final TraceStore store;

    /// The resource over a store.
    public TraceResource(TraceStore store) {
        this.store = store;
    }

    private static JsonNode json(Observation observation) {
        return MAPPER.valueToTree(observation.attributes());
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                ManagementOperation.of("GET", "/traces", PrincipalRole.TEAM_ADMIN)
                        .as(
                                "listTraces",
                                "What programs have traced, newest first: for a team's administrator that of the team.")
                        .query("user", JsonType.text().described("For whom it was done."))
                        .query("session", JsonType.text().described("That it is a part of."))
                        .query("team", JsonType.text().described("Of the key that it came with."))
                        .query("key", JsonType.text().described("Name of the key that it came with."))
                        .query("name", JsonType.text().described("A part of their names."))
                        .query("failed", JsonType.flag().described("Only those of which something failed."))
                        .query("after", JsonType.moment().described("That began then or later."))
                        .query("before", JsonType.moment().described("That began before; to go on from the last one."))
                        .query("limit", TraceParameters.LIMIT)
                        .failing(503)
                        .answering(LIST, this::list),
                ManagementOperation.of("GET", "/traces/{id}", PrincipalRole.TEAM_ADMIN)
                        .as("showTrace", "All of a trace.")
                        .failing(404, 503)
                        .answering(DETAILS, this::show),
                ManagementOperation.of("GET", "/trace-storage", PrincipalRole.ADMIN)
                        .as("showTraceStorage", "How much is kept of traces, and what was dropped.")
                        .failing(503)
                        .answering(USE, _ -> store.use()));
    }

    private List<TraceSummary> list(ManagementCall<RequestType.Nothing> call) {
        TraceParameters said = new TraceParameters(call);
        String own = said.ownTeam();
        String team = said.text("team");
        if (own != null && team != null && !own.equals(team)) {
            return List.of();
        }
        return store.list(new TraceQuery(
                said.text("user"),
                said.text("session"),
                own == null ? team : own,
                said.text("key"),
                said.text("name"),
                said.flag("failed"),
                said.nanos("after"),
                said.nanos("before"),
                said.limit()));
    }

    private TraceDetails show(ManagementCall<RequestType.Nothing> call) {
        String id = call.name();
        String own = new TraceParameters(call).ownTeam();
        return (ID.matcher(id).matches() ? store.trace(id) : Optional.<TraceDetails>empty())
                .filter(found ->
                        own == null || own.equals(found.summary().sender().team()))
                .orElseThrow(() -> new ApplianceException(TraceProblems.unknown(id)));
    }
}
