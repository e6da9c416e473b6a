package io.aiplat.gateway.api.chat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.gateway.api.contract.BackendFeature;
import io.aiplat.gateway.api.contract.ReadContext;
import io.aiplat.gateway.api.contract.RequestFields;
import org.jspecify.annotations.Nullable;

/// Reads Anthropic's prompt-cache breakpoints, which clients put into requests of every API.
final class CacheControl {
    private static final String FIELD = "cache_control";

    private CacheControl() {}

    /// The breakpoint of an object as JSON; null where there is none. One that nobody keeps is left out and named.
    static @Nullable String of(RequestFields holder, ReadContext reading) {
        JsonNode control = holder.any(FIELD);
        if (control == null) {
            return null;
        }
        if (!reading.can(BackendFeature.CACHE_MARKS) || !control.isObject()) {
            holder.leaveOut(FIELD);
            return null;
        }
        String time = control.path("ttl").asText();
        boolean known = time.equals("5m") || time.equals("1h");
        return "{\"type\":\"ephemeral\"" + (known ? ",\"ttl\":\"" + time + "\"}" : "}");
    }
}
