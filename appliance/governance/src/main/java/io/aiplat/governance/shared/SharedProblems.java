package io.aiplat.governance.shared;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Problem.Kind;
import io.aiplat.model.ProblemCode;
import java.sql.SQLException;
import java.util.List;

/// Problems with a database that gateways share.
public final class SharedProblems {
    private SharedProblems() {}

    /// What a failure of the database means to a person.
    public static ApplianceException of(DatabaseAddress database, SQLException e) {
        return new ApplianceException(problem(database, e), e);
    }

    private static Problem problem(DatabaseAddress database, SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String said =
                "PostgreSQL says: " + String.valueOf(e.getMessage()).strip().replaceAll("\\s*\n\\s*", " ");
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            // Connection; resources, as too many of them; somebody stops it; lock and statement time-outs.
            case "08", "53", "57", "55" -> databaseAway(database.toString(), said);
            case "28", "3D" -> databaseRefuses(database.toString(), database.user(), database.database(), said);
            case "42" ->
                state.equals("42501")
                        ? databaseRefuses(database.toString(), database.user(), database.database(), said)
                        : databaseFails(database.toString(), said);
            default -> databaseFails(database.toString(), said);
        };
    }

    /// It cannot be reached, or does not answer.
    public static Problem databaseAway(String database, String reason) {
        return problem(
                "GOVERNANCE_DATABASE_AWAY",
                Kind.UNAVAILABLE,
                "The database of keys and spend does not answer: " + database,
                reason + ". Until it does, no request is let through; it is tried again four times a second.",
                "See whether it runs and can be reached from here: pg_isready -d " + database);
    }

    /// It does not let us in, or not far enough.
    public static Problem databaseRefuses(String database, String user, String name, String reason) {
        return problem(
                "GOVERNANCE_DATABASE_REFUSED",
                Kind.MISCONFIGURED,
                "The database of keys and spend refuses aiplat: " + database,
                reason + ". aiplat needs a user that may connect and a schema of that user's, and no further right.",
                "As its administrator make what is lacking: CREATE ROLE \"" + user
                        + "\" LOGIN PASSWORD '...'; CREATE DATABASE \"" + name + "\"; and in it CREATE SCHEMA "
                        + DatabaseAddress.SCHEMA + " AUTHORIZATION \"" + user + "\"",
                "See whether user and password are those that the database knows: `database:` in gateway.yaml");
    }

    /// Something else is wrong with it.
    public static Problem databaseFails(String database, String reason) {
        return problem(
                "GOVERNANCE_DATABASE_FAILS",
                Kind.UNAVAILABLE,
                "The database of keys and spend cannot be used: " + database,
                reason + ". Until it can, no request is let through.",
                "See what the database has in its log",
                "See whether somebody changed its tables: psql -d " + database + " -c '\\d " + DatabaseAddress.SCHEMA
                        + ".*'");
    }

    /// A newer aiplat has written it.
    public static Problem databaseNewer(String database, int found, int known) {
        return problem(
                "GOVERNANCE_DATABASE_NEWER",
                Kind.UNAVAILABLE,
                "The database of keys and spend was written by a newer aiplat: " + database,
                "Its tables have version %d, and this aiplat knows up to %d.".formatted(found, known),
                "Use the newer aiplat for all gateways that share it; `aiplat version` tells which one this is");
    }

    private static Problem problem(String code, Kind kind, String what, String why, String... fixes) {
        return new Problem(new ProblemCode(code, kind), what, why, List.of(fixes));
    }
}
