package io.aiplat.quality.trace;

import io.aiplat.governance.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Retention: what is too old goes, and of what is too much the oldest. Traces that only the gateway has made are many
/// and
/// small: while they are more than half they go first, so that they do not drive out what programs have sent. Used by
/// one
/// thread at a time.
final class TraceRetention {
    /// Once it is too large it is made smaller by so much, so that not every write has to delete.
    private static final double LEAVE = 0.9;
    private static final int AT_ONCE = 200;

    // What ended before has begun before, for which there is an index.
    private static final String ENDED =
            "SELECT trace FROM traces WHERE started < ?1 AND ended < ?1 ORDER BY started LIMIT ?2";
    private static final String OLDEST = "SELECT trace FROM traces WHERE started < ? ORDER BY started LIMIT ?";
    private static final String OLDEST_OF_GATEWAY = "SELECT trace FROM traces WHERE service = '" + TraceStore.GATEWAY
            + "' AND started < ? ORDER BY started LIMIT ?";

    private final TraceBounds bounds;
    private final InstantSource clock;
    private final AtomicLong tooOld = new AtomicLong();
    private final AtomicLong tooMuch = new AtomicLong();

    TraceRetention(TraceBounds bounds, InstantSource clock) {
        this.bounds = bounds;
        this.clock = clock;
    }

    /// Deletes.
    ///
    /// @return traces that are gone
    long sweep(Connection connection) throws SQLException {
        long before = tooOld() + tooMuch();
        long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
        long oldest = now - bounds.keep().toNanos();
        for (int gone = AT_ONCE; gone == AT_ONCE; ) {
            gone = delete(connection, ENDED, oldest);
            tooOld.addAndGet(gone);
        }
        if (bytes(connection) > bounds.bytes()) {
            long spare = sparedOfGateway(connection);
            for (int gone = 1; gone > 0 && bytes(connection) > bounds.bytes() * LEAVE; ) {
                gone = delete(connection, spare > 0 ? OLDEST_OF_GATEWAY : OLDEST, now);
                spare -= gone;
                tooMuch.addAndGet(gone);
            }
        }
        return tooOld() + tooMuch() - before;
    }

    /// How many traces of the gateway's have to go until they are half of all, by their steps.
    private static long sparedOfGateway(Connection connection) throws SQLException {
        return Sql.query(
                        connection,
                        "SELECT coalesce(sum(observations), 0), coalesce(sum(iif(service = ?, observations, 0)), 0),"
                                + " coalesce(sum(service = ?), 0) FROM traces",
                        row -> {
                            long all = row.getLong(1);
                            long own = row.getLong(2);
                            return own * 2 <= all ? 0 : row.getLong(3) * (2 * own - all) / own;
                        },
                        TraceStore.GATEWAY,
                        TraceStore.GATEWAY)
                .getFirst();
    }

    private static int delete(Connection connection, String which, long than) throws SQLException {
        List<byte[]> traces = Sql.query(connection, which, row -> row.getBytes(1), than, AT_ONCE);
        for (byte[] trace : traces) {
            Sql.update(connection, "DELETE FROM observations WHERE trace = ?", (Object) trace);
            Sql.update(connection, "DELETE FROM scores WHERE trace = ?", (Object) trace);
            Sql.update(connection, "DELETE FROM traces WHERE trace = ?", (Object) trace);
        }
        return traces.size();
    }

    /// Of the pages that hold something.
    private static long bytes(Connection connection) throws SQLException {
        return (pragma(connection, "page_count") - pragma(connection, "freelist_count"))
                * pragma(connection, "page_size");
    }

    private static long pragma(Connection connection, String name) throws SQLException {
        return Sql.query(connection, "PRAGMA " + name, row -> row.getLong(1)).getFirst();
    }

    /// Traces that went for their age.
    long tooOld() {
        return tooOld.get();
    }

    /// Traces that went for the size of the store.
    long tooMuch() {
        return tooMuch.get();
    }
}
