package io.aiplat.gateway.http;

import io.aiplat.model.Secret;
import io.aiplat.wire.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A key that comes as the password of basic authentication, as programs send theirs that know nothing of ours.
final class PresentedKey {
    private static final String BASIC = "Basic ";
    /// A secret has at least one character, and no key is this one.
    private static final String NO_KEY = "-";

    private PresentedKey() {}

    /// The password of a request ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)), which opens nothing where it
    /// is not of that form; empty where there is no basic authentication.
    static Optional<Secret> basic(RequestHead head) {
        String said = head.headers().first("authorization");
        return said == null || !said.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? Optional.empty()
                : Optional.of(new Secret(password(said.substring(BASIC.length()).strip())));
    }

    private static String password(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            String password = pair.substring(pair.indexOf(':') + 1);
            return password.isEmpty() ? NO_KEY : password;
        } catch (IllegalArgumentException _) {
            return NO_KEY;
        }
    }
}
