package io.aiplat.gateway.access;

import io.aiplat.gateway.api.contract.ApiError;
import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.connection.Exchange;
import io.aiplat.wire.http.Headers;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets the web origins a person named call the API from a browser, and no other. Cookies are never allowed
/// across origins, so such a page has to have a key of its own.
public final class CrossOrigin {
    private static final String EXPOSED =
            "x-request-id, request-id, retry-after, x-aiplat-dropped-params, x-aiplat-estimated";

    private final Set<String> origins;

    /// Allows these origins.
    ///
    /// @param origins as browsers send them: `https://page.example`, with the port where it is not the scheme's own
    public CrossOrigin(Collection<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    /// Adds what a browser wants to see.
    ///
    /// @return whether the request was only a browser's question whether it may ask, which is answered now
    /// @throws ApiException 403 if the question comes from an origin that may not
    public boolean answered(Exchange exchange) throws IOException {
        Headers asked = exchange.head().headers();
        String origin = asked.first("origin");
        if (origin == null) {
            return false;
        }
        boolean allowed = origins.contains(origin);
        if (allowed) {
            exchange.header("access-control-allow-origin", origin);
            exchange.header("access-control-expose-headers", EXPOSED);
            exchange.header("vary", "Origin");
        }
        boolean preflight = exchange.head().method().equals("OPTIONS") && asked.has("access-control-request-method");
        if (preflight) {
            answerPreflight(exchange, asked.first("access-control-request-headers"), allowed);
        }
        return preflight;
    }

    private static void answerPreflight(Exchange exchange, @Nullable String wanted, boolean allowed)
            throws IOException {
        if (!allowed) {
            throw new ApiException(ApiError.invalid(
                    403,
                    "origin_not_allowed",
                    null,
                    "Pages of this origin may not call aiplat. If it is yours, add it to the setting"
                            + " gateway.origins."));
        }
        exchange.header("access-control-allow-methods", "GET, POST, DELETE");
        if (wanted != null) {
            exchange.header("access-control-allow-headers", wanted);
        }
        exchange.header("access-control-max-age", "600");
        exchange.reply(204, List.of());
    }
}
