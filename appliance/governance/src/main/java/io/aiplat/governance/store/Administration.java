package io.aiplat.governance.store;

import io.aiplat.governance.key.IssuedKey;
import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.LimitOwnerRecord;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.SeededKey;
import io.aiplat.governance.key.TokenGenerator;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import io.aiplat.model.spend.Window;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Administration of keys, users and teams: made, listed, changed, taken back.
/// Any number of processes may have one open for the same store, while a gateway runs and while none does. Safe for
/// threads.
///
/// What a method has changed is on the disk when it returns, and in the file of the store and not only in its log.
///
/// Every method throws [ApplianceException] GOVERNANCE_STORE_UNREADABLE, GOVERNANCE_STORE_LOCKED,
/// GOVERNANCE_STORE_DAMAGED or GOVERNANCE_DISK_FULL when the store cannot be used, those
/// that name something GOVERNANCE_NOT_FOUND, and those that make something GOVERNANCE_NAME_TAKEN. Impossible
/// names and values are an IllegalArgumentException that says what is possible.
public final class Administration implements AutoCloseable {
    private final KeySession session;
    private final InstantSource clock;
    private final RandomGenerator random;
    private Connection connection;
    private LimitOwnerTable holders;
    private KeyTable keys;

    private Administration(KeySession session, InstantSource clock, RandomGenerator random) {
        this.session = session;
        this.clock = clock;
        this.random = random;
        try {
            this.connection = session.connection();
        } catch (SQLException e) {
            throw session.failure(e);
        }
        this.holders = new LimitOwnerTable(connection);
        this.keys = new KeyTable(connection, holders);
    }

    /// Opens a store beside the gateway that may be running on it, which sees changes within half a second.
    ///
    /// @param folder of the store, made when it is missing
    /// @param random a source nobody can predict, as `SecureRandom`
    /// @throws ApplianceException GOVERNANCE_STORE_NEWER, GOVERNANCE_STORE_UNREADABLE
    public static Administration open(Path folder, InstantSource clock, RandomGenerator random) {
        GovernanceStore store = new GovernanceStore(folder);
        return open(new FileKeySession(store, clock.millis(), () -> {}, () -> {}, false), clock, random);
    }

    /// One whose changes are told to this process's gateway at once, and that it could not write one, too.
    public static Administration open(
            GovernanceStore store,
            InstantSource clock,
            RandomGenerator random,
            Runnable afterChange,
            Runnable afterFailure) {
        return open(new FileKeySession(store, clock.millis(), afterChange, afterFailure, true), clock, random);
    }

    /// One that works through a session, which it closes.
    public static Administration open(KeySession session, InstantSource clock, RandomGenerator random) {
        return new Administration(session, clock, random);
    }

    /// Makes a key and its token. User and team must be there.
    public IssuedKey createKey(NewKey key) {
        Secret token = TokenGenerator.make(random);
        return change(() -> {
            long now = clock.millis();
            keys.insert(key, required(LimitOwnerKind.USER, key.user()), required(LimitOwnerKind.TEAM, key.team()), now);
            KeyRecord made = keys.require(key.name());
            keys.giveToken(made.holder(), token, now, now);
            return new IssuedKey(keys.require(key.name()), token);
        });
    }

    /// Makes a key with a token that a person chose, or makes the key that is there equal to it: for keys
    /// that are written in a file. Doing it twice changes nothing. User and team are made when they are
    /// missing; a token that is not the key's replaces its others at once; a key that was revoked stays
    /// revoked.
    ///
    /// @param token 8 to 256 printable ASCII characters. One that can be guessed can be found from its hash,
    ///     too
    /// @throws ApplianceException GOVERNANCE_TOKEN_TAKEN if another key has it
    public KeyRecord seedKey(NewKey key, Secret token) {
        return change(() -> {
            seed(new SeededKey(key, token), clock.millis());
            return keys.require(key.name());
        });
    }

    /// Makes the keys of a file of configuration, all or none. Each is made equal to what the file says of it,
    /// as by [#seedKey]; one that is no longer in the file opens nothing from now on. What that has spent is
    /// kept, and it is valid again once a file names it again, with its token of before or another. A token may
    /// go from one key of the file to another; keys that people made are left as they are.
    ///
    /// @param seeds all there are, with different names and tokens
    /// @throws ApplianceException GOVERNANCE_TOKEN_TAKEN if a key that people made has one of the tokens
    public void seedKeys(List<SeededKey> seeds) {
        change(() -> {
            long now = clock.millis();
            keys.withdrawSeeds(now);
            for (SeededKey seed : seeds) {
                keys.releaseToken(seed.key().name(), seed.token());
            }
            for (SeededKey seed : seeds) {
                keys.markSeeded(seed(seed, now).id());
            }
            return seeds;
        });
    }

    private LimitOwner seed(SeededKey seed, long now) throws SQLException {
        NewKey key = seed.key();
        LimitOwner user = made(LimitOwnerKind.USER, key.user(), now);
        LimitOwner team = made(LimitOwnerKind.TEAM, key.team(), now);
        if (holders.find(LimitOwnerKind.KEY, key.name()).isEmpty()) {
            keys.insert(key, user, team, now);
        }
        LimitOwner holder = holders.require(LimitOwnerKind.KEY, key.name()).holder();
        keys.own(holder.id(), key.role(), user, team);
        keys.update(holder.id(), key.settings());
        keys.giveToken(holder, seed.token(), now, now);
        return holder;
    }

    /// All keys, by name; those that were revoked, too.
    public List<KeyRecord> keys() {
        return read(() -> keys.all());
    }

    /// One key.
    public KeyRecord key(String name) {
        return read(() -> keys.require(name));
    }

    /// Changes a key in all but its name and its tokens. User and team must be there; what it has spent stays with
    /// those it belonged to then.
    ///
    /// @param change gets the key as it is; nobody else changes it meanwhile
    public KeyRecord updateKey(String name, UnaryOperator<NewKey> change) {
        return change(() -> {
            KeyRecord key = keys.require(name);
            NewKey next = change.apply(key.asNew());
            int id = key.holder().id();
            keys.own(
                    id,
                    next.role(),
                    required(LimitOwnerKind.USER, next.user()),
                    required(LimitOwnerKind.TEAM, next.team()));
            keys.update(id, next.settings());
            return keys.require(name);
        });
    }

    /// Gives a key another token. Budgets, limits and what was spent stay as they are.
    ///
    /// @param grace how long the old token is valid besides the new one, 0 or more
    /// @throws ApplianceException GOVERNANCE_KEY_REVOKED or GOVERNANCE_KEY_WITHDRAWN: its tokens open nothing
    public IssuedKey rotateKey(String name, Duration grace) {
        Secret token = TokenGenerator.make(random);
        return change(() -> {
            KeyRecord key = keys.require(name);
            if (key.revoked() != null) {
                throw new ApplianceException(GovernanceProblems.revoked(name));
            }
            if (key.withdrawn() != null) {
                throw new ApplianceException(GovernanceProblems.withdrawn(name));
            }
            long now = clock.millis();
            keys.giveToken(key.holder(), token, now, now + Math.max(0, grace.toMillis()));
            return new IssuedKey(keys.require(name), token);
        });
    }

    /// Takes a key back, for good. It stays in lists, and its token is told that it was revoked.
    public KeyRecord revokeKey(String name) {
        return change(() -> {
            keys.revoke(keys.require(name).holder().id(), clock.millis());
            return keys.require(name);
        });
    }

    /// Deletes a key; its name is free again. What it has spent stays in reports.
    public void deleteKey(String name) {
        change(() -> {
            keys.delete(keys.require(name).holder().id(), clock.millis());
            return name;
        });
    }

    /// Makes a user or a team.
    ///
    /// @param kind not a key
    public LimitOwnerRecord create(LimitOwnerKind kind, String name, Limits limits) {
        return change(() -> holders.insert(notKey(kind), name, limits, clock.millis()));
    }

    /// All users, or all teams, by name.
    public List<LimitOwnerRecord> list(LimitOwnerKind kind) {
        return read(() -> holders.all(notKey(kind)));
    }

    /// One user or team.
    public LimitOwnerRecord show(LimitOwnerKind kind, String name) {
        return read(() -> holders.require(notKey(kind), name));
    }

    /// Changes the limits of a user or a team.
    public LimitOwnerRecord update(LimitOwnerKind kind, String name, UnaryOperator<Limits> change) {
        return change(() -> {
            LimitOwnerRecord holder = holders.require(notKey(kind), name);
            holders.update(holder.holder().id(), change.apply(holder.limits()));
            return holders.require(kind, name);
        });
    }

    /// Deletes a user or a team. What it has spent stays in reports.
    ///
    /// @throws ApplianceException GOVERNANCE_IN_USE as long as it has keys
    public void delete(LimitOwnerKind kind, String name) {
        change(() -> {
            int id = holders.require(notKey(kind), name).holder().id();
            int left = keys.keysOf(id);
            if (left > 0) {
                throw new ApplianceException(GovernanceProblems.inUse(kind, name, left));
            }
            holders.delete(id, clock.millis());
            return name;
        });
    }

    /// What was spent, by day and name. Counts what has ended; a gateway that runs writes it within a quarter
    /// of a second, and what one had open when it was killed is counted once the next one opens.
    ///
    /// @param from first day, in UTC
    /// @param to   last day, included
    public List<SpendRow> spend(SpendBy by, LocalDate from, LocalDate to) {
        return read(() -> SpendReport.read(connection, by, from, to, null, null));
    }

    /// What was spent with the keys of one team, of one user, or of a user within a team; else as [#spend].
    ///
    /// @param team by name; null for any
    /// @param user by name; null for any
    public List<SpendRow> spendOf(
            @Nullable String team, @Nullable String user, SpendBy by, LocalDate from, LocalDate to) {
        return read(() -> SpendReport.read(
                connection, by, from, to, required(LimitOwnerKind.TEAM, team), required(LimitOwnerKind.USER, user)));
    }

    /// What a key, a user or a team has spent of a budget's window that is running, in millionths of the currency's
    /// unit. Counts what has ended, as [#spend] does; of a rolling window to the minute, or to the hour where it is
    /// long ago.
    public long spent(LimitOwner holder, Window window) {
        long now = clock.millis();
        long start = switch (window) {
            case Window.Calendar calendar -> calendar.start(now);
            case Window.Rolling(Duration length) -> now - length.toMillis();
        };
        return read(() -> Sql.query(
                        connection,
                        "SELECT coalesce(sum(CASE WHEN micros > 1000000000000000 THEN 1000000000000000 ELSE micros END), 0)"
                                + " FROM spend_minute WHERE holder = ? AND minute >= ?",
                        row -> row.getLong(1),
                        holder.id(),
                        Math.floorDiv(start, Duration.ofMinutes(1).toMillis()))
                .getFirst());
    }

    private static LimitOwnerKind notKey(LimitOwnerKind kind) {
        if (kind == LimitOwnerKind.KEY) {
            throw new IllegalArgumentException("keys have methods of their own");
        }
        return kind;
    }

    private @Nullable LimitOwner required(LimitOwnerKind kind, @Nullable String name) throws SQLException {
        return name == null ? null : holders.require(kind, name).holder();
    }

    private @Nullable LimitOwner made(LimitOwnerKind kind, @Nullable String name, long now) throws SQLException {
        if (name == null) {
            return null;
        }
        var found = holders.find(kind, name);
        return found.isPresent()
                ? found.get().holder()
                : holders.insert(kind, name, Limits.NONE, now).holder();
    }

    private <T> T change(Sql.Transaction<T> work) {
        T result = write(work);
        session.changed();
        return result;
    }

    private synchronized <T> T write(Sql.Transaction<T> work) {
        try {
            connect();
            return session.change(work);
        } catch (SQLException e) {
            throw session.failure(e);
        } catch (IOException e) {
            throw session.failure(e);
        }
    }

    private synchronized <T> T read(Sql.Transaction<T> work) {
        try {
            connect();
            return session.read(work);
        } catch (SQLException e) {
            throw session.failure(e);
        }
    }

    private void connect() throws SQLException {
        Connection next = session.connection();
        if (next != connection) {
            connection = next;
            holders = new LimitOwnerTable(next);
            keys = new KeyTable(next, holders);
        }
    }

    @Override
    public synchronized void close() {
        session.close();
    }
}
