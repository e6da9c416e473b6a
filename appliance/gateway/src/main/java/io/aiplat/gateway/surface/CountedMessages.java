package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.TokenCount;
import java.io.IOException;

/// A conversation of Anthropic's whose tokens are to be counted.
public final class CountedMessages {
    private CountedMessages() {}

    /// Reads it.
    ///
    /// @throws ApiException naming the field at fault
    public static ChatRequest read(Fields body, Reading reading) {
        return MessagesSurface.conversation(body, reading);
    }

    /// Writes how many they are.
    public static void write(JsonGenerator json, TokenCount count) throws IOException {
        json.writeStartObject();
        json.writeNumberField("input_tokens", count.tokens());
        json.writeEndObject();
    }
}
