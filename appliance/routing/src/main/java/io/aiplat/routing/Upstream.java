package io.aiplat.routing;

import io.aiplat.model.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A server that answers for models.
///
/// @param name    by which deployments refer to it
/// @param url     http or https, with the path that the API begins at; null exactly for [UpstreamKind#EMBEDDED]
/// @param key     sent as the provider wants it; null where the server asks for none
/// @param headers sent with every request; their values are secret because tokens travel in them
public record Upstream(
        String name,
        UpstreamKind provider,
        @Nullable URI url,
        @Nullable Secret key,
        Map<String, Secret> headers) {
    public Upstream {
        headers = Map.copyOf(headers);
        boolean embedded = provider == UpstreamKind.EMBEDDED;
        Checks.that(!name.isBlank(), "An upstream has a name.");
        Checks.that(embedded || url != null, "It needs a url: it is a server.");
        Checks.that(
                !embedded || (url == null && key == null && headers.isEmpty()),
                "The embedded engine has no url, no key and no headers: it is the one that is here.");
    }
}
