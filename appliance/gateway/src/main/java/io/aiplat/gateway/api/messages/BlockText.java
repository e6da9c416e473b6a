package io.aiplat.gateway.api.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.aiplat.gateway.api.contract.RequestFields;
import io.aiplat.gateway.api.contract.TruncatedJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plain-text rendering of content blocks that only Anthropic's servers know: what their tools were asked and gave,
/// search results, summaries of earlier turns, and kinds that are newer than this.
final class BlockText {
    /// Members that say something to a reader. The rest are ids, signatures and what only its server can read.
    private static final Set<String> READABLE = Set.of(
            "text",
            "title",
            "url",
            "source",
            "context",
            "content",
            "stdout",
            "stderr",
            "lines",
            "error",
            "error_code",
            "error_message",
            "message",
            "summary",
            "snippet",
            "tool_name",
            "query");

    private static final Set<String> ASIDE = Set.of("cache_control", "citations", "caller", "signature", "input");

    private BlockText() {}

    /// What a block says, a line for each of its texts; empty for nothing.
    static String of(RequestFields block) {
        List<String> said = new ArrayList<>();
        JsonNode input = block.any("input");
        String name = block.word("name");
        if (input != null && name != null) {
            said.add(name + " " + input);
        }
        for (Map.Entry<String, JsonNode> field : block.present()) {
            gather(field.getKey(), field.getValue(), said);
        }
        return String.join("\n", said);
    }

    private static void gather(String name, JsonNode value, List<String> to) {
        if (ASIDE.contains(name)) {
            return;
        }
        if (value.isTextual() && READABLE.contains(name) && !value.textValue().isEmpty()) {
            to.add(value.textValue());
        } else if (value.isArray()) {
            value.forEach(element -> gather(name, element, to));
        } else if (value.isObject()) {
            if ("text".equals(value.path("type").textValue())
                    && value.path("data").isTextual()) {
                // The source of a document.
                to.add(value.path("data").textValue());
            }
            value.properties().forEach(field -> gather(field.getKey(), field.getValue(), to));
        }
    }

    /// The input of a call as the arguments of a function, which are an object: what is none stands within one.
    static String arguments(@Nullable JsonNode input) {
        if (input == null || (input.isTextual() && input.textValue().isBlank())) {
            return "{}";
        }
        if (input.isTextual() && TruncatedJson.isObject(input.textValue())) {
            return input.textValue();
        }
        return input.isObject()
                ? input.toString()
                : JsonNodeFactory.instance.objectNode().set("input", input).toString();
    }
}
