package io.aiplat.gateway.api.contract;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// Response metadata: what every piece of one answer repeats.
///
/// @param id      ours, never an engine's: theirs collide
/// @param created seconds since 1970
/// @param model   as the client wrote it
public record ResponseMetadata(String id, long created, String model) {

    /// Begins an object with it, as OpenAI's completions do.
    public void writeTo(JsonGenerator json, String kind) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", id);
        json.writeStringField("object", kind);
        json.writeNumberField("created", created);
        json.writeStringField("model", model);
    }

    /// The name of a piece that has one of its own.
    ///
    /// @param kind  what it begins with: `msg_`
    /// @param index from 0, among the pieces of this answer
    public String part(String kind, int index) {
        return kind + id.substring(id.indexOf('_') + 1) + "_" + index;
    }
}
