package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.TokenCount;
import io.aiplat.models.Tools;
import java.io.IOException;

/// A conversation of Anthropic's whose tokens are to be counted.
public final class CountedMessages {
    private CountedMessages() {}

    /// Reads it.
    ///
    /// @throws ApiException naming the field at fault
    public static ChatRequest read(Fields body, Reading reading) {
        ChatRequest request = MessagesSurface.conversation(body, reading);
        // What the answer would be like makes the prompt no longer, and no model that lacks it cannot count.
        return request.withTools(Tools.offered(request.tools().shown()))
                .withFormat(new AnswerFormat.Text())
                .withReasoning(null);
    }

    /// Writes how many they are.
    public static void write(JsonGenerator json, TokenCount count) throws IOException {
        json.writeStartObject();
        json.writeNumberField("input_tokens", count.tokens());
        json.writeEndObject();
    }
}
