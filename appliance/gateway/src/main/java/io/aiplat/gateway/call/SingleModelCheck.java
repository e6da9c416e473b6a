package io.aiplat.gateway.call;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.routing.balancing.Failure;
import io.aiplat.routing.balancing.FailureKind;
import io.aiplat.wire.ByteSearch;
import io.aiplat.wire.form.FormField;
import io.aiplat.wire.form.MultipartForm;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonLeafCursor;
import io.aiplat.wire.json.JsonObjectView;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Prevention of parameter pollution: what goes to a server as the client wrote it names one model, by whatever
/// field a server may find one. What lets the server choose another is refused by name: the key's models, the price
/// and the guards are those of the one that was asked for.
public final class SingleModelCheck {
    private static final String TOOLS = "tools";
    /// Types of tools that the client runs.
    private static final Set<String> CLIENTS = Set.of("function", "custom", "tool_search");
    private static final Set<String> OF_NAMESPACE = Set.of("type", "name", "description", TOOLS);
    private static final String[] LISTS = {TOOLS, "plugins"};
    private static final byte[] NAMED = "odel".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ESCAPE = "\\u".getBytes(StandardCharsets.US_ASCII);

    private SingleModelCheck() {}

    /// Refuses a request whose body may make a server ask another model.
    ///
    /// @throws AttemptFailed 400 where another model may answer
    public static void check(ModelCall call) throws AttemptFailed {
        String field = call.demand().otherModel();
        if (field != null) {
            throw refused(
                    field,
                    "'" + field + "' would let the server choose another model than 'model' says; leave it out.");
        }
        for (String list : LISTS) {
            tools(list, call.json());
        }
    }

    /// A server may read `model[]` or `model.x` as `model`, or a file of that name.
    ///
    /// @throws ApiException 400 where another model may answer
    static void check(MultipartForm form) {
        for (FormField field : form.fields()) {
            String name = field.name();
            TokenField known = TokenField.TABLE.get(base(name));
            boolean itself = name.equals("model") && !field.isFile();
            if (known == TokenField.OTHER_MODEL || (known == TokenField.MODEL && !itself)) {
                throw new ApiException(ApiError.invalid(
                        400,
                        "unsupported_parameter",
                        name,
                        "'" + name + "' may be read as another model than 'model' says; leave it out."));
            }
        }
    }

    private static String base(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '[' && name.charAt(end) != '.') {
            end++;
        }
        return name.substring(0, end);
    }

    /// Tools that servers run themselves may ask a model of their own. A function's parameters are the client's
    /// affair.
    private static void tools(String name, JsonObjectView json) throws AttemptFailed {
        int from = json.valueBegin(name);
        if (from < 0) {
            return;
        }
        int to = json.valueEnd(name);
        byte[] bytes = json.bytes();
        if (ByteSearch.find(bytes, from, to, NAMED) < 0 && ByteSearch.find(bytes, from, to, ESCAPE) < 0) {
            return;
        }
        JsonElementCursor tools = json.elements(name);
        tools(name, bytes, tools);
    }

    private static void tools(String name, byte[] bytes, JsonElementCursor tools) throws AttemptFailed {
        while (tools.next()) {
            JsonObjectView tool = tools.kind() == JsonKind.OBJECT ? tools.object() : null;
            if (tool != null && isNamespace(name, tool)) {
                tools(name, bytes, tool.elements(TOOLS));
            } else if (tool != null && isServers(name, tool) && namesModel(bytes, tools)) {
                throw refused(name, "A tool in '" + name + "' asks another model than 'model' says; leave that out.");
            }
        }
    }

    /// A group of tools of the client's own, which has nothing but words beside them.
    private static boolean isNamespace(String list, JsonObjectView tool) {
        long known = OF_NAMESPACE.stream().filter(tool::has).count();
        return list.equals(TOOLS)
                && "namespace".equals(tool.text("type"))
                && tool.size() == known
                && tool.kind(TOOLS) == JsonKind.ARRAY;
    }

    private static boolean isServers(String list, JsonObjectView tool) {
        String type = tool.text("type");
        return !list.equals(TOOLS) || (type != null && !CLIENTS.contains(type));
    }

    private static boolean namesModel(byte[] bytes, JsonElementCursor tool) {
        JsonLeafCursor leaves = JsonLeafCursor.of(bytes, tool.begin(), tool.end());
        while (leaves.next()) {
            if (leaves.isWithin("model") || leaves.isWithin("models")) {
                return true;
            }
        }
        return false;
    }

    private static AttemptFailed refused(String field, String message) {
        return new AttemptFailed(
                Failure.of(FailureKind.BAD_REQUEST),
                ApiError.invalid(400, "unsupported_parameter", field, message),
                null);
    }
}
