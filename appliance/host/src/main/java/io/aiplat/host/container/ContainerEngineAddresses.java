package io.aiplat.host.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.Digests;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds where a container engine may listen, in the order the docker command looks: `DOCKER_HOST`, the
/// context in use, `/var/run/docker.sock`. Where none of these is set, the sockets of engines that
/// do not use that path follow, because their users expect them to be found.
final class ContainerEngineAddresses {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> environment;
    private final Path userHome;

    ContainerEngineAddresses(Map<String, String> environment, Path userHome) {
        this.environment = environment;
        this.userHome = userHome;
    }

    /// All candidates, best first; exactly one when a person named it.
    List<ContainerEngineAddress> candidates() {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isBlank()) {
            return List.of(parse(host, "DOCKER_HOST", environmentCertificates()));
        }
        return context().map(List::of).orElseGet(this::usualPlaces);
    }

    private Optional<ContainerEngineAddress> context() {
        String name = environment.getOrDefault("DOCKER_CONTEXT", "");
        if (name.isBlank()) {
            name = read(dockerFolder().resolve("config.json"))
                    .path("currentContext")
                    .asText();
        }
        if (name.isBlank() || name.equals("default")) {
            return Optional.empty();
        }
        String id = Digests.sha256(name);
        Path contexts = dockerFolder().resolve("contexts");
        String host = read(contexts.resolve("meta").resolve(id).resolve("meta.json"))
                .path("Endpoints")
                .path("docker")
                .path("Host")
                .asText();
        Path certificates = contexts.resolve("tls").resolve(id).resolve("docker");
        return Optional.of(
                parse(host, "docker context " + name, Files.isDirectory(certificates) ? certificates : null));
    }

    private List<ContainerEngineAddress> usualPlaces() {
        List<Path> sockets = new ArrayList<>();
        sockets.add(Path.of("/var/run/docker.sock"));
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        if (!runtime.isBlank()) {
            sockets.add(Path.of(runtime, "docker.sock"));
        }
        sockets.add(userHome.resolve(".docker/run/docker.sock"));
        sockets.add(userHome.resolve(".docker/desktop/docker.sock"));
        sockets.add(userHome.resolve(".colima/default/docker.sock"));
        sockets.add(userHome.resolve(".orbstack/run/docker.sock"));
        sockets.add(userHome.resolve(".rd/docker.sock"));
        if (!runtime.isBlank()) {
            sockets.add(Path.of(runtime, "podman/podman.sock"));
        }
        sockets.add(Path.of("/run/podman/podman.sock"));
        return sockets.stream()
                .<ContainerEngineAddress>map(s -> new ContainerEngineAddress.Unix(s, "the usual place", false))
                .toList();
    }

    private static ContainerEngineAddress parse(String text, String from, @Nullable Path certificates) {
        if (text.startsWith("unix://")) {
            return new ContainerEngineAddress.Unix(Path.of(text.substring("unix://".length())), from, true);
        }
        if (text.startsWith("tcp://") || text.startsWith("http://") || text.startsWith("https://")) {
            URI uri = URI.create(text);
            int port = uri.getPort() > 0 ? uri.getPort() : certificates == null ? 2375 : 2376;
            String host = uri.getHost();
            if (host != null) {
                return new ContainerEngineAddress.Tcp(host, port, certificates, from);
            }
        }
        return new ContainerEngineAddress.Unsupported(text.isBlank() ? "(no address)" : text, from);
    }

    private @Nullable Path environmentCertificates() {
        if (environment.getOrDefault("DOCKER_TLS_VERIFY", "").isBlank()) {
            return null;
        }
        String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
        return folder.isBlank() ? dockerFolder() : Path.of(folder);
    }

    private Path dockerFolder() {
        String folder = environment.getOrDefault("DOCKER_CONFIG", "");
        return folder.isBlank() ? userHome.resolve(".docker") : Path.of(folder);
    }

    private static JsonNode read(Path file) {
        try {
            return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
        } catch (IOException _) {
            // A file that docker itself could not read either names no engine; the usual places remain.
            return JSON.createObjectNode();
        }
    }
}
