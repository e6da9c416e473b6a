package io.aiplat.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.models.ModelCard;
import io.aiplat.models.ModelEngine;
import java.io.IOException;
import java.util.List;

/// `GET /v1/models` and `GET /v1/models/{id}`.
final class ModelsEndpoint {
    private final ModelEngine engine;

    ModelsEndpoint(ModelEngine engine) {
        this.engine = engine;
    }

    void list(Exchange exchange) throws IOException {
        List<ModelCard> models = engine.models();
        send(exchange, json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (ModelCard model : models) {
                write(json, model);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    void one(Exchange exchange, String name) throws IOException {
        ModelCard model = engine.models().stream()
                .filter(card -> card.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ApiException(ApiError.invalid(
                        404,
                        "model_not_found",
                        "model",
                        "The model '" + name + "' is not here. GET /v1/models lists those that are.")));
        send(exchange, json -> write(json, model));
    }

    private void write(JsonGenerator json, ModelCard model) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", model.name());
        json.writeStringField("object", "model");
        json.writeNumberField("created", model.created().getEpochSecond());
        json.writeStringField("owned_by", engine.name());
        json.writeEndObject();
    }

    private static void send(Exchange exchange, Json.Content content) throws IOException {
        exchange.reply(200, Json.TYPE, Json.bytes(content));
    }
}
