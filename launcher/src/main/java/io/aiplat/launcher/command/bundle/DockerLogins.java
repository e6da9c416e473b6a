package io.aiplat.launcher.command.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Secret;
import io.aiplat.model.TextFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Logins that a person gave to Docker: those in its `config.json`, and those its
/// [credential helpers](https://docs.docker.com/reference/cli/docker/login/#credential-helpers) keep.
public final class DockerLogins {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 20;
    private static final String HUB = "https://index.docker.io/v1/";

    private DockerLogins() {}

    /// All of them by registry host. What cannot be read is left out: without a login the registry says what it
    /// wants.
    public static Map<String, RegistryLogin> read(Map<String, String> environment) {
        Map<String, RegistryLogin> logins = new HashMap<>();
        String named = environment.get("DOCKER_CONFIG");
        String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
        Path folder = named == null ? Path.of(home, ".docker") : Path.of(named);
        try {
            JsonNode config = JSON.readTree(TextFile.read(folder.resolve("config.json"), TextFile.MOST_BYTES));
            Set<String> servers = new TreeSet<>();
            config.path("auths").properties().forEach(auth -> {
                boolean _ = servers.add(auth.getKey());
                RegistryLogin login = decoded(auth.getValue().path("auth").asText());
                if (login != null) {
                    logins.put(host(auth.getKey()), login);
                }
            });
            config.path("credHelpers").properties().forEach(helper -> {
                RegistryLogin login = ask(helper.getValue().asText(), helper.getKey());
                if (login != null) {
                    logins.put(host(helper.getKey()), login);
                }
            });
            String store = config.path("credsStore").asText();
            for (String server : store.isEmpty() ? Set.<String>of() : servers) {
                RegistryLogin login = logins.containsKey(host(server)) ? null : ask(store, server);
                if (login != null) {
                    logins.put(host(server), login);
                }
            }
        } catch (IOException _) {
            // No configuration of Docker is no login.
        }
        return logins;
    }

    private static String host(String server) {
        return server.equals(HUB)
                ? "docker.io"
                : server.replaceFirst("^https?://", "").replaceFirst("/.*$", "");
    }

    private static @Nullable RegistryLogin decoded(String auth) {
        try {
            String both = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon <= 0
                    ? null
                    : new RegistryLogin(both.substring(0, colon), new Secret(both.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /// By the protocol of
    /// [docker-credential-helpers](https://github.com/docker/docker-credential-helpers#development): the server
    /// on standard input, JSON on standard output.
    private static @Nullable RegistryLogin ask(String helper, String server) {
        if (!helper.matches("[A-Za-z0-9._-]+")) {
            return null;
        }
        try {
            Process process = new ProcessBuilder("docker-credential-" + helper, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(server.getBytes(StandardCharsets.UTF_8));
            }
            byte[] said = process.getInputStream().readNBytes(TextFile.MOST_SECRET_BYTES);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return null;
            }
            JsonNode answer = JSON.readTree(said);
            String name = answer.path("Username").asText();
            return process.exitValue() != 0 || name.isEmpty()
                    ? null
                    : new RegistryLogin(name, new Secret(answer.path("Secret").asText()));
        } catch (IOException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
