package io.aiplat.inference.llamacpp;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.gguf.GgufHeader;

/// Features of a chat template: what it has a place for.
///
/// @param tools           tools
/// @param thinks          thoughts
/// @param thinksByDegrees how much to think
record TemplateFeatures(boolean tools, boolean thinks, boolean thinksByDegrees) {
    private static final TemplateFeatures NONE = new TemplateFeatures(false, false, false);

    /// As far as its file shows, for a model that has not been loaded yet.
    static TemplateFeatures of(GgufHeader header) {
        String template = header.chatTemplate();
        return template == null
                ? NONE
                : new TemplateFeatures(template.contains("tools"), thinks(template), degrees(template));
    }

    /// As its process says.
    ///
    /// @param props answer of `/props`
    static TemplateFeatures of(JsonNode props) {
        JsonNode said = props.path("chat_template_caps");
        String template = props.path("chat_template").asText();
        boolean tools =
                said.has("supports_tools") ? said.path("supports_tools").asBoolean() : template.contains("tools");
        return new TemplateFeatures(
                tools && said.path("supports_tool_calls").asBoolean(true),
                thinks(template),
                said.path("supports_reasoning_effort").asBoolean(degrees(template)));
    }

    private static boolean thinks(String template) {
        return template.contains("<think>") || template.contains("enable_thinking") || degrees(template);
    }

    private static boolean degrees(String template) {
        return template.contains("reasoning_effort");
    }
}
