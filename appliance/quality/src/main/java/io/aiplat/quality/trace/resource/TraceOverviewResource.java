package io.aiplat.quality.trace.resource;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementCall;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.quality.trace.ScoreSummary;
import io.aiplat.quality.trace.TraceGroup;
import io.aiplat.quality.trace.TraceGroup.By;
import io.aiplat.quality.trace.TraceOverview;
import io.aiplat.quality.trace.TraceQuery;
import io.aiplat.quality.trace.TraceScore;
import java.time.Instant;
import java.util.List;

/// `/trace-sessions`, `/trace-users`, `/trace-scores`: what traces come to together.
public final class TraceOverviewResource implements ManagementResource {
    private static final long MILLI_NANOS = 1_000_000;

    private static final ObjectType<TraceGroup> SESSION = group("TraceSession", "session", "users");
    private static final ObjectType<TraceGroup> USER = group("TraceUser", "user", "sessions");
    private static final ObjectType<List<TraceGroup>> SESSIONS = ObjectType.list("TraceSessions", SESSION);
    private static final ObjectType<List<TraceGroup>> USERS = ObjectType.list("TraceUsers", USER);

    private static final ObjectType<TraceScore> SCORE = ObjectType.<TraceScore>named("ScoreOfTrace")
            .field("id", JsonType.text(), TraceScore::id)
            .field("trace", JsonType.text().described("That may not be there, or no more."), TraceScore::trace)
            .optional(
                    "observation",
                    JsonType.text().described("None where the whole trace is meant."),
                    TraceScore::observation)
            .field("name", JsonType.text(), TraceScore::name)
            .optional("value", JsonType.number(), TraceScore::value)
            .optional("word", JsonType.text(), TraceScore::word)
            .optional("comment", JsonType.text(), TraceScore::comment)
            .field("at", JsonType.moment(), score -> Instant.ofEpochMilli(score.at()))
            .build();
    private static final ObjectType<List<TraceScore>> SCORES = ObjectType.list("ScoresOfTraces", SCORE);

    private static final ObjectType<ScoreSummary> NAME = ObjectType.<ScoreSummary>named("ScoreName")
            .field("name", JsonType.text(), ScoreSummary::name)
            .field("count", JsonType.whole(), ScoreSummary::count)
            .optional("mean", JsonType.number().described("Of those that are numbers."), ScoreSummary::mean)
            .optional("least", JsonType.number(), ScoreSummary::least)
            .optional("most", JsonType.number(), ScoreSummary::most)
            .build();
    private static final ObjectType<List<ScoreSummary>> NAMES = ObjectType.list("ScoreNames", NAME);

    private final TraceOverview overview;

    /// The resource over what a store has.
    public TraceOverviewResource(TraceOverview overview) {
        this.overview = overview;
    }

    private static ObjectType<TraceGroup> group(String type, String name, String others) {
        return ObjectType.<TraceGroup>named(type)
                .field(name, JsonType.text(), TraceGroup::name)
                .field(others, JsonType.whole().described("How many it has."), TraceGroup::others)
                .field("traces", JsonType.whole(), TraceGroup::traces)
                .field("failed", JsonType.whole().described("Traces of which something failed."), TraceGroup::failed)
                .field("started", JsonType.moment(), group -> TraceParameters.moment(group.started()))
                .field(
                        "last",
                        JsonType.moment().described("When the last of its traces began."),
                        group -> TraceParameters.moment(group.last()))
                .field("milliseconds", JsonType.whole().described("That its traces took together."), TraceGroup::millis)
                .field("input_tokens", JsonType.whole(), TraceGroup::input)
                .field("output_tokens", JsonType.whole(), TraceGroup::output)
                .optional(
                        "cost",
                        JsonType.number().described("In units of the currency, where it is known."),
                        group -> TraceParameters.units(group.micros()))
                .build();
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                groups(By.SESSION, "/trace-sessions", "listTraceSessions", "Sessions that traces are parts of")
                        .query("user", JsonType.text().described("That takes part."))
                        .answering(SESSIONS, call -> groups(By.SESSION, call)),
                groups(By.USER, "/trace-users", "listTraceUsers", "For whom programs did what they have traced")
                        .answering(USERS, call -> groups(By.USER, call)),
                ManagementOperation.of("GET", "/trace-scores", PrincipalRole.TEAM_ADMIN)
                        .as("listTraceScores", "What is thought of traces, newest first.")
                        .query("name", JsonType.text().described("Of what is scored."))
                        .query("before", JsonType.moment().described("Given before; to go on from the last one."))
                        .query("limit", TraceParameters.LIMIT)
                        .failing(503)
                        .answering(SCORES, this::scores),
                ManagementOperation.of("GET", "/trace-score-names", PrincipalRole.TEAM_ADMIN)
                        .as("listTraceScoreNames", "What traces are scored for, with the means.")
                        .failing(503)
                        .answering(NAMES, call -> overview.scoreNames(new TraceParameters(call).ownTeam())));
    }

    private static ManagementOperation.Builder groups(By by, String path, String operation, String what) {
        return ManagementOperation.of("GET", path, PrincipalRole.TEAM_ADMIN)
                .as(operation, what + ", the last active first.")
                .query("after", JsonType.moment().described("Only what was traced then or later counts."))
                .query(
                        "before",
                        JsonType.moment()
                                .described(
                                        "Whose last trace began before; to go on from the last " + by.column() + "."))
                .query("limit", TraceParameters.LIMIT)
                .failing(503);
    }

    private List<TraceGroup> groups(By by, ManagementCall<RequestType.Nothing> call) {
        TraceParameters said = new TraceParameters(call);
        // The user is a parameter of sessions alone.
        String user = by == By.SESSION ? said.text("user") : null;
        return overview.groups(
                by,
                new TraceQuery(
                        user,
                        null,
                        said.ownTeam(),
                        null,
                        null,
                        false,
                        said.nanos("after"),
                        said.nanos("before"),
                        said.limit()));
    }

    private List<TraceScore> scores(ManagementCall<RequestType.Nothing> call) {
        TraceParameters said = new TraceParameters(call);
        Long before = said.nanos("before");
        return overview.scores(
                said.ownTeam(), said.text("name"), before == null ? null : before / MILLI_NANOS, said.limit());
    }
}
