package io.aiplat.launcher.settings;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.SpellingSuggestion;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every setting there is. The flags, the variables, the check of `aiplat.yaml` and the reference come from here.
final class SettingTable {
    static final Setting<ClusterKind> CLUSTER_KIND = new Setting<>(
            "cluster.kind",
            ValueTypes.choice(ClusterKind.class),
            "auto",
            "--cluster",
            "Where Kubernetes comes from. `auto` is `docker` where a container engine answers and the node image"
                    + " can be had, else `none`; a kind asked for by name is never replaced by another.");
    static final Setting<String> CLUSTER_NAME = new Setting<>(
            "cluster.name", ValueTypes.label(), "aiplat", "--name", "Name of the cluster, its container and volume.");
    static final Setting<Path> KUBECONFIG = new Setting<>(
            "cluster.kubeconfig",
            ValueTypes.FILE,
            null,
            "--kubeconfig",
            "For `existing`: how to reach the cluster; not set means `$KUBECONFIG` or `~/.kube/config`.");
    static final Setting<String> CONTEXT = new Setting<>(
            "cluster.context",
            ValueTypes.text(),
            null,
            "--context",
            "For `existing`: a context of the kubeconfig; not set means its current one.");
    static final Setting<String> NAMESPACE = new Setting<>(
            "cluster.namespace",
            ValueTypes.label(),
            "aiplat",
            "--namespace",
            "Namespace of everything aiplat installs. For `existing`: one that is there already and is named here is"
                    + " used as it is, and `down` leaves it and what is not aiplat's in it alone.");
    static final Setting<Integer> API_PORT = new Setting<>(
            "cluster.api-port",
            ValueTypes.port(0),
            "0",
            "--api-port",
            "For `docker`: port of the Kubernetes API on 127.0.0.1; 0 chooses a free one once and keeps it.");
    static final Setting<Integer> MODEL_PORT = new Setting<>(
            "cluster.model-port",
            ValueTypes.port(0),
            "0",
            null,
            "For `docker`: port of the model engine on 127.0.0.1; 0 chooses a free one once and keeps it.");
    static final Setting<Integer> GPUS = new Setting<>(
            "cluster.gpus",
            ValueTypes.count(64),
            "0",
            null,
            "NVIDIA GPUs that Ollama in the cluster asks for. The cluster must offer them (`nvidia.com/gpu`) and have a"
                    + " runtime class `nvidia`; the usual node image of `docker` cannot. An Ollama of this machine"
                    + " (`--cluster none`) uses its GPUs without this.");
    static final Setting<Long> MEMORY = new Setting<>(
            "cluster.memory",
            ValueTypes.size(),
            null,
            null,
            "Memory that the pod of Ollama may use and that is set aside for it. Not set means: for `docker` what this"
                    + " machine has but for 2 GiB, for `existing` what the node with most to spare has left, and what"
                    + " quotas and limit ranges of the namespace allow; then a quarter of it is set aside.");
    static final Setting<Integer> CPU = new Setting<>(
            "cluster.cpu",
            ValueTypes.processors(),
            null,
            null,
            "Processors that the pod of Ollama may use, for a namespace whose quota wants that said; not set means no"
                    + " limit.");
    static final Setting<Long> STORAGE = new Setting<>(
            "cluster.storage",
            ValueTypes.size(),
            null,
            null,
            "Size of the volume for models; not set means 50Gi. One that is there keeps its size.");
    static final Setting<String> STORAGE_CLASS = new Setting<>(
            "cluster.storage-class",
            ValueTypes.text(),
            null,
            null,
            "Storage class of the volume for models; not set means the cluster's default. A volume that is there keeps"
                    + " its class.");
    static final Setting<List<String>> TOLERATIONS = new Setting<>(
            "cluster.tolerations",
            ValueTypes.tolerations(),
            "",
            null,
            "Taints that the pod of Ollama puts up with, as `kubectl taint` writes them.");
    static final Setting<List<String>> NODE_SELECTOR = new Setting<>(
            "cluster.node-selector",
            ValueTypes.labels(),
            "",
            null,
            "Labels that a node must have for the pod of Ollama to run there.");
    static final Setting<List<String>> PULL_SECRETS = new Setting<>(
            "cluster.pull-secrets",
            ValueTypes.names(),
            "",
            null,
            "Secrets with logins for the registry of Ollama's image (`kubectl create secret docker-registry`). They must"
                    + " be in the namespace; aiplat reads none.");
    static final Setting<List<String>> BUNDLES = new Setting<>(
            "bundles",
            ValueTypes.names(),
            "",
            "--bundles",
            "Bundles to install in the cluster besides what the model engine needs: folders of bundles/ in this aiplat,"
                    + " with all that they need. `up --with NAME` adds one. One that is taken out again is removed by"
                    + " the next `up`; what it has stored stays.");
    static final Setting<EngineKind> ENGINE = new Setting<>(
            "models.engine",
            ValueTypes.choice(EngineKind.class),
            "auto",
            "--engine",
            "What runs models. `auto` is Ollama in the cluster, else Ollama of this machine, else `embedded`.");
    static final Setting<URI> ENGINE_URL = new Setting<>(
            "models.url",
            ValueTypes.url(),
            null,
            null,
            "An Ollama that already runs; not set means a look at 127.0.0.1:11434.");
    static final Setting<String> WANTED = new Setting<>(
            "models.wanted", ValueTypes.text(), null, "--model", "A model to bring besides the packed test models.");
    static final Setting<List<String>> PLAIN_REGISTRIES = new Setting<>(
            "models.plain-registries",
            ValueTypes.registries(),
            "",
            null,
            "Registries of models that have no TLS and may be asked without it; 127.0.0.1 may always.");
    static final Setting<Boolean> KEEP_LOADED = new Setting<>(
            "models.keep-loaded",
            ValueTypes.yesNo(),
            "true",
            null,
            "Whether the model of `models.wanted` (where none is set: smoke) is loaded after the start and stays in"
                    + " memory, so that no question waits for it; another model that needs its place gets it.");
    static final Setting<String> LISTEN = new Setting<>(
            "gateway.listen",
            ValueTypes.address(),
            "127.0.0.1",
            "--listen",
            "Address of the endpoint. Anything but loopback needs `gateway.hosts`.");
    static final Setting<Integer> PORT =
            new Setting<>("gateway.port", ValueTypes.port(1), "8585", "--port", "Port of the endpoint.");
    static final Setting<List<String>> HOSTS = new Setting<>(
            "gateway.hosts",
            ValueTypes.hosts(),
            "",
            null,
            "Names under which others reach the endpoint; requests for any other name are refused.");
    static final Setting<List<String>> ORIGINS = new Setting<>(
            "gateway.origins", ValueTypes.origins(), "", null, "Web pages of these origins may call the endpoint.");
    static final Setting<URI> HTTP_PROXY = new Setting<>(
            "network.http-proxy",
            ValueTypes.proxy(),
            null,
            null,
            "Proxy for http; not set means the variable `http_proxy` or `HTTP_PROXY`.");
    static final Setting<URI> HTTPS_PROXY = new Setting<>(
            "network.https-proxy",
            ValueTypes.proxy(),
            null,
            null,
            "Proxy for https; not set means the variable `https_proxy` or `HTTPS_PROXY`.");
    static final Setting<List<String>> NO_PROXY = new Setting<>(
            "network.no-proxy",
            ValueTypes.proxyExceptions(),
            "",
            null,
            "What is reached without the proxy; not set means the variable `no_proxy` or `NO_PROXY`.");
    static final Setting<Path> CA_FILE = new Setting<>(
            "network.ca-file",
            ValueTypes.FILE,
            null,
            null,
            "PEM file of a certificate authority to trust besides the usual ones.");
    static final Setting<Duration> WAIT_NODE =
            new Setting<>("waits.node", ValueTypes.time(), "3m", null, "How long the node may take to be Ready.");
    static final Setting<Duration> WAIT_WORKLOAD = new Setting<>(
            "waits.workload", ValueTypes.time(), "5m", null, "How long a workload may take to be available.");
    static final Setting<Duration> WAIT_MODEL =
            new Setting<>("waits.model", ValueTypes.time(), "10m", null, "How long a model may take to answer.");
    static final Setting<Duration> WAIT_APPLIANCE = new Setting<>(
            "waits.appliance", ValueTypes.time(), "60s", null, "How long the appliance may take to answer.");

    /// Those with a fixed key.
    static final List<Setting<?>> ALL = List.of(
            CLUSTER_KIND,
            CLUSTER_NAME,
            KUBECONFIG,
            CONTEXT,
            NAMESPACE,
            API_PORT,
            MODEL_PORT,
            GPUS,
            MEMORY,
            CPU,
            STORAGE,
            STORAGE_CLASS,
            TOLERATIONS,
            NODE_SELECTOR,
            PULL_SECRETS,
            BUNDLES,
            ENGINE,
            ENGINE_URL,
            WANTED,
            PLAIN_REGISTRIES,
            KEEP_LOADED,
            LISTEN,
            PORT,
            HOSTS,
            ORIGINS,
            HTTP_PROXY,
            HTTPS_PROXY,
            NO_PROXY,
            CA_FILE,
            WAIT_NODE,
            WAIT_WORKLOAD,
            WAIT_MODEL,
            WAIT_APPLIANCE);

    private SettingTable() {}

    static Optional<Setting<?>> find(String key) {
        return ALL.stream().filter(s -> s.key().equals(key)).findFirst();
    }

    static boolean isKnown(String key) {
        return find(key).isPresent() || WildcardKey.parse(key).isPresent();
    }

    /// Whether the key is the beginning of others: `cluster`, `network.registries`.
    static boolean isSection(String key) {
        return sections().anyMatch(key::equals);
    }

    /// The key or section that a wrong one resembles.
    static Optional<String> nearest(String key) {
        return SpellingSuggestion.to(
                key, Stream.concat(ALL.stream().map(Setting::key), sections()).toList());
    }

    /// What may be written for a key that is known.
    static String form(String key) {
        return find(key).map(s -> s.type().form()).orElse("text");
    }

    private static Stream<String> sections() {
        Stream<String> ofKeys = ALL.stream()
                .filter(s -> s.key().indexOf('.') > 0)
                .map(s -> s.key().substring(0, s.key().indexOf('.')));
        return Stream.concat(ofKeys, WildcardKey.SECTIONS.stream()).distinct();
    }
}
