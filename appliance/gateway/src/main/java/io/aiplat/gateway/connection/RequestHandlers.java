package io.aiplat.gateway.connection;

import java.util.function.Supplier;

/// Request handlers of a listener's connections.
///
/// @param handler answers them
/// @param ids     names requests
/// @param budget  of the memory that requests take
/// @param ticker  looks after all connections
/// @param limits  of each of them
public record RequestHandlers(
        ExchangeHandler handler,
        Supplier<String> ids,
        MemoryBudget budget,
        DeadlineScanner ticker,
        ConnectionLimits limits) {
    GatewayConnection.Parts parts(Connections connections) {
        return new GatewayConnection.Parts(this, connections);
    }
}
