package io.aiplat.governance;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Moves what the running process writes into the journal to the store, and reads the store for it. Safe for
/// threads, one at a time; takes no account's lock, so it may be called with one held.
final class Fold implements SpendHistory {
    private final Store store;
    private final Connection connection;
    private final Journal journal;
    private final Books books;
    private final Deque<SegmentReader> readers = new ArrayDeque<>();

    Fold(Store store, Connection connection, Journal journal, Books books) {
        this.store = store;
        this.connection = connection;
        this.journal = journal;
        this.books = books;
    }

    /// Brings the store up to date.
    synchronized void run() throws SQLException, IOException {
        for (Segment segment : journal.segments()) {
            if (readers.isEmpty() || readers.getLast().segment().number() < segment.number()) {
                readers.addLast(new SegmentReader(segment, 0));
            }
        }
        readers.forEach(reader -> reader.read(books::take));
        if (books.isUpToDate()) {
            return;
        }
        SegmentReader last = readers.getLast();
        books.commit(last.segment().number(), last.position());
        journal.dropBefore(last.segment().number());
        readers.clear();
        readers.addLast(last);
    }

    @Override
    public synchronized BudgetMeter fill(BudgetMeter empty, Holder holder, long now) {
        try {
            run();
            return books.fill(empty, holder, now);
        } catch (SQLException e) {
            throw StoreFailures.of(store, e);
        } catch (IOException e) {
            throw StoreFailures.of(store, e);
        }
    }

    synchronized void compact(long now) throws SQLException {
        books.compact(now);
    }

    /// A number that changes when another connection has changed the store.
    synchronized long version() throws SQLException {
        return Sql.query(connection, "PRAGMA data_version", row -> row.getLong(1))
                .getFirst();
    }

    /// Users, teams and keys as they are.
    synchronized Rows rows() throws SQLException {
        return Sql.transaction(connection, () -> {
            HolderTable holders = new HolderTable(connection);
            KeyTable keys = new KeyTable(connection, holders);
            List<HolderRecord> all = holders.all();
            List<KeyTable.HashedToken> tokens = keys.tokens();
            return new Rows(all, keys.all(all, tokens), tokens);
        });
    }

    /// What a register is made of.
    record Rows(List<HolderRecord> holders, List<KeyRecord> keys, List<KeyTable.HashedToken> tokens) {}

    synchronized void close() throws SQLException {
        connection.close();
    }
}
