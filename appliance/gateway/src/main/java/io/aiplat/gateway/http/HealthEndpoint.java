package io.aiplat.gateway.http;

import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.governance.Governance;
import io.aiplat.inference.ModelEngine;
import io.aiplat.model.Readiness;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Liveness and readiness endpoints: `GET /health` says that the process is alive.
/// `GET /ready`: it could answer a request now. Neither needs a key.
public final class HealthEndpoint {
    private final String version;
    private final @Nullable ModelEngine engine;
    private final Governance governance;

    /// @param engine null where there is none, and nothing to wait for
    public HealthEndpoint(String version, @Nullable ModelEngine engine, Governance governance) {
        this.version = version;
        this.engine = engine;
        this.governance = governance;
    }

    /// Answers one of the two.
    ///
    /// @param path `/health` or `/ready`
    public void answer(Exchange exchange, String path) throws IOException {
        if (path.equals("/health")) {
            send(exchange, 200, "ok", "version", version);
        } else {
            ready(exchange);
        }
    }

    private void ready(Exchange exchange) throws IOException {
        String failure = governance.failure();
        if (failure != null) {
            send(exchange, 503, "failed", "reason", failure);
            return;
        }
        if (engine == null) {
            send(exchange, 200, "ready", "version", version);
            return;
        }
        switch (engine.readiness()) {
            case Readiness.Ready() -> send(exchange, 200, "ready", "engine", engine.name());
            case Readiness.NotYet(var reason) -> send(exchange, 503, "not_ready", "reason", reason);
            case Readiness.Never(var problem) ->
                send(exchange, 503, "failed", "reason", problem.what() + ": " + problem.why());
        }
    }

    private static void send(Exchange exchange, int code, String status, String name, String value) throws IOException {
        exchange.reply(code, ApiJson.TYPE, ApiJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("status", status);
            json.writeStringField(name, value);
            json.writeEndObject();
        }));
    }
}
