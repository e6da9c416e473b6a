package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.api.contract.CollectedText;
import io.aiplat.gateway.api.contract.Events;
import io.aiplat.gateway.api.contract.ResponseEncoder;
import io.aiplat.gateway.api.contract.ResponseMetadata;
import java.io.IOException;
import java.util.List;

/// Writes a conversation that was made shorter: what people have said, and a summary of all of it.
///
/// @param kept messages as the client sent them
record CompactEncoder(ArrayNode kept) implements ResponseEncoder {
    @Override
    public void whole(JsonGenerator json, ResponseMetadata head, List<CollectedText> answers) throws IOException {
        CollectedText answer = answers.getFirst();
        if (answer.text().isBlank()) {
            throw new ApiException(ApiError.server(
                    502,
                    "compaction_failed",
                    "The model was asked to sum the conversation up and has said nothing.",
                    ApiError.Retry.MAY_HELP));
        }
        json.writeStartObject();
        json.writeStringField("id", head.id());
        json.writeStringField("object", "response.compaction");
        json.writeNumberField("created_at", head.created());
        json.writeArrayFieldStart("output");
        int index = 0;
        for (JsonNode item : kept) {
            ApiJson.raw(
                    json, StoredItems.complete(item, head.part("msg_", index++)).toString());
        }
        json.writeStartObject();
        json.writeStringField("id", head.part("cmp_", index));
        json.writeStringField("type", "compaction");
        json.writeStringField(
                "encrypted_content", Compaction.opaque(answer.text().strip()));
        json.writeEndObject();
        json.writeEndArray();
        ResponsesEncoder.usage(json, answer.usage());
        json.writeEndObject();
    }

    @Override
    public Events events(JsonGenerator json, ResponseMetadata head) {
        throw new IllegalStateException("a conversation is made shorter in one piece");
    }
}
