package io.aiplat.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.api.contract.ApiJson;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.gateway.http.ModelsEndpoint.Listed;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cursor pagination: the list of models as Anthropic's API has it, in pages if the client wants them.
final class AnthropicModels {
    /// The header that all of its clients send.
    static final String VERSION = "anthropic-version";

    private static final int MOST = 1000;

    private AnthropicModels() {}

    static void list(Exchange exchange, Collection<Listed> models) throws IOException {
        List<Listed> all = List.copyOf(models);
        String query = exchange.head().query();
        String after = field(query, "after_id");
        String before = field(query, "before_id");
        int limit = limit(field(query, "limit"));
        int from = after == null ? 0 : place(all, after) + 1;
        int to = before == null ? all.size() : Math.max(from, place(all, before));
        boolean more = to - from > limit;
        // A page before something ends there.
        int begin = more && before != null && after == null ? to - limit : from;
        List<Listed> page = all.subList(begin, Math.min(to, begin + limit));
        exchange.reply(200, ApiJson.TYPE, ApiJson.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("data");
            for (Listed model : page) {
                write(json, model);
            }
            json.writeEndArray();
            json.writeBooleanField("has_more", more);
            json.writeStringField(
                    "first_id", page.isEmpty() ? null : page.getFirst().name());
            json.writeStringField(
                    "last_id", page.isEmpty() ? null : page.getLast().name());
            json.writeEndObject();
        }));
    }

    /// Who wants no pages has all of them.
    private static int limit(@Nullable String said) {
        if (said == null) {
            return Integer.MAX_VALUE;
        }
        try {
            int limit = Integer.parseInt(said);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException _) {
            // As any other that is none.
        }
        throw new ApiException(ApiError.invalid(400, "invalid_value", "limit", "'limit' is from 1 to " + MOST + "."));
    }

    private static int place(List<Listed> all, String name) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new ApiException(
                ApiError.invalid(400, "invalid_value", null, "There is no model '" + name + "' to go on from."));
    }

    private static @Nullable String field(@Nullable String query, String name) {
        List<String> fields = query == null ? List.of() : List.of(query.split("&", -1));
        return fields.stream()
                .filter(field -> field.startsWith(name + "="))
                .map(field -> ApiPath.decoded(field.substring(name.length() + 1)))
                .findFirst()
                .orElse(null);
    }

    static void write(JsonGenerator json, Listed model) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "model");
        json.writeStringField("id", model.name());
        json.writeStringField("display_name", model.name());
        json.writeStringField("created_at", model.created().toString());
        json.writeEndObject();
    }
}
