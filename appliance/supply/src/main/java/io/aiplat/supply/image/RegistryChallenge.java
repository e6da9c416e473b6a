package io.aiplat.supply.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.RegistryLogin;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How a registry wants us to say who we are: its `WWW-Authenticate` header.
sealed interface RegistryChallenge {
    /// Reads what token servers answer.
    ObjectMapper JSON = new ObjectMapper();

    /// A quoted parameter of the header.
    Pattern PARAMETER = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    /// Name and password with every request.
    record Basic() implements RegistryChallenge {}

    /// A token, to be fetched elsewhere.
    ///
    /// @param realm   where
    /// @param service what the token server calls the registry; empty where it does not matter
    record Bearer(URI realm, String service) implements RegistryChallenge {
        /// Where to fetch a token.
        ///
        /// @param scope what it must allow
        URI tokenAddress(String scope) {
            String query = (service.isEmpty() ? "" : "service=" + encoded(service) + "&") + "scope=" + encoded(scope);
            return URI.create(realm + (realm.getQuery() == null ? "?" : "&") + query);
        }
    }

    /// Something we do not know.
    record Unknown() implements RegistryChallenge {}

    /// Reads the header.
    static RegistryChallenge parse(String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("basic")) {
            return new Basic();
        }
        Map<String, String> parameters = PARAMETER
                .matcher(header)
                .results()
                .collect(Collectors.toMap(m -> m.group(1), (MatchResult m) -> m.group(2), (first, _) -> first));
        String realm = parameters.get("realm");
        if (!lower.startsWith("bearer") || realm == null) {
            return new Unknown();
        }
        try {
            return new Bearer(URI.create(realm), parameters.getOrDefault("service", ""));
        } catch (IllegalArgumentException e) {
            // A realm that is no address is no way to get a token.
            return new Unknown();
        }
    }

    /// The header for a login.
    static String basic(RegistryLogin login) {
        byte[] both = (login.username() + ":" + login.password().value()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    /// The token in the answer of a token server.
    ///
    /// @param json an object with `token` or `access_token`
    static Optional<String> token(byte[] json) {
        try {
            JsonNode answer = JSON.readTree(json);
            JsonNode token = answer.has("token") ? answer.path("token") : answer.path("access_token");
            return token.isTextual() && !token.asText().isEmpty() ? Optional.of(token.asText()) : Optional.empty();
        } catch (IOException e) {
            // Not JSON, so no token in it; the caller says where it was looked for.
            return Optional.empty();
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
