package io.aiplat.testkit;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Exposure;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.GpuTuning;
import io.aiplat.model.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Settings of somebody who decided nothing, but for what a test is about.
public final class TestSettings {
    private TestSettings() {}

    /// Defaults.
    public static Settings at(Path home) {
        return of(home, cluster(ClusterKind.AUTO, "aiplat"), models(EngineKind.AUTO, null), Map.of());
    }

    /// Defaults, but for cluster and models.
    ///
    /// @param sources who decided what, by key
    public static Settings of(
            Path home, Settings.Cluster cluster, Settings.Models models, Map<String, String> sources) {
        return Settings.of(
                home,
                List.of(
                        cluster,
                        models,
                        GpuChoice.AUTO,
                        GpuTuning.USUAL,
                        Settings.Downloads.USUAL,
                        Settings.Gateway.at("127.0.0.1", 8585),
                        new Settings.Network(null, null, List.of(), null, Map.of()),
                        new Settings.WantedBundles(List.of()),
                        Exposure.NONE,
                        new Settings.ImageReplacements(Map.of()),
                        new Settings.Waits(
                                Duration.ofMinutes(3),
                                Duration.ofMinutes(5),
                                Duration.ofMinutes(10),
                                Duration.ofMinutes(1),
                                Duration.ofMinutes(5))),
                sources);
    }

    /// A cluster with ports that are still to be chosen.
    public static Settings.Cluster cluster(ClusterKind kind, String name) {
        return new Settings.Cluster(kind, name, null, null, "aiplat", 0, 0, 0);
    }

    /// An engine without a further model.
    ///
    /// @param url of an Ollama on the host; null for the usual place
    public static Settings.Models models(EngineKind engine, @Nullable URI url) {
        return new Settings.Models(engine, url, null, null, List.of(), true);
    }
}
