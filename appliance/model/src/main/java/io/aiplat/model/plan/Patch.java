package io.aiplat.model.plan;

import io.aiplat.model.MigStrategy;
import io.aiplat.model.Secret;
import io.aiplat.model.catalog.ImageReference;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A change to the manifests of a bundle, as data: what a plan prints is what will be done.
/// Manifests are plain YAML that kubectl would accept; nothing in them is a template.
public sealed interface Patch {
    /// Puts every namespaced object into a namespace and renames the Namespace object itself.
    record SetNamespace(String namespace) implements Patch {}

    /// Replaces an image wherever the manifests name its repository.
    ///
    /// @param from as in the manifests
    /// @param to   as the node will know it
    record SetImage(ImageReference from, ImageReference to, PullPolicy pull) implements Patch {}

    /// What the kubelet does about an image.
    enum PullPolicy {
        /// Pull unless the node has it.
        IF_NOT_PRESENT,
        /// It was copied into the node; never ask a registry.
        NEVER
    }

    /// Limits and requests of one container.
    ///
    /// @param cpuMillis    requested thousandths of a processor
    /// @param cpuLimit     thousandths of a processor it may use; 0 for no limit
    /// @param memoryBytes  limit
    /// @param requestBytes of memory set aside for it
    /// @param gpus         whole `nvidia.com/gpu` to ask for; 0 for none
    record SetResources(
            String workload,
            String container,
            int cpuMillis,
            int cpuLimit,
            long memoryBytes,
            long requestBytes,
            int gpus)
            implements Patch {
        private static final int REQUEST_PART = 4;

        /// With any number of processors, and a quarter of the memory set aside.
        public SetResources(String workload, String container, int cpuMillis, long memoryBytes, int gpus) {
            this(workload, container, cpuMillis, 0, memoryBytes, memoryBytes / REQUEST_PART, gpus);
        }
    }

    /// Makes a service reachable on a port of the node, or only inside the cluster.
    ///
    /// @param nodePort 30000 to 32767; null for a ClusterIP service
    record SetNodePort(String service, @Nullable Integer nodePort) implements Patch {}

    /// Sets environment variables of one container, keeping others.
    record SetEnvironment(String workload, String container, Map<String, String> variables) implements Patch {
        public SetEnvironment {
            // By name: what a plan prints is the same each time.
            variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        }
    }

    /// Makes the programs of one container trust certificate authorities beside those of its image.
    ///
    /// @param file on this machine, in PEM; read when the patch is applied
    record TrustAuthorities(String workload, String container, Path file) implements Patch {}

    /// Makes a network policy keep its pods from the addresses of the cluster they will run in, as far as that says
    /// them when the patch is applied; where it says none, the policy keeps them from none.
    ///
    /// @param written ranges in the manifest that stand for them
    record SetClusterRanges(String policy, List<String> written) implements Patch {
        public SetClusterRanges {
            written = List.copyOf(written);
        }
    }

    /// Size and class of a persistent volume claim; never changes one that has a volume.
    ///
    /// @param bytes        0 for what the manifest says
    /// @param storageClass null for the cluster's default
    record SetStorage(String claim, long bytes, @Nullable String storageClass) implements Patch {
        /// Of the cluster's default class.
        public SetStorage(String claim, long bytes) {
            this(claim, bytes, null);
        }
    }

    /// Where the pods of a workload may run, and with whose logins their images are pulled.
    ///
    /// @param tolerations  as `key=value:Effect`, `key:Effect`, `key` or `*`
    /// @param nodeSelector labels a node must have
    /// @param pullSecrets  names of secrets in the namespace
    record SetScheduling(
            String workload, List<String> tolerations, Map<String, String> nodeSelector, List<String> pullSecrets)
            implements Patch {
        public SetScheduling {
            tolerations = List.copyOf(tolerations);
            nodeSelector = Collections.unmodifiableSortedMap(new TreeMap<>(nodeSelector));
            pullSecrets = List.copyOf(pullSecrets);
        }
    }

    /// Runs the pods of a workload with the node's `nvidia` runtime class.
    ///
    /// @param workload name of the object that has the pods
    record SetRuntimeClass(String workload, String runtimeClass) implements Patch {}

    /// Has NVIDIA's device plugin share GPUs.
    ///
    /// @param workload name of the object that has its pods
    /// @param config   name of the ConfigMap they read
    /// @param replicas pods that may use one GPU at once; 1 for no sharing
    /// @param mig      how instances of divided GPUs are counted
    record ShareGpus(String workload, String config, int replicas, MigStrategy mig) implements Patch {}

    /// Has gateways share a PostgreSQL database: their gateway.yaml names it, and their pods know its address.
    ///
    /// @param config    name of the ConfigMap with that file; whoever reads it is told the address
    /// @param secret    that has the address
    /// @param entry     of the secret, with the address
    /// @param url       what the secret is made of; null for one that somebody else makes
    /// @param authority PEM file for the secret that is made; null for none
    record ShareDatabase(
            String config,
            String secret,
            String entry,
            @Nullable Secret url,
            @Nullable Path authority) implements Patch {}

    /// Leaves objects of the manifests out.
    ///
    /// @param objects as `Kind/name`
    record OmitObjects(List<String> objects) implements Patch {
        public OmitObjects {
            objects = List.copyOf(objects);
        }
    }
}
