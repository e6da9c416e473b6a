package io.aiplat.gateway.surface;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.util.List;

/// Writes a conversation that was made shorter: what people have said, and a summary of all of it.
///
/// @param kept messages as the client sent them
record CompactForm(ArrayNode kept) implements Form {
    @Override
    public void whole(JsonGenerator json, AnswerHead head, List<WholeAnswer> answers) throws IOException {
        WholeAnswer answer = answers.getFirst();
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
            Json.raw(
                    json, StoredItems.complete(item, head.part("msg_", index++)).toString());
        }
        json.writeStartObject();
        json.writeStringField("id", head.part("cmp_", index));
        json.writeStringField("type", "compaction");
        json.writeStringField(
                "encrypted_content", Compaction.opaque(answer.text().strip()));
        json.writeEndObject();
        json.writeEndArray();
        ResponseForm.usage(json, answer.usage());
        json.writeEndObject();
    }

    @Override
    public Events events(JsonGenerator json, AnswerHead head) {
        throw new IllegalStateException("a conversation is made shorter in one piece");
    }
}
