package io.aiplat.engine.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.Reach;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.models.ModelDisk;
import io.aiplat.models.ModelEngine;
import java.net.URI;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// Opens the model engine that was decided on.
public final class ModelEngines {
    private static final URI USUAL_OLLAMA = URI.create("http://127.0.0.1:11434");

    private final Settings.Models settings;
    private final Function<ClusterKind, ClusterProvider> clusters;
    private final BiFunction<URI, ModelDisk, ModelEngine> ollama;
    private final String namespace;
    private final Supplier<ModelEngine> embedded;

    /// Knows how each kind is made.
    ///
    /// @param clusters the provider of a kind that is not `none`
    /// @param ollama    an engine at a base address, and the disk it keeps its models on
    /// @param namespace where Ollama is in a cluster
    public ModelEngines(
            Settings.Models settings,
            Function<ClusterKind, ClusterProvider> clusters,
            BiFunction<URI, ModelDisk, ModelEngine> ollama,
            Supplier<ModelEngine> embedded,
            String namespace) {
        this.namespace = namespace;
        this.settings = settings;
        this.clusters = clusters;
        this.ollama = ollama;
        this.embedded = embedded;
    }

    /// Opens it; whether it is ready is for the caller to ask.
    ///
    /// @param engine not `auto`
    public OpenEngine open(ClusterKind cluster, EngineKind engine) {
        return switch (engine) {
            case AUTO -> throw new IllegalArgumentException("auto is decided before an engine is opened");
            case EMBEDDED -> new OpenEngine(embedded.get(), Reach.fixed(URI.create("embedded:llama.cpp")));
            case OLLAMA -> {
                Reach reach = cluster == ClusterKind.NONE
                        ? Reach.fixed(hostOllama())
                        : clusters.apply(cluster).reachModels();
                ModelDisk disk = cluster == ClusterKind.NONE
                        ? ModelDisk.UNKNOWN
                        : new ClusterDisk(() -> clusters.apply(cluster), namespace);
                yield new OpenEngine(ollama.apply(reach.uri(), disk), reach);
            }
        };
    }

    /// Where an Ollama of this machine answers, or would.
    public URI hostOllama() {
        URI url = settings.url();
        return url != null ? url : USUAL_OLLAMA;
    }
}
