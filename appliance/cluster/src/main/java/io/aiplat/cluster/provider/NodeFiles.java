package io.aiplat.cluster.provider;

import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Settings;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Files a node needs before it starts. They are copied in, not mounted: an engine may run where our paths mean
/// nothing (a virtual machine, a snap).
final class NodeFiles {
    private static final String REGISTRIES = "/etc/rancher/k3s/registries.yaml";
    private static final String AUTHORITY = "/etc/ssl/certs/aiplat-extra-ca.crt";

    private NodeFiles() {}

    /// The files, absolute path to content.
    static Map<String, byte[]> of(Settings.Network network) {
        Map<String, byte[]> files = new TreeMap<>();
        if (network.caFile() != null) {
            try {
                files.put(AUTHORITY, Files.readAllBytes(network.caFile()));
            } catch (IOException e) {
                throw new UncheckedIOException("the certificate authority was readable when settings were read", e);
            }
        }
        registries(network).ifPresent(text -> files.put(REGISTRIES, text));
        return files;
    }

    /// Logins and the mirror of all registries in the form of
    /// [k3s](https://docs.k3s.io/installation/private-registry); empty where there are none.
    static Optional<byte[]> registries(Settings.Network network) {
        Map<String, Object> all = new LinkedHashMap<>();
        URI mirror = network.imageMirror();
        if (mirror != null) {
            all.put("mirrors", Map.of("*", Map.of("endpoint", List.of(mirror.toString()))));
        }
        if (!network.registries().isEmpty()) {
            all.put("configs", configs(network.registries()));
        }
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(Serialization.asYaml(all).getBytes(StandardCharsets.UTF_8));
    }

    /// Docker Hub is asked under another name than it is spoken of.
    private static Map<String, Object> configs(Map<String, RegistryLogin> logins) {
        Map<String, Object> configs = new LinkedHashMap<>();
        new TreeMap<>(logins).forEach((host, login) -> {
            Map<String, Object> config = Map.of("auth", ordered(login));
            configs.put(host, config);
            if (host.equals("docker.io")) {
                configs.put("registry-1.docker.io", config);
            }
        });
        return configs;
    }

    private static Map<String, String> ordered(RegistryLogin login) {
        Map<String, String> auth = new LinkedHashMap<>();
        auth.put("username", login.username());
        auth.put("password", login.password().value());
        return auth;
    }
}
