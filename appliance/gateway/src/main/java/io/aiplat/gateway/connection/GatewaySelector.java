package io.aiplat.gateway.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;
import java.util.function.Supplier;

/// Gives every connection of a listener to the gateway.
public final class GatewaySelector implements ServerConnectionSelector {
    private final GatewayConnection.Parts parts;

    /// Selects.
    ///
    /// @param handler answers what is the API's
    /// @param ids     names requests
    /// @param budget  of the memory that requests take
    /// @param ticker  looks after all connections
    /// @param limits  of each of them
    public GatewaySelector(
            ExchangeHandler handler, Supplier<String> ids, MemoryBudget budget, Ticker ticker, ConnectionLimits limits) {
        Http1ConnectionSelector helidon =
                Http1ConnectionSelector.builder().config(Http1Config.create()).build();
        this.parts = new GatewayConnection.Parts(handler, ids, budget, ticker, limits, helidon);
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return Set.of("http/1.1");
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new GatewayConnection(context, parts);
    }
}
