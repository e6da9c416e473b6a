package io.aiplat.governance.store;

import io.aiplat.governance.key.KeyRecord;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.LimitOwnerRecord;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.key.TokenGenerator;
import io.aiplat.governance.key.TokenHash;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Keys and the hashes of their tokens. Callers guard the connection.
public final class KeyTable {
    private static final String KEYS = "SELECT keys.* FROM keys JOIN holders USING (id) WHERE deleted IS NULL";
    private static final String TOKENS =
            "SELECT hash, key, prefix, created, valid_until FROM tokens ORDER BY created DESC, valid_until IS NOT NULL";
    // How long a token that was rotated away is told that it has expired, and not that nobody knows it.
    private static final long REMEMBERED = 30L * 24 * 3600 * 1000;

    private final Connection connection;
    private final LimitOwnerTable holders;

    public KeyTable(Connection connection, LimitOwnerTable holders) {
        this.connection = connection;
        this.holders = holders;
    }

    /// A token's hash beside what may be seen of it.
    ///
    /// @param key   the number of its key
    /// @param token what may be seen
    public record HashedToken(TokenHash hash, int key, KeyRecord.Token token) {}

    /// The hashes of all tokens, the newest first; those that a rotation has ended are among them for a while.
    public List<HashedToken> tokens() throws SQLException {
        return Sql.query(connection, TOKENS, KeyTable::readToken);
    }

    /// All keys by name, made of rows that belong together only within one transaction.
    public List<KeyRecord> all(List<LimitOwnerRecord> holdersThere, List<HashedToken> tokens) throws SQLException {
        Map<Integer, LimitOwnerRecord> byId =
                holdersThere.stream().collect(Collectors.toMap(h -> h.holder().id(), Function.identity()));
        Map<Integer, List<KeyRecord.Token>> byKey = tokens.stream()
                .collect(Collectors.groupingBy(
                        HashedToken::key, Collectors.mapping(HashedToken::token, Collectors.toList())));
        return Sql.query(connection, KEYS + " ORDER BY name", row -> readKey(row, byId, byKey));
    }

    List<KeyRecord> all() throws SQLException {
        return all(holders.all(), tokens());
    }

    KeyRecord require(String name) throws SQLException {
        return all().stream()
                .filter(k -> k.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ApplianceException(GovernanceProblems.notFound(LimitOwnerKind.KEY, name)));
    }

    void insert(NewKey key, @Nullable LimitOwner user, @Nullable LimitOwner team, long now) throws SQLException {
        LimitOwnerRecord holder =
                holders.insert(LimitOwnerKind.KEY, key.name(), key.settings().limits(), now);
        Sql.update(
                connection,
                "INSERT INTO keys (id, role) VALUES (?, 'ORDINARY')",
                holder.holder().id());
        own(holder.holder().id(), key.role(), user, team);
        update(holder.holder().id(), key.settings());
    }

    void own(int id, Role role, @Nullable LimitOwner user, @Nullable LimitOwner team) throws SQLException {
        Sql.update(
                connection,
                "UPDATE keys SET role = ?, metrics = ?, manages = ?, \"user\" = ?, team = ? WHERE id = ?",
                role == Role.ADMIN ? "ADMIN" : "ORDINARY",
                role == Role.METRICS ? 1 : 0,
                manages(role),
                user == null ? null : user.id(),
                team == null ? null : team.id(),
                id);
    }

    private static @Nullable String manages(Role role) {
        return switch (role) {
            case TEAM_ADMIN -> "TEAM";
            case MEMBER -> "SELF";
            case ORDINARY, ADMIN, METRICS -> null;
        };
    }

    void update(int id, KeySettings settings) throws SQLException {
        holders.update(id, settings.limits());
        Instant expires = settings.expires();
        Sql.update(
                connection,
                "UPDATE keys SET expires = ?, tags = ?, cache = ?, shadow = ? WHERE id = ?",
                expires == null ? null : expires.toEpochMilli(),
                String.join(",", settings.tags()),
                settings.cache() ? 1 : 0,
                settings.shadow() ? 1 : 0,
                id);
    }

    /// Takes every key of a file back, until [#markSeeded] says that one is in it.
    void withdrawSeeds(long now) throws SQLException {
        Sql.update(connection, "UPDATE keys SET withdrawn = coalesce(withdrawn, ?) WHERE seeded = 1", now);
    }

    void markSeeded(int id) throws SQLException {
        Sql.update(connection, "UPDATE keys SET seeded = 1, withdrawn = NULL WHERE id = ?", id);
    }

    /// Takes a token from another key of a file than the one that the file gives it to now.
    void releaseToken(String name, Secret token) throws SQLException {
        Sql.update(
                connection,
                "DELETE FROM tokens WHERE hash = ? AND key IN"
                        + " (SELECT id FROM keys JOIN holders USING (id) WHERE seeded = 1 AND name <> ?)",
                TokenGenerator.hash(token).bytes(),
                name);
    }

    void revoke(int id, long now) throws SQLException {
        Sql.update(connection, "UPDATE keys SET revoked = coalesce(revoked, ?) WHERE id = ?", now, id);
    }

    void delete(int id, long now) throws SQLException {
        Sql.update(connection, "DELETE FROM tokens WHERE key = ?", id);
        holders.delete(id, now);
    }

    /// Gives a key another token; its others are valid until `graceEnd` at most.
    void giveToken(LimitOwner key, Secret token, long now, long graceEnd) throws SQLException {
        TokenHash hash = TokenGenerator.hash(token);
        Sql.update(connection, "DELETE FROM tokens WHERE key = ? AND valid_until < ?", key.id(), now - REMEMBERED);
        Sql.update(
                connection,
                "UPDATE tokens SET valid_until = ? WHERE key = ? AND hash <> ? AND (valid_until IS NULL OR valid_until > ?)",
                graceEnd,
                key.id(),
                hash.bytes(),
                graceEnd);
        List<Integer> owners = Sql.query(
                connection, "SELECT key FROM tokens WHERE hash = ?", row -> row.getInt(1), (Object) hash.bytes());
        if (!owners.isEmpty() && owners.getFirst() != key.id()) {
            throw new ApplianceException(GovernanceProblems.tokenTaken(key.name()));
        }
        Sql.update(
                connection,
                "INSERT INTO tokens VALUES (?, ?, ?, ?, NULL) ON CONFLICT (hash) DO UPDATE SET valid_until = NULL",
                hash.bytes(),
                key.id(),
                TokenGenerator.visible(token),
                now);
    }

    int keysOf(int holder) throws SQLException {
        return Sql.query(
                        connection,
                        "SELECT count(*) FROM keys JOIN holders USING (id) WHERE deleted IS NULL AND ? IN (\"user\", team)",
                        row -> row.getInt(1),
                        holder)
                .getFirst();
    }

    private static HashedToken readToken(ResultSet row) throws SQLException {
        return new HashedToken(
                TokenHash.of(row.getBytes("hash")),
                row.getInt("key"),
                new KeyRecord.Token(
                        row.getString("prefix"),
                        Instant.ofEpochMilli(row.getLong("created")),
                        instant(row, "valid_until")));
    }

    private static KeyRecord readKey(
            ResultSet row, Map<Integer, LimitOwnerRecord> holders, Map<Integer, List<KeyRecord.Token>> tokens)
            throws SQLException {
        LimitOwnerRecord holder = Objects.requireNonNull(holders.get(row.getInt("id")), "a key is a holder");
        LimitOwnerRecord user = holders.get(row.getInt("user"));
        LimitOwnerRecord team = holders.get(row.getInt("team"));
        String tags = row.getString("tags");
        return new KeyRecord(
                holder.holder(),
                role(row),
                user == null ? null : user.holder(),
                team == null ? null : team.holder(),
                holder.created(),
                instant(row, "revoked"),
                instant(row, "withdrawn"),
                tokens.getOrDefault(holder.holder().id(), List.of()),
                new KeySettings(
                        holder.limits(),
                        instant(row, "expires"),
                        tags.isEmpty() ? List.of() : List.of(tags.split(",")),
                        row.getInt("cache") == 1,
                        row.getInt("shadow") == 1));
    }

    // The table says ADMIN or ORDINARY and no third word, so what opens metrics alone, and what administers less than
    // everything, have columns of their own. Through a connection that only reads, SQLite does not know the constraints
    // of columns: what cannot be is found here.
    private static Role role(ResultSet row) throws SQLException {
        String role = row.getString("role");
        String metrics = row.getString("metrics");
        String manages = row.getString("manages");
        return switch (role + metrics + (manages == null ? "" : manages)) {
            case "ORDINARY0" -> Role.ORDINARY;
            case "ORDINARY1" -> Role.METRICS;
            case "ADMIN0" -> Role.ADMIN;
            case "ORDINARY0TEAM" -> Role.TEAM_ADMIN;
            case "ORDINARY0SELF" -> Role.MEMBER;
            default ->
                throw new IllegalArgumentException(
                        "no key is " + role + " with " + metrics + " for metrics and " + manages + " to manage");
        };
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = Sql.number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
