package io.aiplat.governance;

import io.aiplat.governance.shared.DatabaseAddress;
import io.aiplat.governance.shared.SharedPace;
import io.aiplat.model.Secret;
import io.aiplat.testkit.PostgresServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/// A database of a test's own, on one server for all tests of a class, and gateways that share it.
public final class SharedStore implements AutoCloseable {
    /// As in production, but for the lease.
    public static final SharedPace QUICK =
            new SharedPace(Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofSeconds(5));

    public final PostgresServer server = PostgresServer.start();
    private String url = "";
    private int made;

    /// Makes another database, empty but for the schema.
    public DatabaseAddress fresh() {
        url = server.database("store" + ++made, DatabaseAddress.SCHEMA);
        return address();
    }

    /// The one that was made last.
    public DatabaseAddress address() {
        return DatabaseAddress.of(url, PostgresServer.USER, new Secret(PostgresServer.PASSWORD));
    }

    /// Its name.
    public String name() {
        return "store" + made;
    }

    /// A gateway on the database that was made last.
    public Governance gateway(GovernanceListener listener) {
        return Governance.open(
                address(), Path.of("/nowhere"), InstantSource.system(), new SecureRandom(), listener, QUICK);
    }

    /// What a query finds there, as the administrator.
    public String asks(String sql) {
        return server.asAdmin(name(), sql);
    }

    @Override
    public void close() {
        server.close();
    }
}
