package io.aiplat.routing;

import io.aiplat.model.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a gateway without an appliance listens and keeps its things.
///
/// @param listen   address
/// @param port     1 to 65535
/// @param store    folder of keys and ledger; of what is this gateway's alone where there is a database
/// @param database keys and ledger, shared with other gateways; null where the folder has them
public record Listener(
        String listen, int port, Path store, @Nullable Database database) {
    public Listener {
        Checks.that(port >= 1 && port <= 65535, "A port is 1 to 65535.");
    }

    /// One that keeps all in its folder.
    public Listener(String listen, int port, Path store) {
        this(listen, port, store, null);
    }

    /// A PostgreSQL database. What its address may be, the room knows that connects to it.
    ///
    /// @param url      may have user and password in it
    /// @param user     instead of the address's
    /// @param password instead of the address's
    public record Database(
            Secret url, @Nullable String user, @Nullable Secret password) {}
}
