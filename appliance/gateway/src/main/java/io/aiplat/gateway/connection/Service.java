package io.aiplat.gateway.connection;

import io.aiplat.wire.http.BodyBudget;
import java.util.function.Supplier;

/// What answers the requests of a listener's connections.
///
/// @param handler answers what is the API's
/// @param pages   answer the rest
/// @param ids     names requests
/// @param budget  of the memory that request bodies take
/// @param ticker  looks after all connections
/// @param limits  of each of them
public record Service(
        ExchangeHandler handler,
        Pages pages,
        Supplier<String> ids,
        BodyBudget budget,
        Ticker ticker,
        ConnectionLimits limits) {
    GatewayConnection.Parts parts(Connections connections) {
        return new GatewayConnection.Parts(this, connections);
    }
}
