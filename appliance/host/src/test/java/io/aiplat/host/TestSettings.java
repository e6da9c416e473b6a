package io.aiplat.host;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings for tests of what looks at the machine.
public final class TestSettings {
    private TestSettings() {}

    /// Defaults, but for the home and where Ollama is looked for.
    public static Settings at(Path home, @Nullable URI ollama) {
        return of(home, ollama, 8080, 0, 0);
    }

    /// Defaults, but for home and ports.
    public static Settings of(Path home, @Nullable URI ollama, int gateway, int api, int model) {
        Duration wait = Duration.ofMinutes(1);
        return new Settings(
                home,
                new Settings.Cluster(ClusterKind.AUTO, "aiplat", null, null, "aiplat", api, model),
                new Settings.Models(EngineKind.AUTO, ollama, null, List.of()),
                new Settings.Gateway("127.0.0.1", gateway, List.of(), List.of()),
                new Settings.Network(null, null, List.of(), null, Map.of()),
                Map.of(),
                new Settings.Waits(wait, wait, wait, wait),
                Map.of());
    }
}
