package io.aiplat.gateway.stored;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.governance.StoredResponses;
import io.aiplat.telemetry.request.EndpointLabel;
import io.aiplat.wire.json.JsonElementCursor;
import io.aiplat.wire.json.JsonObjectView;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// REST resource of a response that is kept: read, deleted, and its input listed. Whose it is decides; one of
/// another key is not there.
public final class ResponseResource {
    /// Where all of them are.
    public static final String PATH = "/v1/responses/";

    /// As it is called in metrics, spans and the log.
    public static final EndpointLabel LABEL =
            new EndpointLabel("stored_response", "/v1/responses/{response_id}", "stored_response");

    private static final String ITEMS = "/input_items";
    private static final String CANCEL = "/cancel";
    private static final int USUAL_PAGE = 20;
    private static final int MOST = 100;

    /// Copies of it that an answer takes: as it is read, and as it is sent.
    private static final int COPIES = 3;

    private final StoredResponses store;

    private final BooleanSupplier kept;

    /// @param kept whether any are kept now
    public ResponseResource(StoredResponses store, BooleanSupplier kept) {
        this.store = store;
        this.kept = kept;
    }

    /// Answers a request.
    ///
    /// @param key the number of the key that asks
    public void handle(Exchange exchange, int key) throws IOException {
        String rest = exchange.head().path().substring(PATH.length());
        boolean items = rest.endsWith(ITEMS);
        boolean cancel = rest.endsWith(CANCEL);
        String id = rest.substring(0, rest.length() - (items ? ITEMS.length() : cancel ? CANCEL.length() : 0));
        String method = exchange.head().method();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (cancel ? !method.equals("POST") : !reads && (items || !method.equals("DELETE"))) {
            String allowed = cancel ? "POST" : items ? "GET, HEAD" : "GET, HEAD, DELETE";
            exchange.header("allow", allowed);
            throw refused(
                    405,
                    "method_not_allowed",
                    null,
                    exchange.head().path() + " is not asked with " + method + ", but with " + allowed + ".");
        }
        exchange.enter();
        long bytes = id.isEmpty() ? -1 : store.bytes(key, id);
        if (bytes < 0) {
            throw absent(id);
        }
        if (cancel) {
            throw refused(
                    400,
                    "invalid_request",
                    null,
                    "Only a response that is made in the background can be cancelled, and none is here.");
        }
        if (method.equals("DELETE")) {
            delete(exchange, key, id);
            return;
        }
        exchange.hold(COPIES * bytes);
        StoredResponses.Stored found = store.find(key, id);
        if (found == null) {
            throw absent(id);
        }
        if (items) {
            exchange.reply(
                    200, ApiJson.TYPE, page(found.items(), exchange.head().query()));
        } else {
            whole(exchange, found.response());
        }
    }

    private static void whole(Exchange exchange, byte[] response) throws IOException {
        if ("true".equals(parameter(exchange.head().query(), "stream"))) {
            throw refused(
                    400,
                    "unsupported_parameter",
                    "stream",
                    "A response that is kept is given back in one piece. Leave 'stream' out.");
        }
        exchange.reply(200, ApiJson.TYPE, response);
    }

    private void delete(Exchange exchange, int key, String id) throws IOException {
        if (!store.delete(key, id)) {
            throw absent(id);
        }
        exchange.reply(200, ApiJson.TYPE, ApiJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("object", "response");
            json.writeBooleanField("deleted", true);
            json.writeEndObject();
        }));
    }

    private ApiException absent(String id) {
        return refused(
                404,
                "response_not_found",
                null,
                kept.getAsBoolean()
                        ? "Response with id '" + id
                                + "' not found: this key has none of that name, or its time is over."
                        : "Responses are not kept here. To have them kept, write 'responses: {store: true}' into"
                                + " gateway.yaml.");
    }

    private static ApiException refused(int status, String code, @Nullable String param, String message) {
        return new ApiException(ApiError.invalid(status, code, param, message));
    }

    /// One of the items, by where it lies.
    private record Item(int begin, int end, String id) {}

    private static byte[] page(byte[] document, @Nullable String query) {
        JsonObjectView kept = ItemList.scan(document);
        List<Item> items = new ArrayList<>();
        JsonElementCursor all = ItemList.items(document);
        while (all.next()) {
            JsonObjectView item = all.object();
            String id = item == null ? null : item.text("id");
            items.add(new Item(all.begin(), all.end(), id == null ? "" : id));
        }
        List<Item> ordered = isAscending(query) ? items : items.reversed();
        int from = 0;
        String after = parameter(query, "after");
        if (after != null) {
            from = place(ordered, after, "after") + 1;
        }
        String before = parameter(query, "before");
        int to = before == null ? ordered.size() : place(ordered, before, "before");
        int end = Math.min(to, from + limit(query));
        List<Item> page = from < end ? ordered.subList(from, end) : List.of();
        boolean more = end < to;
        return ApiJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (Item item : page) {
                json.writeRawValue(new String(kept.bytes(), item.begin, item.end - item.begin, StandardCharsets.UTF_8));
            }
            json.writeEndArray();
            json.writeStringField("first_id", page.isEmpty() ? null : page.getFirst().id);
            json.writeStringField("last_id", page.isEmpty() ? null : page.getLast().id);
            json.writeBooleanField("has_more", more);
            json.writeEndObject();
        });
    }

    private static int place(List<Item> items, String id, String parameter) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).id.equals(id)) {
                return i;
            }
        }
        throw refused(400, "invalid_value", parameter, "There is no item '" + id + "' in the input of this response.");
    }

    private static boolean isAscending(@Nullable String query) {
        String order = parameter(query, "order");
        return switch (order) {
            case "asc" -> true;
            case "desc" -> false;
            case null -> false;
            default -> throw refused(400, "invalid_value", "order", "Invalid value for 'order': asc or desc.");
        };
    }

    private static int limit(@Nullable String query) {
        String limit = parameter(query, "limit");
        if (limit == null) {
            return USUAL_PAGE;
        }
        if (!limit.matches("[0-9]{1,3}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > MOST) {
            throw refused(400, "invalid_value", "limit", "Invalid value for 'limit': a whole number of 1 to 100.");
        }
        return Integer.parseInt(limit);
    }

    private static @Nullable String parameter(@Nullable String query, String name) {
        if (query == null) {
            return null;
        }
        for (String field : query.split("&", -1)) {
            if (field.startsWith(name + "=")) {
                try {
                    return URLDecoder.decode(field.substring(name.length() + 1), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException _) {
                    throw refused(400, "invalid_value", name, "Invalid value for '" + name + "' in the address.");
                }
            }
        }
        return null;
    }
}
