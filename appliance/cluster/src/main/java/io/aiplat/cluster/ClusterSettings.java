package io.aiplat.cluster;

import io.aiplat.config.CommaList;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.ValueForm;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.config.setting.SettingValues;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/// Every setting of the cluster, and of the pod that runs models in it.
public final class ClusterSettings {
    private static final Pattern CPUS = Pattern.compile("[0-9]{1,4}(\\.[0-9]{1,3})?|[0-9]{1,7}m");
    private static final String LABEL_KEY =
            "([a-zA-Z0-9][-a-zA-Z0-9.]*/)?[a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?";
    private static final String LABEL_VALUE = "([a-zA-Z0-9]([-_.a-zA-Z0-9]{0,61}[a-zA-Z0-9])?)?";
    private static final Pattern LABEL_PAIR = Pattern.compile(LABEL_KEY + "=" + LABEL_VALUE);
    private static final Pattern TOLERATION = Pattern.compile(
            "(\\*|" + LABEL_KEY + "(=" + LABEL_VALUE + ")?)(:(NoSchedule|PreferNoSchedule|NoExecute))?");

    /// Thousandths of a processor.
    private static final ValueForm<Integer> PROCESSORS =
            new ScalarForm<>("processors as 2, 0.5 or 500m", (text, _) -> processors(text));
    private static final ValueForm<List<String>> TAINTS = new CommaList(
            "taints as key=value:NoSchedule, key:NoExecute, key or *, as a list or separated by commas",
            item -> TOLERATION.matcher(item).matches());
    private static final ValueForm<List<String>> LABELS = new CommaList(
            "labels as key=value, as a list or separated by commas",
            item -> LABEL_PAIR.matcher(item).matches());

    private static final Setting<ClusterKind> CLUSTER_KIND = new Setting<>(
            "cluster.kind",
            ScalarForms.choice(ClusterKind.class, kind -> kind.name().toLowerCase(Locale.ROOT)),
            "auto",
            "--cluster",
            "Where Kubernetes comes from. `auto` is `docker` where a container engine answers and the node image"
                    + " can be had, else `none`; a kind asked for by name is never replaced by another. `native` runs"
                    + " k3s on this machine itself, without Docker: Linux, as root.");
    private static final Setting<String> CLUSTER_NAME = new Setting<>(
            "cluster.name", SettingForms.label(), "aiplat", "--name", "Name of the cluster, its container and volume.");
    private static final Setting<Path> KUBECONFIG = new Setting<>(
            "cluster.kubeconfig",
            SettingForms.FILE,
            null,
            "--kubeconfig",
            "For `existing`: how to reach the cluster; not set means `$KUBECONFIG` or `~/.kube/config`.");
    private static final Setting<String> CONTEXT = new Setting<>(
            "cluster.context",
            SettingForms.text(),
            null,
            "--context",
            "For `existing`: a context of the kubeconfig; not set means its current one.");
    private static final Setting<String> NAMESPACE = new Setting<>(
            "cluster.namespace",
            SettingForms.label(),
            "aiplat",
            "--namespace",
            "Namespace of everything aiplat installs. For `existing`: one that is there already and is named here is"
                    + " used as it is, and `down` leaves it and what is not aiplat's in it alone.");
    private static final Setting<Integer> API_PORT = new Setting<>(
            "cluster.api-port",
            SettingForms.port(0),
            "0",
            "--api-port",
            "For `docker`: port of the Kubernetes API on 127.0.0.1; for `native`: its port, on every address of this"
                    + " machine; 0 chooses a free one once and keeps it.");
    private static final Setting<Integer> MODEL_PORT = new Setting<>(
            "cluster.model-port",
            SettingForms.port(0),
            "0",
            "For `docker`: port of the model engine on 127.0.0.1; 0 chooses a free one once and keeps it.");
    private static final Setting<Integer> GPUS = new Setting<>(
            "cluster.gpus",
            SettingForms.count(64),
            "0",
            "NVIDIA GPUs (`nvidia.com/gpu`) that Ollama in an `existing` cluster asks for, which must count them and have"
                    + " a runtime class `nvidia`. In a cluster of `docker` or `native` they are asked for where the bundle"
                    + " nvidia-device-plugin counts them, or the node's image has a plugin of its own; else one or more is"
                    + " the same as `gpu.use: all`.");
    private static final Setting<Long> MEMORY = new Setting<>(
            "cluster.memory",
            SettingForms.size(),
            null,
            "Memory that the pod of Ollama may use and that is set aside for it. Not set means: for `docker` what this"
                    + " machine has but for 2 GiB, for `existing` what the node with most to spare has left, and what"
                    + " quotas and limit ranges of the namespace allow; then a quarter of it is set aside.");
    private static final Setting<Integer> CPU = new Setting<>(
            "cluster.cpu",
            PROCESSORS,
            null,
            "Processors that the pod of Ollama may use, for a namespace whose quota wants that said; not set means no"
                    + " limit.");
    private static final Setting<Long> STORAGE = new Setting<>(
            "cluster.storage",
            SettingForms.size(),
            null,
            "Size of the volume for models; not set means 50Gi. One that is there keeps its size.");
    private static final Setting<String> STORAGE_CLASS = new Setting<>(
            "cluster.storage-class",
            SettingForms.text(),
            null,
            "Storage class of the volume for models; not set means the cluster's default. A volume that is there keeps"
                    + " its class.");
    private static final Setting<List<String>> TOLERATIONS = new Setting<>(
            "cluster.tolerations",
            TAINTS,
            "",
            "Taints that the pod of Ollama puts up with, as `kubectl taint` writes them.");
    private static final Setting<List<String>> NODE_SELECTOR = new Setting<>(
            "cluster.node-selector", LABELS, "", "Labels that a node must have for the pod of Ollama to run there.");
    private static final Setting<List<String>> PULL_SECRETS = new Setting<>(
            "cluster.pull-secrets",
            SettingForms.names(),
            "",
            "Secrets with logins for the registry of Ollama's image (`kubectl create secret docker-registry`). They must"
                    + " be in the namespace; aiplat reads none.");

    private static final Setting<Path> K3S_BINARY = new Setting<>(
            "cluster.k3s-binary",
            SettingForms.FILE,
            null,
            "For `native`: the program k3s; not set means that of a bundle archive, else the one on the PATH. None"
                    + " is fetched.");

    /// The section.
    public static final SettingSection<Settings.Cluster> SECTION = new SettingSection<>(
            List.of(
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
                    K3S_BINARY),
            ClusterSettings::cluster);

    private ClusterSettings() {}

    private static Settings.Cluster cluster(SettingValues values) {
        return new Settings.Cluster(
                values.of(CLUSTER_KIND),
                values.of(CLUSTER_NAME),
                values.optional(KUBECONFIG),
                values.optional(CONTEXT),
                values.of(NAMESPACE),
                values.of(API_PORT),
                values.of(MODEL_PORT),
                values.of(GPUS),
                pod(values),
                values.optional(K3S_BINARY));
    }

    private static Settings.Pod pod(SettingValues values) {
        Map<String, String> labels = new HashMap<>();
        for (String label : values.of(NODE_SELECTOR)) {
            int equals = label.indexOf('=');
            labels.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return new Settings.Pod(
                Objects.requireNonNullElse(values.optional(MEMORY), 0L),
                Objects.requireNonNullElse(values.optional(CPU), 0),
                Objects.requireNonNullElse(values.optional(STORAGE), 0L),
                values.optional(STORAGE_CLASS),
                values.of(TOLERATIONS),
                labels,
                values.of(PULL_SECRETS));
    }

    private static int processors(String text) {
        if (!CPUS.matcher(text).matches()) {
            throw new IllegalArgumentException("is no number of processors.");
        }
        BigDecimal number = text.endsWith("m")
                ? new BigDecimal(text.substring(0, text.length() - 1))
                : new BigDecimal(text).movePointRight(3);
        if (number.signum() <= 0) {
            throw new IllegalArgumentException("It could not compute with none.");
        }
        return number.intValueExact();
    }
}
