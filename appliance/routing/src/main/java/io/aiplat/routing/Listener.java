package io.aiplat.routing;

import java.nio.file.Path;

/// Where a gateway without an appliance listens and keeps its things.
///
/// @param listen address
/// @param port   1 to 65535
/// @param store  folder of keys and ledger
public record Listener(String listen, int port, Path store) {
    public Listener {
        Checks.that(port >= 1 && port <= 65535, "A port is 1 to 65535.");
    }
}
