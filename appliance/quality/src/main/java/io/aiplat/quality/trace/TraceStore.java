package io.aiplat.quality.trace;

import io.aiplat.governance.store.Sql;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.quality.observation.Observation;
import io.aiplat.quality.observation.ObservationType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Store of traces: one file of SQLite, within bounds of time and size. What was said is encrypted in it. Safe for
/// several threads; one writes at a time, and readers do not wait for it.
public final class TraceStore implements AutoCloseable {
    /// Name of the service whose spans the gateway itself makes.
    public static final String GATEWAY = "aiplat";

    private static final HexFormat HEX = HexFormat.of();
    /// Looked at after so many observations, and when it is opened.
    private static final int SWEEP = 2_000;

    static final String SUMMARY = "SELECT trace, name, started, ended, user, session, tags, environment, service,"
            + " key, team, observations, failed, input, output, micros FROM traces";

    private final TraceFile file;
    private final SealedContent contents;
    private final TraceBounds bounds;
    private final TraceRetention retention;
    /// Of the connection that writes; only used where it is held.
    private @Nullable TraceStatements statements;
    private final AtomicLong tooLong = new AtomicLong();
    private final AtomicLong sinceSweep = new AtomicLong(SWEEP);

    /// Nothing is opened yet: where nobody traces there is no file.
    ///
    /// @param folder of the file, which is made when something is written
    /// @param cipher made when it is first needed
    public TraceStore(Path folder, Supplier<ContentCipher> cipher, TraceBounds bounds, InstantSource clock) {
        this.file = new TraceFile(folder);
        this.contents = new SealedContent(cipher);
        this.bounds = bounds;
        this.retention = new TraceRetention(bounds, clock);
    }

    /// Keeps observations. One that is there already is replaced, so whoever is not sure may send again.
    ///
    /// @throws ApplianceException TRACES_NOT_WRITTEN
    public void add(List<Observation> observations, TraceSender sender) {
        addAll(List.of(new SentObservations(sender, observations)));
    }

    /// The same of several senders: all of it is kept, or nothing is.
    ///
    /// @throws ApplianceException TRACES_NOT_WRITTEN
    public void addAll(List<SentObservations> sent) {
        file.write(connection -> {
            TraceWriter writer = writer(connection);
            for (SentObservations each : sent) {
                writer.add(each);
            }
            return sent.size();
        });
        int count = sent.stream().mapToInt(each -> each.observations().size()).sum();
        if (sinceSweep.addAndGet(count) >= SWEEP) {
            sinceSweep.set(0);
            file.write(retention::sweep);
            file.shrink();
        }
    }

    /// For the thread that writes.
    private TraceWriter writer(Connection connection) {
        TraceStatements known = statements;
        if (known == null || !known.areOf(connection)) {
            known = new TraceStatements(connection);
            statements = known;
        }
        return new TraceWriter(known, contents, bounds, tooLong);
    }

    static @Nullable Long whole(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /// Keeps a score. It may be there before what it scores.
    ///
    /// @throws ApplianceException TRACES_NOT_WRITTEN
    public void add(TraceScore score) {
        String observation = score.observation();
        file.write(connection -> Sql.update(
                connection,
                "INSERT OR REPLACE INTO scores VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                HEX.parseHex(score.trace()),
                score.id(),
                observation == null ? null : HEX.parseHex(observation),
                score.name(),
                score.value(),
                score.word(),
                score.comment(),
                score.at()));
    }

    /// Traces, newest first.
    ///
    /// @throws ApplianceException TRACES_NOT_READ
    public List<TraceSummary> list(TraceQuery query) {
        StringBuilder where = new StringBuilder(" WHERE 1");
        List<Object> values = new ArrayList<>();
        and(where, values, "user = ?", query.user());
        and(where, values, "session = ?", query.session());
        and(where, values, "team = ?", query.team());
        and(where, values, "key = ?", query.key());
        and(where, values, "instr(name, ?) > 0", query.name());
        and(where, values, "started >= ?", query.after());
        and(where, values, "started < ?", query.before());
        if (query.failed()) {
            where.append(" AND failed > 0");
        }
        values.add(query.limit());
        return file.read(connection -> Sql.query(
                        connection,
                        SUMMARY + where + " ORDER BY started DESC LIMIT ?",
                        TraceStore::summary,
                        values.toArray()))
                .orElse(List.of());
    }

    static void and(StringBuilder where, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            values.add(value);
        }
    }

    private static Optional<TraceSummary> summary(Connection connection, byte[] trace) throws SQLException {
        return Sql.query(connection, SUMMARY + " WHERE trace = ?", TraceStore::summary, (Object) trace).stream()
                .findFirst();
    }

    static TraceSummary summary(ResultSet row) throws SQLException {
        String tags = row.getString(7);
        return new TraceSummary(
                HEX.formatHex(row.getBytes(1)),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                tags.isEmpty() ? List.of() : List.of(tags.split("\n", -1)),
                row.getString(8),
                row.getString(9),
                new TraceSender(row.getString(10), row.getString(11)),
                row.getInt(12),
                row.getInt(13),
                row.getLong(14),
                row.getLong(15),
                whole(row, 16));
    }

    /// All of a trace; empty where there is none.
    ///
    /// @param trace 32 hexadecimal digits
    /// @throws ApplianceException TRACES_NOT_READ
    public Optional<TraceDetails> trace(String trace) {
        byte[] id = HEX.parseHex(trace);
        return file.read(connection -> Sql.snapshot(connection, () -> {
                    Optional<TraceSummary> summary = summary(connection, id);
                    return summary.isEmpty()
                            ? Optional.<TraceDetails>empty()
                            : Optional.of(new TraceDetails(
                                    summary.get(), observations(connection, id), scores(connection, id)));
                }))
                .flatMap(found -> found);
    }

    private List<Observation> observations(Connection connection, byte[] trace) throws SQLException {
        return Sql.query(
                connection,
                "SELECT id, parent, name, type, started, ended, level, model, input, output, cached, reasoning,"
                        + " micros, content FROM observations WHERE trace = ? ORDER BY started, rowid",
                row -> observation(HEX.formatHex(trace), row),
                (Object) trace);
    }

    private Observation observation(String trace, ResultSet row) throws SQLException {
        byte[] id = row.getBytes(1);
        byte[] parent = row.getBytes(2);
        SealedContent.Opened said = contents.open(row.getBytes(14), id);
        return new Observation(
                trace,
                HEX.formatHex(id),
                parent == null ? "" : HEX.formatHex(parent),
                row.getString(3),
                ObservationType.of(row.getString(4)).orElse(ObservationType.SPAN),
                row.getLong(5),
                row.getLong(6),
                row.getString(7),
                said.message(),
                row.getString(8),
                said.provider(),
                new TokenUsage(row.getLong(9), row.getLong(10), whole(row, 11), null, whole(row, 12), false),
                whole(row, 13),
                said.about(),
                said.service(),
                said.input(),
                said.output(),
                said.attributes());
    }

    private static List<TraceScore> scores(Connection connection, byte[] trace) throws SQLException {
        return Sql.query(
                connection, TraceOverview.SCORES + " WHERE trace = ? ORDER BY name, id", TraceOverview::score, (Object)
                        trace);
    }

    /// Sessions, users and scores.
    public TraceOverview overview() {
        return new TraceOverview(file);
    }

    /// How much is kept, and what was dropped.
    ///
    /// @throws ApplianceException TRACES_NOT_READ
    public TraceUse use() {
        return file.read(connection -> Sql.query(
                                connection, "SELECT count(*), coalesce(sum(observations), 0) FROM traces", row ->
                                        new long[] {row.getLong(1), row.getLong(2)})
                        .getFirst())
                .map(sums -> new TraceUse(
                        file.bytes(), sums[0], sums[1], retention.tooOld(), retention.tooMuch(), tooLong.get()))
                .orElseGet(() -> new TraceUse(0, 0, 0, 0, 0, 0));
    }

    @Override
    public void close() {
        file.close();
    }
}
