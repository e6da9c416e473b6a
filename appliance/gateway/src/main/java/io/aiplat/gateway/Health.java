package io.aiplat.gateway;

import io.aiplat.model.Readiness;
import io.aiplat.models.ModelEngine;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// `GET /health`: the process is alive. `GET /ready`: it could answer a request now. Neither needs a key.
final class Health implements HttpFeature {
    private final String version;
    private final ModelEngine engine;

    Health(String version, ModelEngine engine) {
        this.version = version;
        this.engine = engine;
    }

    @Override
    public void setup(HttpRouting.Builder routing) {
        routing.get("/health", this::health).get("/ready", this::ready);
    }

    private void health(ServerRequest request, ServerResponse response) {
        send(response, 200, "ok", "version", version);
    }

    private void ready(ServerRequest request, ServerResponse response) {
        switch (engine.readiness()) {
            case Readiness.Ready() -> send(response, 200, "ready", "engine", engine.name());
            case Readiness.NotYet(var reason) -> send(response, 503, "not_ready", "reason", reason);
            case Readiness.Never(var problem) ->
                send(response, 503, "failed", "reason", problem.what() + ": " + problem.why());
        }
    }

    private static void send(ServerResponse response, int code, String status, String name, String value) {
        response.status(code);
        response.header(HeaderNames.CONTENT_TYPE, MediaTypes.APPLICATION_JSON_VALUE);
        response.send(Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("status", status);
            json.writeStringField(name, value);
            json.writeEndObject();
        }));
    }
}
