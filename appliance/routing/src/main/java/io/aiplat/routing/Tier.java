package io.aiplat.routing;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tier of an upstream: whether what it is asked stays in the house.
public enum Tier {
    /// On this machine, in its cluster, or in the same network.
    LOCAL,
    /// Anywhere else.
    CLOUD;

    /// Addresses of private networks, of one machine and of one link (https://www.rfc-editor.org/rfc/rfc1918,
    /// https://www.rfc-editor.org/rfc/rfc4193, https://www.rfc-editor.org/rfc/rfc6598).
    private static final Pattern PRIVATE =
            Pattern.compile("127\\..*|10\\..*|192\\.168\\..*|172\\.(1[6-9]|2\\d|3[01])\\..*|169\\.254\\..*"
                    + "|100\\.(6[4-9]|[7-9]\\d|1[01]\\d|12[0-7])\\..*|\\[(::1|f[cd].*|fe[89ab].*)\\]");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[.*\\]");
    /// Names that no registrar gives away (https://www.rfc-editor.org/rfc/rfc6761, rfc6762, rfc8375), and of services
    /// in a cluster.
    private static final Pattern OWN = Pattern.compile(
            "[^.]+|.*\\.(localhost|local|internal|home\\.arpa|lan|svc|svc\\.cluster\\.local)",
            Pattern.CASE_INSENSITIVE);

    /// The tier of a server of which nobody says it. What cannot be told is [#CLOUD].
    ///
    /// @param url null for the engine that is here
    public static Tier of(@Nullable URI url) {
        if (url == null) {
            return LOCAL;
        }
        String host = url.getHost();
        if (host == null) {
            return CLOUD;
        }
        boolean own = ADDRESS.matcher(host).matches()
                ? PRIVATE.matcher(host.toLowerCase(Locale.ROOT)).matches()
                : OWN.matcher(host).matches();
        return own ? LOCAL : CLOUD;
    }

    /// As `gateway.yaml` writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
