package io.aiplat.gateway.api.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.inference.chat.ToolCall;
import org.jspecify.annotations.Nullable;

/// A tool of a response, and the item that a call of the function becomes which stands for it. Models know
/// functions only; clients look for the item of the tool that they have declared.
sealed interface ResponseTool {
    /// The item that the client gets for a call.
    ResponseItem item(ToolCall call);

    /// The group of the client's that it is in; null for none.
    default @Nullable String namespace() {
        return null;
    }

    /// The member of a call that holds what the tool of one text is given.
    String INPUT = "input";

    /// A function.
    ///
    /// @param namespace null for none
    record Function(String name, @Nullable String namespace) implements ResponseTool {
        @Override
        public ResponseItem item(ToolCall call) {
            return new ResponseItem.FunctionCall(call, name, namespace);
        }
    }

    /// A tool that takes one text and no JSON.
    ///
    /// @param namespace null for none
    record Custom(String name, @Nullable String namespace) implements ResponseTool {
        @Override
        public ResponseItem item(ToolCall call) {
            return new ResponseItem.CustomToolCall(call.id(), name, namespace, input(call.arguments()));
        }

        /// Some models write the text itself and no object around it, or give its member another name.
        private static String input(String arguments) {
            JsonNode written = ApiJson.value(arguments);
            if (written == null) {
                return arguments;
            }
            JsonNode input = written.isObject() && written.size() == 1 && !written.has(INPUT)
                    ? written.iterator().next()
                    : written.isObject() ? written.path(INPUT) : written;
            return input.isTextual() ? input.textValue() : input.isMissingNode() ? arguments : input.toString();
        }
    }

    /// A shell of the client, one command at a time.
    record LocalShell() implements ResponseTool {
        static final String NAME = "local_shell";

        @Override
        public ResponseItem item(ToolCall call) {
            ObjectNode asked = ApiJson.object(call.arguments());
            if (asked == null || !asked.path("command").isArray()) {
                return new ResponseItem.FunctionCall(call, NAME, null);
            }
            ObjectNode action = JsonNodeFactory.instance.objectNode();
            action.put("type", "exec");
            action.set("command", asked.path("command"));
            action.set("env", asked.path("env").isObject() ? asked.path("env") : action.objectNode());
            copy(asked, action, "timeout_ms", "working_directory", "user");
            return new ResponseItem.BuiltinToolCall("local_shell_call", "lsh_", call.id(), "action", action);
        }
    }

    /// A shell of the client, several commands at a time.
    record Shell() implements ResponseTool {
        static final String NAME = "shell";

        @Override
        public ResponseItem item(ToolCall call) {
            ObjectNode asked = ApiJson.object(call.arguments());
            if (asked == null || !asked.path("commands").isArray()) {
                return new ResponseItem.FunctionCall(call, NAME, null);
            }
            ObjectNode action = JsonNodeFactory.instance.objectNode();
            action.set("commands", asked.path("commands"));
            copy(asked, action, "timeout_ms", "max_output_length");
            return new ResponseItem.BuiltinToolCall("shell_call", "sh_", call.id(), "action", action);
        }
    }

    /// A change of one file.
    record ApplyPatch() implements ResponseTool {
        static final String NAME = "apply_patch";

        @Override
        public ResponseItem item(ToolCall call) {
            ObjectNode asked = ApiJson.object(call.arguments());
            if (asked == null || !asked.path("path").isTextual()) {
                return new ResponseItem.FunctionCall(call, NAME, null);
            }
            ObjectNode operation = JsonNodeFactory.instance.objectNode();
            operation.put("type", asked.path("type").asText("update_file"));
            operation.set("path", asked.path("path"));
            copy(asked, operation, "diff");
            return new ResponseItem.BuiltinToolCall("apply_patch_call", "apc_", call.id(), "operation", operation);
        }
    }

    /// A search of the client among tools that it has not declared yet.
    record Search() implements ResponseTool {
        static final String NAME = "tool_search";

        @Override
        public ResponseItem item(ToolCall call) {
            ObjectNode asked = ApiJson.object(call.arguments());
            return asked == null
                    ? new ResponseItem.FunctionCall(call, NAME, null)
                    : new ResponseItem.BuiltinToolCall("tool_search_call", "tsc_", call.id(), "arguments", asked);
        }
    }

    private static void copy(ObjectNode from, ObjectNode to, String... names) {
        for (String name : names) {
            if (from.hasNonNull(name)) {
                to.set(name, from.get(name));
            }
        }
    }
}
