package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.models.ChatRequest;
import io.aiplat.models.ChatRequest.AnswerFormat;
import io.aiplat.models.TokenCount;
import io.aiplat.models.Tools;
import java.io.IOException;

/// Token counting: whose conversation it is of which somebody wants to know how many tokens it has.
public enum Counted {
    /// Anthropic's.
    MESSAGES,
    /// OpenAI's, of its responses.
    RESPONSES;

    /// The API in which it comes.
    public Surface surface() {
        return switch (this) {
            case MESSAGES -> Surfaces.MESSAGES;
            case RESPONSES -> Surfaces.RESPONSES;
        };
    }

    /// Reads it.
    ///
    /// @throws ApiException naming the field at fault
    public ChatRequest read(Fields body, Reading reading) {
        ChatRequest request = switch (this) {
            case MESSAGES -> MessagesSurface.conversation(body, reading);
            case RESPONSES -> ResponsesSurface.conversation(body, ResponseTools.read(body), reading);
        };
        // What the answer would be like makes the prompt no longer, and no model that lacks it cannot count.
        return request.withTools(Tools.offered(request.tools().shown()))
                .withFormat(new AnswerFormat.Text())
                .withReasoning(null);
    }

    /// Writes how many they are.
    public void write(JsonGenerator json, TokenCount count) throws IOException {
        json.writeStartObject();
        switch (this) {
            case MESSAGES -> {}
            case RESPONSES -> json.writeStringField("object", "response.input_tokens");
        }
        json.writeNumberField("input_tokens", count.tokens());
        json.writeEndObject();
    }
}
