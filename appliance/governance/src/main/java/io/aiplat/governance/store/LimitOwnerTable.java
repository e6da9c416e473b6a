package io.aiplat.governance.store;

import io.aiplat.governance.key.LimitOwnerRecord;
import io.aiplat.governance.key.NameRules;
import io.aiplat.governance.limit.LimitOwner;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.spend.Budget;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The rows of keys, users and teams that say what they are called and what they may do. Callers guard the
/// connection.
public final class LimitOwnerTable {
    private static final String COLUMNS =
            "SELECT id, kind, name, created, budgets, requests, tokens, concurrent, models FROM holders";

    private final Connection connection;

    public LimitOwnerTable(Connection connection) {
        this.connection = connection;
    }

    /// All keys, users and teams that are not deleted, by name.
    public List<LimitOwnerRecord> all() throws SQLException {
        return Sql.query(connection, COLUMNS + " WHERE deleted IS NULL ORDER BY name", LimitOwnerTable::read);
    }

    List<LimitOwnerRecord> all(LimitOwnerKind kind) throws SQLException {
        return Sql.query(
                connection,
                COLUMNS + " WHERE kind = ? AND deleted IS NULL ORDER BY name",
                LimitOwnerTable::read,
                kind.name());
    }

    Optional<LimitOwnerRecord> find(LimitOwnerKind kind, String name) throws SQLException {
        return Sql.query(
                        connection,
                        COLUMNS + " WHERE kind = ? AND name = ? AND deleted IS NULL",
                        LimitOwnerTable::read,
                        kind.name(),
                        name)
                .stream()
                .findFirst();
    }

    LimitOwnerRecord require(LimitOwnerKind kind, String name) throws SQLException {
        return find(kind, name).orElseThrow(() -> new ApplianceException(GovernanceProblems.notFound(kind, name)));
    }

    LimitOwnerRecord insert(LimitOwnerKind kind, String name, Limits limits, long now) throws SQLException {
        NameRules.check(name);
        if (find(kind, name).isPresent()) {
            throw new ApplianceException(GovernanceProblems.nameTaken(kind, name));
        }
        Sql.update(connection, "INSERT INTO holders (kind, name, created) VALUES (?, ?, ?)", kind.name(), name, now);
        update(require(kind, name).holder().id(), limits);
        return require(kind, name);
    }

    void update(int id, Limits limits) throws SQLException {
        Sql.update(
                connection,
                "UPDATE holders SET budgets = ?, requests = ?, tokens = ?, concurrent = ?, models = ? WHERE id = ?",
                limits.budgets().stream().map(Budget::text).collect(Collectors.joining("\n")),
                limits.requestsPerMinute(),
                limits.tokensPerMinute(),
                limits.concurrentRequests(),
                String.join("\n", limits.models()),
                id);
    }

    /// Frees the name; the row stays, because spend is reported by it.
    void delete(int id, long now) throws SQLException {
        Sql.update(connection, "UPDATE holders SET deleted = ? WHERE id = ?", now, id);
    }

    private static LimitOwnerRecord read(ResultSet row) throws SQLException {
        LimitOwner holder =
                new LimitOwner(row.getInt("id"), LimitOwnerKind.valueOf(row.getString("kind")), row.getString("name"));
        Long concurrent = Sql.number(row, "concurrent");
        Limits limits = new Limits(
                row.getString("budgets").lines().map(Budget::parse).toList(),
                Sql.number(row, "requests"),
                Sql.number(row, "tokens"),
                concurrent == null ? null : concurrent.intValue(),
                row.getString("models").lines().toList());
        return new LimitOwnerRecord(holder, Instant.ofEpochMilli(row.getLong("created")), limits);
    }
}
