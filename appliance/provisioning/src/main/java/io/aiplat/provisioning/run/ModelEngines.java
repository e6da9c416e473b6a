package io.aiplat.provisioning.run;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.OutageCause;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

/// Opens the model engine that was decided on.
public final class ModelEngines {
    private static final URI USUAL_OLLAMA = URI.create("http://127.0.0.1:11434");

    private final Settings.Models settings;
    private final Function<ClusterKind, ClusterProvider> clusters;
    private final OllamaAt ollama;
    private final String namespace;
    private final Supplier<OpenEngine> embedded;
    private final Supplier<OpenEngine> llamaServer;

    /// Makes the clients of an Ollama.
    @FunctionalInterface
    public interface OllamaAt {
        /// The engine and the store that it is; nothing is sent yet.
        ///
        /// @param reach   the way to it
        /// @param disk    that it keeps its models on
        /// @param absence why it does not answer, when it does not
        OpenEngine at(ServiceReach reach, ModelDisk disk, OutageCause absence);
    }

    /// Knows how each kind is made.
    ///
    /// @param clusters  the provider of a kind that is not `none`
    /// @param namespace where Ollama is in a cluster
    public ModelEngines(
            Settings.Models settings,
            Function<ClusterKind, ClusterProvider> clusters,
            OllamaAt ollama,
            Supplier<OpenEngine> embedded,
            Supplier<OpenEngine> llamaServer,
            String namespace) {
        this.namespace = namespace;
        this.settings = settings;
        this.clusters = clusters;
        this.ollama = ollama;
        this.embedded = embedded;
        this.llamaServer = llamaServer;
    }

    /// Opens it; whether it is ready is for the caller to ask.
    ///
    /// @param engine not `auto`
    public OpenEngine open(ClusterKind cluster, EngineKind engine) {
        return switch (engine) {
            case AUTO -> throw new IllegalArgumentException("auto is decided before an engine is opened");
            case EMBEDDED -> embedded.get();
            case LLAMACPP -> llamaServer.get();
            case OLLAMA -> {
                ServiceReach reach = cluster == ClusterKind.NONE
                        ? ServiceReach.fixed(hostOllama())
                        : clusters.apply(cluster)
                                .reach(namespace, ClusterProvider.MODEL_SERVICE, ClusterProvider.MODEL_SERVICE_PORT);
                ModelDisk disk = cluster == ClusterKind.NONE
                        ? ModelDisk.UNKNOWN
                        : new ClusterDisk(() -> clusters.apply(cluster), namespace);
                OutageCause absence = cluster == ClusterKind.NONE
                        ? OutageCause.UNKNOWN
                        : new ClusterCause(() -> clusters.apply(cluster), namespace);
                yield ollama.at(reach, disk, absence);
            }
        };
    }

    /// Where an Ollama of this machine answers, or would.
    public URI hostOllama() {
        URI url = settings.url();
        return url != null ? url : USUAL_OLLAMA;
    }
}
