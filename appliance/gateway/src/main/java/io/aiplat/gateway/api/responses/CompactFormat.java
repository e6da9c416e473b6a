package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.api.contract.ApiFormat;
import io.aiplat.gateway.api.contract.Generation;
import io.aiplat.gateway.api.contract.ParsedRequest;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.inference.chat.ChatMessage;
import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatRequest.AnswerFormat;
import io.aiplat.inference.chat.SamplingOptions;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.inference.chat.Tools;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what OpenAI's responses ask to make a conversation shorter. The model itself sums it up.
public final class CompactFormat implements ApiFormat {
    @Override
    public String idPrefix() {
        return "resp_";
    }

    @Override
    public String parameter(String ofChat) {
        return new ResponsesFormat().parameter(ofChat);
    }

    @Override
    public ParsedRequest read(RequestFields body, ReadContext reading) {
        ResponseTools tools = ResponseTools.read(body);
        ChatRequest asked = ResponsesFormat.conversation(body, tools, reading);
        List<ChatMessage> messages = new ArrayList<>(asked.messages());
        messages.add(ChatMessage.text("user", Compaction.WISH));
        // Servers want to know the tools that a conversation has used, and what they have read before costs least.
        List<ToolDefinition> offered = asked.tools().offered();
        ChatRequest request = new ChatRequest(
                asked.model(),
                messages,
                new SamplingOptions(reading.bounded(null), null, null, null, null, List.of(), null, null, null),
                offered.isEmpty() ? Tools.NONE : new Tools(offered, new Tools.Choice.None(), true),
                new AnswerFormat.Text(),
                null,
                asked.serving());
        return new ParsedRequest(
                List.of(new Generation.Chat(request, true)), false, new CompactEncoder(kept(body.any("input"))));
    }

    /// What people have said stays as it is: it is little, and what all the rest is about.
    private static ArrayNode kept(@Nullable JsonNode input) {
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        if (input != null && input.isTextual()) {
            kept.add(message().put("content", input.textValue()));
        } else if (input instanceof ArrayNode items) {
            for (JsonNode item : items) {
                if (item instanceof ObjectNode object && isKept(object)) {
                    kept.add(message().setAll(object));
                }
            }
        }
        return kept;
    }

    private static ObjectNode message() {
        return JsonNodeFactory.instance.objectNode().put("type", "message").put("role", "user");
    }

    private static boolean isKept(ObjectNode item) {
        String type = item.path("type").asText("message");
        JsonNode content = item.path("content");
        String text = content.isTextual()
                ? content.asText()
                : content.path(0).path("text").asText();
        boolean summary = text.startsWith(Compaction.HEADING);
        return type.equals("message")
                && item.has("role")
                && !item.path("role").asText().equals("assistant")
                && !item.path("role").asText().equals("tool")
                && !summary;
    }
}
