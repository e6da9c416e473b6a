package io.aiplat.governance;

import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.governance.store.Sql;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// Server-side conversation state: responses that clients may go on with by their names, each with the whole
/// conversation that led to it. The only place where what people and models say is kept on the disk, so it is there
/// only while somebody wants it: a file of its own, for its owner only, in which deleted contents are overwritten.
///
/// Each response stands for itself: deleting one takes nothing from those that go on from it.
public final class StoredResponses implements AutoCloseable {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final int PATIENCE = 5000;
    private static final int LONGEST_ID = 256;
    /// What the file has as SQLite's `user_version`; those of before the first number have 0, and the same tables.
    static final int FORMAT = 1;
    private static final long SWEEP_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS responses (
                key INTEGER NOT NULL,
                id TEXT NOT NULL,
                created INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                items BLOB NOT NULL,
                response BLOB NOT NULL,
                PRIMARY KEY (key, id))
            """;
    /// The items of their outputs, which clients refer to by names of their own.
    private static final String ITEMS = """
            CREATE TABLE IF NOT EXISTS response_items (
                key INTEGER NOT NULL,
                item TEXT NOT NULL,
                id TEXT NOT NULL,
                PRIMARY KEY (key, item)) WITHOUT ROWID
            """;
    private static final String ITEMS_BY_RESPONSE =
            "CREATE INDEX IF NOT EXISTS items_by_response ON response_items (key, id)";
    private static final String ITEMS_GO = """
            CREATE TRIGGER IF NOT EXISTS items_go AFTER DELETE ON responses BEGIN
                DELETE FROM response_items WHERE key = OLD.key AND id = OLD.id;
            END
            """;
    private static final String BY_TIME = "CREATE INDEX IF NOT EXISTS responses_by_time ON responses (created, bytes)";
    private static final String BY_KEY =
            "CREATE INDEX IF NOT EXISTS responses_by_key ON responses (key, created, bytes)";

    private final Path file;
    private final InstantSource clock;
    private final GovernanceListener listener;
    private Bounds bounds = Bounds.NOTHING;
    private @Nullable Connection opened;
    private long swept = Long.MIN_VALUE;

    /// How much is kept.
    ///
    /// @param keep      how long a response is kept
    /// @param most      bytes of all of them; the oldest give way
    /// @param mostOfKey bytes of those of one key; its oldest give way
    public record Bounds(Duration keep, long most, long mostOfKey) {
        /// Nothing is.
        public static final Bounds NOTHING = new Bounds(Duration.ZERO, 0, 0);

        boolean isNothing() {
            return most <= 0 || mostOfKey <= 0;
        }
    }

    /// One of them.
    public static final class Stored {
        private final byte[] items;
        private final byte[] response;

        private Stored(byte[] items, byte[] response) {
            this.items = items;
            this.response = response;
        }

        /// The input of the whole conversation, a JSON object with the array `items`. Not to be changed.
        public byte[] items() {
            return items;
        }

        /// The response as the client has got it, a JSON object. Not to be changed.
        public byte[] response() {
            return response;
        }
    }

    StoredResponses(Path folder, InstantSource clock, GovernanceListener listener) {
        this.listener = listener;
        this.file = file(folder);
        this.clock = clock;
    }

    /// From now on so much is kept. Where nothing is, what is there is left, and nobody is shown it: a line that is
    /// taken out of a file for a while must not cost what people have said.
    ///
    /// @throws ApplianceException GOVERNANCE_RESPONSES_UNUSABLE
    public synchronized void follow(Bounds wanted) {
        if (wanted.equals(bounds) && !wanted.isNothing()) {
            return;
        }
        bounds = wanted;
        try {
            if (wanted.isNothing()) {
                close();
            } else {
                sweep(connection(), clock.millis());
            }
        } catch (SQLException e) {
            throw failed(StoreFailures.reason(e), e);
        }
    }

    /// Keeps one, in the place of one of the same name.
    ///
    /// @param key   the number of the key whose it is
    /// @param named names of the items of its output
    /// @return false if it is too large to be kept
    /// @throws ApplianceException GOVERNANCE_RESPONSES_UNUSABLE
    public synchronized boolean keep(int key, String id, byte[] items, byte[] response, List<String> named) {
        long bytes = (long) items.length + response.length;
        if (bytes > Math.min(bounds.most(), bounds.mostOfKey()) || id.isEmpty() || id.length() > LONGEST_ID) {
            return false;
        }
        try {
            Connection connection = connection();
            long now = clock.millis();
            if (now - SWEEP_MILLIS >= swept) {
                sweep(connection, now);
            }
            Sql.transaction(connection, () -> {
                delete(connection, key, id);
                makeRoom(connection, "WHERE key = " + key, bounds.mostOfKey() - bytes);
                makeRoom(connection, "", bounds.most() - bytes);
                Sql.update(
                        connection,
                        "INSERT INTO responses VALUES (?, ?, ?, ?, ?, ?)",
                        key,
                        id,
                        now,
                        bytes,
                        items,
                        response);
                for (String item : named) {
                    Sql.update(connection, "INSERT OR REPLACE INTO response_items VALUES (?, ?, ?)", key, item, id);
                }
                return named.size();
            });
            return true;
        } catch (SQLException e) {
            throw failed(StoreFailures.reason(e), e);
        }
    }

    private static void makeRoom(Connection connection, String where, long most) throws SQLException {
        long there = sum(connection, where);
        while (there > most) {
            List<long[]> oldest = Sql.query(
                    connection,
                    "SELECT rowid, bytes FROM responses " + where + " ORDER BY created, rowid LIMIT 1",
                    row -> new long[] {row.getLong(1), row.getLong(2)});
            if (oldest.isEmpty()) {
                return;
            }
            Sql.update(connection, "DELETE FROM responses WHERE rowid = ?", oldest.getFirst()[0]);
            there -= oldest.getFirst()[1];
        }
    }

    private static long sum(Connection connection, String where) throws SQLException {
        return Sql.query(connection, "SELECT coalesce(sum(bytes), 0) FROM responses " + where, row -> row.getLong(1))
                .getFirst();
    }

    /// How many bytes one has; -1 if the key has none of that name.
    ///
    /// @throws ApplianceException GOVERNANCE_RESPONSES_UNUSABLE
    public synchronized long bytes(int key, String id) {
        if (bounds.isNothing()) {
            return -1;
        }
        try {
            List<Long> found = Sql.query(
                    connection(),
                    "SELECT bytes FROM responses WHERE key = ? AND id = ? AND created > ?",
                    row -> row.getLong(1),
                    key,
                    id,
                    oldest(clock.millis()));
            return found.isEmpty() ? -1 : found.getFirst();
        } catch (SQLException e) {
            throw failed(StoreFailures.reason(e), e);
        }
    }

    /// The name of the response of a key's whose output has an item; null if none has.
    ///
    /// @throws ApplianceException GOVERNANCE_RESPONSES_UNUSABLE
    public synchronized @Nullable String with(int key, String item) {
        if (bounds.isNothing()) {
            return null;
        }
        try {
            List<String> found = Sql.query(
                    connection(),
                    "SELECT id FROM response_items WHERE key = ? AND item = ?",
                    row -> row.getString(1),
                    key,
                    item);
            return found.isEmpty() ? null : found.getFirst();
        } catch (SQLException e) {
            throw failed(StoreFailures.reason(e), e);
        }
    }

    /// One of a key's; null if it has none of that name.
    ///
    /// @throws ApplianceException GOVERNANCE_RESPONSES_UNUSABLE
    public synchronized @Nullable Stored find(int key, String id) {
        if (bounds.isNothing()) {
            return null;
        }
        try {
            List<Stored> found = Sql.query(
                    connection(),
                    "SELECT items, response FROM responses WHERE key = ? AND id = ? AND created > ?",
                    row -> new Stored(row.getBytes(1), row.getBytes(2)),
                    key,
                    id,
                    oldest(clock.millis()));
            return found.isEmpty() ? null : found.getFirst();
        } catch (SQLException e) {
            throw failed(StoreFailures.reason(e), e);
        }
    }

    /// Deletes one of a key's.
    ///
    /// @return false if it has none of that name
    /// @throws ApplianceException GOVERNANCE_RESPONSES_UNUSABLE
    public synchronized boolean delete(int key, String id) {
        if (bytes(key, id) < 0) {
            return false;
        }
        try {
            boolean deleted = delete(connection(), key, id) > 0;
            truncate(connection());
            return deleted;
        } catch (SQLException e) {
            throw failed(StoreFailures.reason(e), e);
        }
    }

    private static int delete(Connection connection, int key, String id) throws SQLException {
        return Sql.update(connection, "DELETE FROM responses WHERE key = ? AND id = ?", key, id);
    }

    /// Deletes what has had its time, and what is of other keys than these. No request waits for it, so a failure
    /// is told to whoever listens.
    synchronized void sweep(Set<Integer> keys) {
        Connection connection = opened;
        if (connection == null) {
            return;
        }
        try {
            only(connection, keys);
            sweep(connection, clock.millis());
        } catch (SQLException e) {
            listener.responsesFailed(GovernanceProblems.responsesUnusable(file, StoreFailures.reason(e)));
        }
    }

    private void sweep(Connection connection, long now) throws SQLException {
        swept = now;
        if (Sql.update(connection, "DELETE FROM responses WHERE created <= ?", oldest(now)) > 0) {
            truncate(connection);
        }
    }

    private static void only(Connection connection, Set<Integer> keys) throws SQLException {
        boolean gone = false;
        for (int key : Sql.query(connection, "SELECT DISTINCT key FROM responses", row -> row.getInt(1))) {
            if (!keys.contains(key)) {
                gone |= Sql.update(connection, "DELETE FROM responses WHERE key = ?", key) > 0;
            }
        }
        if (gone) {
            truncate(connection);
        }
    }

    /// What was deleted lies in the write-ahead log until it is emptied.
    private static void truncate(Connection connection) throws SQLException {
        Sql.query(connection, "PRAGMA wal_checkpoint(TRUNCATE)", row -> row.getInt(1));
    }

    private long oldest(long now) {
        return now - bounds.keep().toMillis();
    }

    private Connection connection() throws SQLException {
        Connection there = opened;
        if (there != null) {
            return there;
        }
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        } catch (FileAlreadyExistsException _) {
            // Of an earlier run.
        } catch (IOException e) {
            throw failed(StoreFailures.reason(e), e);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(PATIENCE);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // The last answers may be lost with the power; their clients send the conversation again.
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        Connection made = config.createConnection("jdbc:sqlite:" + file);
        try {
            int found = version(made);
            if (found > FORMAT) {
                throw failed("a newer aiplat has written it, in format " + found, null);
            }
            // What is deleted gives its room back; only an empty file can still decide so.
            Sql.execute(made, "PRAGMA auto_vacuum = FULL");
            Sql.execute(made, TABLE);
            Sql.execute(made, BY_TIME);
            Sql.execute(made, BY_KEY);
            Sql.execute(made, ITEMS);
            Sql.execute(made, ITEMS_BY_RESPONSE);
            Sql.execute(made, ITEMS_GO);
            Sql.execute(made, "PRAGMA user_version = " + FORMAT);
        } catch (SQLException | ApplianceException e) {
            made.close();
            throw e;
        }
        opened = made;
        return made;
    }

    static int version(Connection connection) throws SQLException {
        return Sql.query(connection, "PRAGMA user_version", row -> row.getInt(1))
                .getFirst();
    }

    static Path file(Path folder) {
        return folder.resolve("responses.db");
    }

    private ApplianceException failed(String reason, @Nullable Exception cause) {
        var problem = GovernanceProblems.responsesUnusable(file, reason);
        return cause == null ? new ApplianceException(problem) : new ApplianceException(problem, cause);
    }

    @Override
    public synchronized void close() throws SQLException {
        Connection there = opened;
        opened = null;
        if (there != null) {
            there.close();
        }
    }
}
