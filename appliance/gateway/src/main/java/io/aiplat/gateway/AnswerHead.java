package io.aiplat.gateway;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// What every piece of one answer repeats.
///
/// @param id      ours, never an engine's: theirs collide
/// @param created seconds since 1970
record AnswerHead(String id, long created, String model) {

    /// Begins an object with it.
    void writeTo(JsonGenerator json, String kind) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("object", kind);
        json.writeNumberField("created", created);
        json.writeStringField("model", model);
    }
}
