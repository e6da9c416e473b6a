package io.aiplat.gateway.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiFormat;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.messages.MessagesFormat;
import io.aiplat.gateway.api.responses.ResponseTools;
import io.aiplat.gateway.api.responses.ResponsesFormat;
import io.aiplat.inference.TokenCount;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.Tools;
import java.io.IOException;

/// Token counting: whose conversation it is of which somebody wants to know how many tokens it has.
public enum TokenCountFormat {
    /// Anthropic's.
    MESSAGES,
    /// OpenAI's, of its responses.
    RESPONSES;

    /// The API in which it comes.
    public ApiFormat surface() {
        return switch (this) {
            case MESSAGES -> ApiFormats.MESSAGES;
            case RESPONSES -> ApiFormats.RESPONSES;
        };
    }

    /// Reads it.
    ///
    /// @throws ApiException naming the field at fault
    public ChatRequest read(RequestFields body, ReadContext reading) {
        ChatRequest request = switch (this) {
            case MESSAGES -> MessagesFormat.conversation(body, reading);
            case RESPONSES -> ResponsesFormat.conversation(body, ResponseTools.read(body), reading);
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
