package io.aiplat.gateway.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.RequestRefused.Kind;
import io.aiplat.inference.chat.ChatMessage.Thought;
import io.aiplat.inference.chat.ToolCall;
import io.aiplat.inference.chat.ToolDefinition;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// JSON of tools and their calls, for APIs that want it more exactly than ours has it.
final class ToolJson {
    private ToolJson() {}

    /// The arguments of a call as a JSON object: as they were written where they are one, for a server's prompt
    /// cache knows the text.
    static String arguments(ToolCall call) {
        byte[] bytes = call.arguments().getBytes(StandardCharsets.UTF_8);
        try {
            JsonObjectView.scan(bytes, bytes.length);
            return call.arguments();
        } catch (MalformedJson _) {
            return call.object().toString();
        }
    }

    /// Whether a thought can be given back to who thought it.
    static boolean isSigned(Thought thought) {
        return thought.signature() != null;
    }

    /// Whether a picture is only named.
    static boolean isAddress(String picture) {
        return picture.startsWith("http");
    }

    /// The parameters of a tool as the schema of an object, which Anthropic wants said.
    private static String parameters(ToolDefinition tool) {
        JsonObjectView schema =
                object(tool.parameters(), "The parameters of '" + tool.name() + "' are no JSON object.");
        return schema.has("type")
                ? tool.parameters()
                : new String(schema.edit().set("type", "object").bytes(), StandardCharsets.UTF_8);
    }

    /// Writes what a tool is, into an object that was begun.
    ///
    /// @param schema the name of the field that has its parameters
    static void tool(JsonGenerator json, ToolDefinition tool, String schema) throws IOException {
        json.writeStringField("name", tool.name());
        if (!tool.description().isEmpty()) {
            json.writeStringField("description", tool.description());
        }
        json.writeFieldName(schema);
        ApiJson.raw(json, parameters(tool));
    }

    /// Writes the texts that end an answer, if there are any.
    static void stops(JsonGenerator json, String name, List<String> stops) throws IOException {
        if (!stops.isEmpty()) {
            json.writeArrayFieldStart(name);
            for (String stop : stops) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
    }

    private static JsonObjectView object(String json, String complaint) {
        byte[] bytes = ApiJson.escaped(json).getBytes(StandardCharsets.UTF_8);
        try {
            return JsonObjectView.scan(bytes, bytes.length);
        } catch (MalformedJson _) {
            throw new RequestRefused(Kind.INVALID_PARAMETER, "messages", complaint);
        }
    }

    /// What a picture is, by its first bytes: a client may have said it, or not.
    ///
    /// @throws RequestRefused if it is none of the four that models of others take
    static String mediaType(String base64) {
        if (base64.startsWith("iVBORw0KGgo")) {
            return "image/png";
        }
        if (base64.startsWith("/9j/")) {
            return "image/jpeg";
        }
        if (base64.startsWith("R0lGOD")) {
            return "image/gif";
        }
        // RIFF, four bytes of length, WEBP
        if (base64.startsWith("UklGR") && base64.startsWith("XRUJQ", 11)) {
            return "image/webp";
        }
        throw new RequestRefused(Kind.INVALID_PARAMETER, "messages", "A picture is neither PNG nor JPEG, GIF or WebP.");
    }
}
