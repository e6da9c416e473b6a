package io.aiplat.host.container;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The bridge networks of an engine.
public final class Networks {
    private final ContainerEngine engine;

    Networks(ContainerEngine engine) {
        this.engine = engine;
    }

    /// Labels of the network, if there is one of that name.
    public Optional<Map<String, String>> find(String name) {
        return engine.call("inspect network " + name, client -> {
            try {
                var found = client.inspectNetworkCmd().withNetworkId(name).exec();
                return Optional.of(Map.copyOf(Objects.requireNonNullElse(found.getLabels(), Map.of())));
            } catch (NotFoundException _) {
                return Optional.<Map<String, String>>empty();
            }
        });
    }

    /// Names of the containers that are attached to it now.
    public List<String> attached(String name) {
        return engine.call("inspect network " + name, client -> {
            try {
                var found = client.inspectNetworkCmd().withNetworkId(name).exec();
                return Objects.requireNonNullElse(
                                found.getContainers(), Map.<String, Network.ContainerNetworkConfig>of())
                        .entrySet()
                        .stream()
                        .map(entry ->
                                Objects.requireNonNullElse(entry.getValue().getName(), entry.getKey()))
                        .sorted()
                        .toList();
            } catch (NotFoundException _) {
                return List.of();
            }
        });
    }

    /// Creates it; an engine would otherwise make a second one of the same name.
    public void create(String name, Map<String, String> labels) {
        engine.call(
                "create network " + name,
                client -> client.createNetworkCmd()
                        .withName(name)
                        .withDriver("bridge")
                        .withCheckDuplicate(true)
                        .withLabels(labels)
                        .exec());
    }

    /// Removes it; nothing happens if there is none.
    public void remove(String name) {
        engine.call("remove network " + name, client -> {
            try {
                client.removeNetworkCmd(name).exec();
            } catch (NotFoundException _) {
                // There is none, which is what was wanted.
            }
            return name;
        });
    }
}
