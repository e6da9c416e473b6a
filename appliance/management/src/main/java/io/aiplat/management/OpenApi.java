package io.aiplat.management;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// OpenAPI document: describes the management API, made of its operations.
final class OpenApi {
    /// What it is answered as: it is what it is.
    static final ObjectType<ObjectNode> TYPE = ObjectType.raw();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final ObjectType<Object> ERROR =
            ObjectType.named("Error").field("error", errorFields(), _ -> null).build();

    /// What each status of a failure is called, and what it means.
    private static final Map<Integer, List<String>> FAILURES = new TreeMap<>(Map.of(
            400, List.of("Wrong", "The request is wrong; `param` names the field at fault."),
            401, List.of("NoKey", "The key is missing, wrong, expired or revoked."),
            403, List.of("NoAdmin", "The role of the key does not open this, or not so far."),
            404, List.of("Unknown", "There is none of that name."),
            409, List.of("Conflict", "The name is taken, or what the thing is like forbids it."),
            503, List.of("Store", "What it takes cannot be used now: the store of keys, or the model engine.")));

    private OpenApi() {}

    private static JsonType errorFields() {
        return ObjectType.named("ErrorFields")
                .field("message", JsonType.text(), _ -> null)
                .field("type", JsonType.oneOf(List.of("invalid_request_error", "server_error")), _ -> null)
                .field("param", JsonType.text().orNull(), _ -> null)
                .field("code", JsonType.text(), _ -> null)
                .optional("what", JsonType.text(), _ -> null)
                .optional("why", JsonType.text(), _ -> null)
                .optional("fixes", JsonType.listOf(JsonType.text()), _ -> null)
                .optional(
                        "exit",
                        JsonType.whole(1, 255).described("Exit status of a command that ends with it."),
                        _ -> null)
                .build()
                .type();
    }

    static ObjectNode document(List<ManagementOperation> operations) {
        ObjectNode document = NODES.objectNode().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "aiplat administration")
                .put("version", "1")
                .put(
                        "description",
                        "What runs here, and who may use it. Each operation names the least role it needs.");
        document.putArray("servers").addObject().put("url", ManagementApi.ROOT);
        document.putArray("security").addObject().putArray("key");
        ObjectNode paths = document.putObject("paths");
        Map<String, ObjectNode> schemas = new TreeMap<>();
        add(schemas, ERROR.type());
        for (ManagementOperation of : operations) {
            ObjectNode path = paths.withObjectProperty(of.path());
            int variable = of.path().indexOf('{');
            if (variable >= 0 && !path.has("parameters")) {
                String name = of.path().substring(variable + 1, of.path().indexOf('}'));
                path.putArray("parameters")
                        .addObject()
                        .put("name", name)
                        .put("in", "path")
                        .put("required", true)
                        .set("schema", of.variable().reference());
                add(schemas, of.variable());
            }
            path.set(of.method().toLowerCase(Locale.ROOT), operation(of, schemas));
        }
        ObjectNode components = document.putObject("components");
        components
                .putObject("securitySchemes")
                .putObject("key")
                .put("type", "http")
                .put("scheme", "bearer");
        ObjectNode responses = components.putObject("responses");
        FAILURES.values()
                .forEach(failure -> content(
                        responses.putObject(failure.getFirst()).put("description", failure.getLast()),
                        "application/json",
                        ERROR.type()));
        ObjectNode all = components.putObject("schemas");
        schemas.forEach(all::set);
        return document;
    }

    private static ObjectNode operation(ManagementOperation of, Map<String, ObjectNode> schemas) {
        ObjectNode operation = NODES.objectNode()
                .put("operationId", of.operation())
                .put("summary", of.summary())
                .put("x-least-role", of.least().word());
        of.parameters().forEach((name, type) -> {
            add(schemas, type);
            ObjectNode parameter = operation
                    .withArray("parameters")
                    .addObject()
                    .put("name", name)
                    .put("in", "query");
            ObjectNode schema = type.reference();
            if (schema.has("description")) {
                parameter.set("description", schema.remove("description"));
            }
            parameter.set("schema", schema);
        });
        JsonType request = of.request().type();
        if (request != null) {
            add(schemas, request);
            content(
                    operation
                            .putObject("requestBody")
                            .put("required", of.request().isRequired()),
                    "application/json",
                    request);
        }
        ObjectNode responses = operation.putObject("responses");
        ObjectNode done = responses.putObject(Integer.toString(of.status())).put("description", "Done.");
        JsonType response = of.response();
        if (response != null) {
            add(schemas, response);
            content(done, of.streams() ? "application/x-ndjson" : "application/json", response);
        }
        FAILURES.forEach((status, failure) -> {
            if (status <= 403 || of.failures().contains(status)) {
                responses.putObject(status.toString()).put("$ref", "#/components/responses/" + failure.getFirst());
            }
        });
        return operation;
    }

    private static void content(ObjectNode into, String media, JsonType type) {
        into.putObject("content").putObject(media).set("schema", type.reference());
    }

    private static void add(Map<String, ObjectNode> schemas, JsonType type) {
        if (!type.name().isEmpty()) {
            ObjectNode before = schemas.put(type.name(), type.schema());
            if (before != null && !before.equals(type.schema())) {
                throw new IllegalStateException("two types are called " + type.name());
            }
        }
        type.parts().forEach(part -> add(schemas, part));
    }
}
