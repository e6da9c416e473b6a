package io.aiplat.governance.wal;

import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.LimitOwnerRecord;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.SpendHistory;
import io.aiplat.governance.limit.WindowCounter;
import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.governance.store.KeyTable;
import io.aiplat.governance.store.LimitOwnerTable;
import io.aiplat.governance.store.SpendStore;
import io.aiplat.governance.store.Sql;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.spend.Window;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Checkpointer: moves the write-ahead log into the store, and reads the store for the running process.
/// Safe for threads, one at a time; takes no account's lock, so it may be called with one held.
public final class Checkpointer implements SpendHistory {
    private final GovernanceStore store;
    private final Connection connection;
    private final WriteAheadLog journal;
    private final SpendStore books;
    private final Deque<WalSegmentReader> readers = new ArrayDeque<>();
    // Whether the store has what was taken last; where it is not known, the store is asked.
    private boolean agreed = true;

    /// Reads and writes through a connection of its own.
    ///
    /// @param connection is closed by [#close]
    /// @param books      over the same connection, loaded
    public Checkpointer(GovernanceStore store, Connection connection, WriteAheadLog journal, SpendStore books) {
        this.store = store;
        this.connection = connection;
        this.journal = journal;
        this.books = books;
    }

    /// Brings the store up to date. Where an earlier attempt has failed, with whatever outcome, the store says up
    /// to where it has the journal, and the rest is read again: so everything is booked once.
    ///
    /// @throws ApplianceException GOVERNANCE_STORE_DAMAGED if the store knows less than it did
    public synchronized void run() throws SQLException, IOException {
        SpendStore.Position known = agreed ? null : books.load();
        if (known != null) {
            readers.clear();
            again(known);
        }
        for (WalSegment segment : journal.segments()) {
            if (readers.isEmpty() || readers.getLast().segment().number() < segment.number()) {
                readers.addLast(new WalSegmentReader(segment, 0));
            }
        }
        readers.forEach(reader -> reader.read(books::take));
        // After a failure something is written in any case: only that shows that it is over.
        if (known == null && books.isUpToDate()) {
            return;
        }
        agreed = false;
        WalSegmentReader last = readers.peekLast();
        if (last != null) {
            books.commit(last.segment().number(), last.position());
            drop(last);
        } else if (known != null) {
            books.commit(known.segment(), known.position());
        }
        agreed = true;
    }

    private void again(SpendStore.Position known) {
        for (WalSegment segment : journal.segments()) {
            if (readers.isEmpty() && segment.number() > known.segment()) {
                throw new ApplianceException(GovernanceProblems.storeDamaged(
                        store.file(), "it knows the journal up to an earlier place than it did before"));
            }
            if (segment.number() >= known.segment()) {
                readers.addLast(
                        new WalSegmentReader(segment, segment.number() == known.segment() ? known.position() : 0));
            }
        }
    }

    // A file of the journal goes once the disk has what was in it: SQLite's log may lose its end with the power.
    private void drop(WalSegmentReader last) throws SQLException, IOException {
        readers.clear();
        readers.addLast(last);
        if (journal.segments().getFirst().number() < last.segment().number() && books.checkpoint()) {
            journal.dropBefore(last.segment().number());
        }
    }

    /// Says that the store could not be written by somebody else: the next turn tries for itself.
    public synchronized void doubt() {
        agreed = false;
    }

    @Override
    public synchronized long fill(WindowCounter sum, Window window, LimitOwner holder, long now) {
        try {
            // The holder's account is locked: what it has reserved so far has its number.
            long through = journal.lastSequence();
            run();
            books.fill(sum, window, holder, now);
            return through;
        } catch (SQLException e) {
            throw StoreFailures.of(store, e);
        } catch (IOException e) {
            throw StoreFailures.of(store, e);
        }
    }

    /// Dates what is dated later than now as of now.
    public synchronized void redate(long now) throws SQLException, IOException {
        run();
        books.redate(now);
    }

    /// Joins old sums in the store, as [SpendStore#compact] does.
    ///
    /// @param now epoch milliseconds
    public synchronized void compact(long now) throws SQLException {
        books.compact(now);
    }

    /// A number that changes when another connection has changed the store.
    public synchronized long version() throws SQLException {
        return Sql.query(connection, "PRAGMA data_version", row -> row.getLong(1))
                .getFirst();
    }

    /// Users, teams and keys as they are.
    public synchronized Rows rows() throws SQLException {
        return Sql.snapshot(connection, () -> {
            LimitOwnerTable holders = new LimitOwnerTable(connection);
            KeyTable keys = new KeyTable(connection, holders);
            List<LimitOwnerRecord> all = holders.all();
            List<KeyTable.HashedToken> tokens = keys.tokens();
            return new Rows(all, keys.all(all, tokens), tokens);
        });
    }

    /// What a register is made of.
    public record Rows(List<LimitOwnerRecord> holders, List<KeyRecord> keys, List<KeyTable.HashedToken> tokens) {}

    /// Closes the connection; what was not written yet stays in the journal.
    public synchronized void close() throws SQLException {
        connection.close();
    }
}
