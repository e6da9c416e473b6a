package io.aiplat.routing;

import io.aiplat.model.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Upstream: a server that answers for models.
///
/// @param name    by which deployments refer to it
/// @param url     http or https, with the path that the API begins at; null exactly for [UpstreamKind#EMBEDDED]
/// @param key     sent as the provider wants it; null where the server asks for none
/// @param headers sent with every request; their values are secret because tokens travel in them
/// @param tier    whether what it is asked stays in the house
/// @param gpus    that the server computes on, 0 to [#MOST_GPUS]; null where the plan does not say
public record Upstream(
        String name,
        UpstreamKind provider,
        @Nullable URI url,
        @Nullable Secret key,
        Map<String, Secret> headers,
        Tier tier,
        @Nullable Integer gpus) {
    /// GPUs of one server: more than any has.
    public static final int MOST_GPUS = 1024;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    /// What says how long a message is, where it goes, and what is in it.
    private static final Set<String> OURS = Set.of(
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    public Upstream {
        headers = Map.copyOf(headers);
        boolean embedded = provider == UpstreamKind.EMBEDDED;
        Checks.that(!name.isBlank(), "An upstream has a name.");
        Checks.that(embedded || url != null, "It needs a url: it is a server.");
        Checks.that(
                !embedded || (url == null && key == null && headers.isEmpty()),
                "The embedded engine has no url, no key and no headers: it is the one that is here.");
        Checks.that(
                key == null || isFieldValue(key.value()),
                "Its key has characters that no header can hold: line breaks, other control characters, or letters"
                        + " beyond Latin-1.");
        Checks.that(gpus == null || (gpus >= 0 && gpus <= MOST_GPUS), "A server has 0 to " + MOST_GPUS + " GPUs.");
        headers.forEach(Upstream::check);
    }

    /// One of whose GPUs nothing is said.
    public Upstream(
            String name,
            UpstreamKind provider,
            @Nullable URI url,
            @Nullable Secret key,
            Map<String, Secret> headers,
            Tier tier) {
        this(name, provider, url, key, headers, tier, null);
    }

    /// One whose address tells its tier.
    public Upstream(
            String name, UpstreamKind provider, @Nullable URI url, @Nullable Secret key, Map<String, Secret> headers) {
        this(name, provider, url, key, headers, Tier.of(url));
    }

    /// The same, computing on so many GPUs.
    public Upstream computingOn(int count) {
        return new Upstream(name, provider, url, key, headers, tier, count);
    }

    private static void check(String name, Secret value) {
        Checks.that(TOKEN.matcher(name).matches(), "No header can be called " + name + ".");
        Checks.that(
                !OURS.contains(name.toLowerCase(Locale.ROOT)),
                "The header " + name + " follows from the request, and is written by the gateway.");
        Checks.that(
                isFieldValue(value.value()),
                "The header " + name + " has characters that none can hold: line breaks, other control characters,"
                        + " or letters beyond Latin-1.");
    }

    private static boolean isFieldValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F && c <= 0xFF));
    }
}
