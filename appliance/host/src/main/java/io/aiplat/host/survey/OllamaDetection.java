package io.aiplat.host.survey;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.host.HostFacts;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether an Ollama answers on this machine, or where a person says there is one.
final class OllamaDetection {
    private static final URI USUAL = URI.create("http://127.0.0.1:11434");
    private static final Duration NEAR = Duration.ofMillis(400);
    private static final Duration FAR = Duration.ofSeconds(3);

    private OllamaDetection() {}

    /// Asks for its version, directly: a proxy has no business between us and a model engine.
    ///
    /// @param url named by a person; null for the usual one
    static Optional<HostFacts.Ollama> look(@Nullable URI url) {
        String base = (url == null ? USUAL : url).toString().replaceAll("/+$", "");
        int limit = Math.toIntExact((url == null ? NEAR : FAR).toMillis());
        try {
            var connection = (HttpURLConnection)
                    URI.create(base + "/api/version").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(limit);
            connection.setReadTimeout(limit);
            try (InputStream body = connection.getInputStream()) {
                String version =
                        new ObjectMapper().readTree(body).path("version").asText();
                return version.isEmpty() ? Optional.empty() : Optional.of(new HostFacts.Ollama(base, version));
            } finally {
                connection.disconnect();
            }
        } catch (IOException _) {
            // Nobody there, or somebody else.
            return Optional.empty();
        }
    }
}
