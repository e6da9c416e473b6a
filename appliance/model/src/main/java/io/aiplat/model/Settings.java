package io.aiplat.model;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Everything a person can decide, resolved from defaults, `aiplat.yaml`, `AIPLAT_*` and flags (later wins): where the
/// home is, and one section of each room, by its type.
///
/// @param home     where aiplat keeps its data
/// @param sections each of the type it is by
/// @param sources  where each value that is not a default came from, by key: `gateway.port` to `--port`
public record Settings(Path home, Map<Class<?>, Object> sections, Map<String, String> sources) {
    public Settings {
        sections = Map.copyOf(sections);
        sources = Map.copyOf(sources);
    }

    /// Settings of these sections.
    ///
    /// @param sections one of each type
    public static Settings of(Path home, Collection<?> sections, Map<String, String> sources) {
        return new Settings(
                home, sections.stream().collect(Collectors.toMap(Object::getClass, Function.identity())), sources);
    }

    /// The section of a type.
    ///
    /// @throws IllegalArgumentException if there is none
    public <T> T of(Class<T> type) {
        T section = type.cast(sections.get(type));
        if (section == null) {
            throw new IllegalArgumentException("no settings of " + type.getSimpleName());
        }
        return section;
    }

    /// The same with another section in place of the one of its type, or besides.
    public Settings with(Object section) {
        Map<Class<?>, Object> changed = new HashMap<>(sections);
        changed.put(section.getClass(), section);
        return new Settings(home, changed, sources);
    }

    /// The cluster.
    public Cluster cluster() {
        return of(Cluster.class);
    }

    /// Which GPUs models may be computed on.
    public GpuChoice gpus() {
        return of(GpuChoice.class);
    }

    /// What a person says of how GPUs are used.
    public GpuTuning gpuTuning() {
        return of(GpuTuning.class);
    }

    /// What runs models, and which.
    public Models models() {
        return of(Models.class);
    }

    /// Where models are brought from.
    public Downloads downloads() {
        return of(Downloads.class);
    }

    /// The endpoint.
    public Gateway gateway() {
        return of(Gateway.class);
    }

    /// What every layer that reaches out must be given.
    public Network network() {
        return of(Network.class);
    }

    /// Names of bundles to install besides what the model engine needs.
    public List<String> bundles() {
        return of(WantedBundles.class).names();
    }

    /// Image names to replace: a whole repository or its prefix up to a slash, longest match first.
    public Map<String, String> images() {
        return of(ImageReplacements.class).names();
    }

    /// The database that gateway pods share; none where nothing is said of it.
    public GatewayDatabase database() {
        return sections.get(GatewayDatabase.class) instanceof GatewayDatabase database
                ? database
                : GatewayDatabase.NONE;
    }

    /// How long to wait until something is seen ready.
    public Waits waits() {
        return of(Waits.class);
    }

    /// The cluster.
    ///
    /// @param name       of the cluster, its container, network and volume; a DNS label
    /// @param kubeconfig for `existing`; null for the usual places ($KUBECONFIG, ~/.kube/config)
    /// @param context    for `existing`; null for the file's current context
    /// @param namespace  where aiplat puts its own objects; a DNS label
    /// @param apiPort    of the Kubernetes API on 127.0.0.1; 0 to choose a free one once and keep it
    /// @param modelPort  of the in-cluster model engine on 127.0.0.1; 0 to choose a free one once and keep it
    /// @param gpus       whole NVIDIA GPUs that the in-cluster model engine asks for; 0 for none
    /// @param pod        what else that engine's pod asks for
    /// @param k3sBinary  for `native`, the program k3s; null to look on the PATH
    public record Cluster(
            ClusterKind kind,
            String name,
            @Nullable Path kubeconfig,
            @Nullable String context,
            String namespace,
            int apiPort,
            int modelPort,
            int gpus,
            Pod pod,
            @Nullable Path k3sBinary) {
        /// A cluster whose pod asks for what is usual.
        public Cluster(
                ClusterKind kind,
                String name,
                @Nullable Path kubeconfig,
                @Nullable String context,
                String namespace,
                int apiPort,
                int modelPort,
                int gpus) {
            this(kind, name, kubeconfig, context, namespace, apiPort, modelPort, gpus, Pod.USUAL, null);
        }

        /// A cluster whose k3s, if it runs one of this machine, is the one on the PATH.
        public Cluster(
                ClusterKind kind,
                String name,
                @Nullable Path kubeconfig,
                @Nullable String context,
                String namespace,
                int apiPort,
                int modelPort,
                int gpus,
                Pod pod) {
            this(kind, name, kubeconfig, context, namespace, apiPort, modelPort, gpus, pod, null);
        }

        /// The same cluster under another name, with other ports.
        public Cluster at(String otherName, int otherApiPort, int otherModelPort) {
            return new Cluster(
                    kind,
                    otherName,
                    kubeconfig,
                    context,
                    namespace,
                    otherApiPort,
                    otherModelPort,
                    gpus,
                    pod,
                    k3sBinary);
        }

        /// The same wishes of another cluster.
        ///
        /// @param otherKubeconfig null for the usual places
        /// @param otherContext    null for the file's current context
        public Cluster of(
                ClusterKind otherKind,
                String otherName,
                @Nullable Path otherKubeconfig,
                @Nullable String otherContext,
                String otherNamespace) {
            return new Cluster(
                    otherKind,
                    otherName,
                    otherKubeconfig,
                    otherContext,
                    otherNamespace,
                    apiPort,
                    modelPort,
                    gpus,
                    pod,
                    k3sBinary);
        }
    }

    /// Resource requests, limits and scheduling constraints of the pod that runs models, and its volume.
    ///
    /// @param memoryBytes  that it may use, and that are set aside for it; 0 for what a node has to spare
    /// @param cpuMillis    thousandths of a processor that it may use; 0 for no limit
    /// @param storageBytes of the claim for models; 0 for what the bundle says
    /// @param storageClass of that claim; null for the cluster's default
    /// @param tolerations  as `key=value:Effect`, `key:Effect`, `key` or `*`
    /// @param nodeSelector labels a node must have
    /// @param pullSecrets  names of secrets in the namespace with logins for the image
    public record Pod(
            long memoryBytes,
            int cpuMillis,
            long storageBytes,
            @Nullable String storageClass,
            List<String> tolerations,
            Map<String, String> nodeSelector,
            List<String> pullSecrets) {
        /// Nothing but what the bundle says, with memory as there is.
        public static final Pod USUAL = new Pod(0, 0, 0, null, List.of(), Map.of(), List.of());

        public Pod {
            tolerations = List.copyOf(tolerations);
            nodeSelector = Map.copyOf(nodeSelector);
            pullSecrets = List.copyOf(pullSecrets);
        }
    }

    /// What runs models, and which.
    ///
    /// @param engine          what runs models
    /// @param url             of an Ollama on the host; null to look on 127.0.0.1:11434
    /// @param llamaServer     the `llama-server` program; null to look on the PATH
    /// @param wanted          a model to bring besides the packed test models; null for none
    /// @param plainRegistries `host:port` of registries of models that have no TLS; those of this machine are known
    /// @param keepLoaded      whether the wanted model stays in memory, or the packed one where none is wanted
    public record Models(
            EngineKind engine,
            @Nullable URI url,
            @Nullable Path llamaServer,
            @Nullable String wanted,
            List<String> plainRegistries,
            boolean keepLoaded) {
        public Models {
            plainRegistries = List.copyOf(plainRegistries);
        }
    }

    /// Where models are brought from, and how fast.
    ///
    /// @param hubToken       of Hugging Face; null for none
    /// @param hub            Hugging Face or a mirror of it, without a path
    /// @param ollamaRegistry host of the registry of models that are named without one
    /// @param bytesPerSecond of all downloads together; 0 for as fast as it goes
    public record Downloads(@Nullable Secret hubToken, URI hub, String ollamaRegistry, long bytesPerSecond) {
        /// Nobody has decided anything.
        public static final Downloads USUAL =
                new Downloads(null, URI.create("https://huggingface.co"), "registry.ollama.ai", 0);
    }

    /// The endpoint.
    ///
    /// @param listen  address to bind; anything but loopback forces keys and needs explicit hosts
    /// @param port    1 to 65535
    /// @param hosts   further values accepted in the Host header
    /// @param origins web origins allowed by CORS; empty for none
    public record Gateway(String listen, int port, List<String> hosts, List<String> origins) {
        public Gateway {
            hosts = List.copyOf(hosts);
            origins = List.copyOf(origins);
        }

        /// An endpoint that is reached under no other names and from no web page of others.
        public static Gateway at(String listen, int port) {
            return new Gateway(listen, port, List.of(), List.of());
        }
    }

    /// What every layer that reaches out must be given.
    ///
    /// @param httpProxy  for http addresses; null for none
    /// @param httpsProxy for https addresses; null for none
    /// @param noProxy    hosts and domains that are reached without a proxy, as curl reads `no_proxy`
    /// @param caFile     PEM file of a corporate certificate authority to trust besides the usual ones
    /// @param registries logins by registry host
    public record Network(
            @Nullable URI httpProxy,
            @Nullable URI httpsProxy,
            List<String> noProxy,
            @Nullable Path caFile,
            Map<String, RegistryLogin> registries) {
        public Network {
            noProxy = List.copyOf(noProxy);
            registries = Map.copyOf(registries);
        }
    }

    /// Bundles to install besides what the model engine needs.
    ///
    /// @param names of folders of bundles/, in the order in which a person named them
    public record WantedBundles(List<String> names) {
        public WantedBundles {
            names = List.copyOf(names);
        }
    }

    /// PostgreSQL database that gateway pods share.
    ///
    /// @param url       its address with user and password, of which a secret is made; null for none
    /// @param authority PEM file that goes into that secret; null for none
    /// @param secret    one that somebody else makes, as `NAME` or `NAME/ENTRY`; null for none
    public record GatewayDatabase(
            @Nullable Secret url,
            @Nullable Path authority,
            @Nullable String secret) {
        /// Nobody has decided anything.
        public static final GatewayDatabase NONE = new GatewayDatabase(null, null, null);
    }

    /// Image names to replace.
    ///
    /// @param names a whole repository or its prefix up to a slash, longest match first
    public record ImageReplacements(Map<String, String> names) {
        public ImageReplacements {
            names = Map.copyOf(names);
        }
    }

    /// How long to wait until something is seen ready.
    ///
    /// @param node      for the cluster's API and its node
    /// @param workload  for the model engine's pod
    /// @param model     for a model to answer
    /// @param appliance for the endpoint
    /// @param start     of a request, for a server that is started because of it
    public record Waits(Duration node, Duration workload, Duration model, Duration appliance, Duration start) {}

    /// Where the value of a key came from: `default` unless a person decided it.
    public String sourceOf(String key) {
        return sources.getOrDefault(key, "default");
    }
}
