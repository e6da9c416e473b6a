package io.aiplat.quality.trace;

import io.aiplat.model.spend.TokenUsage;
import io.aiplat.quality.observation.Observation;
import io.aiplat.quality.trace.TokenTotals.Part;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writer of observations, and of what their traces are together. Used by one thread at a time, in a transaction.
final class TraceWriter {
    private static final HexFormat HEX = HexFormat.of();

    private final TraceStatements statements;
    private final SealedContent contents;
    private final TraceBounds bounds;
    private final AtomicLong tooLong;

    /// What of a trace is known by all of its observations.
    private record Sums(long started, long ended, int observations, int failed, TokenTotals totals) {
        /// @param all one or more
        static Sums of(Iterable<Observation> all) {
            long started = Long.MAX_VALUE;
            long ended = Long.MIN_VALUE;
            int failed = 0;
            List<Part> parts = new ArrayList<>();
            for (Observation each : all) {
                started = Math.min(started, each.started());
                ended = Math.max(ended, each.ended());
                failed += each.failed() ? 1 : 0;
                parts.add(part(
                        each.id(),
                        each.parent(),
                        each.started(),
                        each.ended(),
                        each.usage().inputTokens(),
                        each.usage().outputTokens(),
                        each.micros()));
            }
            return new Sums(started, ended, parts.size(), failed, TokenTotals.of(parts));
        }
    }

    /// @param tooLong counts what has no room in its trace
    TraceWriter(TraceStatements statements, SealedContent contents, TraceBounds bounds, AtomicLong tooLong) {
        this.statements = statements;
        this.contents = contents;
        this.bounds = bounds;
        this.tooLong = tooLong;
    }

    void add(SentObservations sent) throws SQLException {
        Map<String, List<Observation>> byTrace = new LinkedHashMap<>();
        sent.observations()
                .forEach(each -> byTrace.computeIfAbsent(each.trace(), _ -> new ArrayList<>())
                        .add(each));
        for (Map.Entry<String, List<Observation>> each : byTrace.entrySet()) {
            add(HEX.parseHex(each.getKey()), each.getValue(), sent.sender());
        }
    }

    private void add(byte[] trace, List<Observation> added, TraceSender sender) throws SQLException {
        Optional<TraceSummary> before =
                statements.query(TraceStore.SUMMARY + " WHERE trace = ?", TraceStore::summary, (Object) trace).stream()
                        .findFirst();
        int room = bounds.most() - before.map(TraceSummary::observations).orElse(0);
        if (added.size() > room) {
            tooLong.addAndGet(added.size() - Math.max(0, room));
        }
        boolean shown =
                before.map(TraceSummary::sender).map(sender::mayBeReadWith).orElse(true);
        Map<String, Observation> kept = new LinkedHashMap<>();
        for (Observation each : added.subList(0, Math.clamp(room, 0, added.size()))) {
            insert(trace, shown ? each : each.withoutWords());
            kept.put(each.id(), each);
        }
        // Of a new trace nothing else is there to be read.
        Sums sums = before.isEmpty() && !kept.isEmpty() ? Sums.of(kept.values()) : sums(trace);
        summarize(trace, before.orElse(null), TraceWords.of(before.orElse(null), added), sender, sums);
    }

    private void insert(byte[] trace, Observation each) throws SQLException {
        byte[] id = HEX.parseHex(each.id());
        TokenUsage usage = each.usage();
        statements.update(
                "INSERT OR REPLACE INTO observations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                trace,
                id,
                each.parent().isEmpty() ? null : HEX.parseHex(each.parent()),
                each.name(),
                each.type().word(),
                each.started(),
                each.ended(),
                each.level(),
                each.model(),
                usage.inputTokens(),
                usage.outputTokens(),
                usage.cachedTokens(),
                usage.reasoningTokens(),
                each.micros(),
                contents.seal(each, id));
    }

    private Sums sums(byte[] trace) throws SQLException {
        List<Part> parts = statements.query(
                "SELECT id, parent, input, output, micros, started, ended FROM observations WHERE trace = ?",
                TraceWriter::part,
                (Object) trace);
        return statements
                .query(
                        "SELECT min(started), max(ended), sum(level = 'ERROR') FROM observations WHERE trace = ?",
                        row -> new Sums(
                                row.getLong(1), row.getLong(2), parts.size(), row.getInt(3), TokenTotals.of(parts)),
                        (Object) trace)
                .getFirst();
    }

    private void summarize(byte[] trace, @Nullable TraceSummary before, TraceWords words, TraceSender sender, Sums sums)
            throws SQLException {
        statements.update(
                "INSERT OR REPLACE INTO traces VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                trace,
                words.name(),
                sums.started(),
                sums.ended(),
                words.user(),
                words.session(),
                String.join("\n", words.tags()),
                words.environment(),
                words.service(),
                before == null ? sender.key() : before.sender().key(),
                before == null ? sender.team() : before.sender().team(),
                sums.observations(),
                sums.failed(),
                sums.totals().input(),
                sums.totals().output(),
                sums.totals().micros());
    }

    private static Part part(ResultSet row) throws SQLException {
        byte[] parent = row.getBytes(2);
        return part(
                HEX.formatHex(row.getBytes(1)),
                parent == null ? "" : HEX.formatHex(parent),
                row.getLong(6),
                row.getLong(7),
                row.getLong(3),
                row.getLong(4),
                TraceStore.whole(row, 5));
    }

    private static Part part(
            String id, String parent, long started, long ended, long input, long output, @Nullable Long micros) {
        return new Part(id, parent, started, ended, input + output > 0 || micros != null, input, output, micros);
    }
}
