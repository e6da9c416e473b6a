package io.aiplat.host.container;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The named volumes of an engine.
public final class Volumes {
    private final ContainerEngine engine;

    Volumes(ContainerEngine engine) {
        this.engine = engine;
    }

    /// Labels of the volume, if there is one of that name.
    public Optional<Map<String, String>> find(String name) {
        return engine.call("inspect volume " + name, client -> {
            try {
                var labels = client.inspectVolumeCmd(name).exec().getLabels();
                return Optional.of(Map.copyOf(Objects.requireNonNullElse(labels, Map.of())));
            } catch (NotFoundException _) {
                return Optional.<Map<String, String>>empty();
            }
        });
    }

    /// Creates it.
    public void create(String name, Map<String, String> labels) {
        engine.call(
                "create volume " + name,
                client -> client.createVolumeCmd()
                        .withName(name)
                        .withLabels(labels)
                        .exec());
    }

    /// Removes it with all it holds; nothing happens if there is none.
    public void remove(String name) {
        engine.call("remove volume " + name, client -> {
            try {
                client.removeVolumeCmd(name).exec();
            } catch (NotFoundException _) {
                // There is none, which is what was wanted.
            }
            return name;
        });
    }
}
