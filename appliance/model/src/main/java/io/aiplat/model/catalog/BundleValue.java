package io.aiplat.model.catalog;

import java.util.List;

/// Bundle value: a place in the manifests of a bundle for what only the machine, its network or a person knows. The
/// manifests are complete without it; where nothing is known, nothing is changed.
public sealed interface BundleValue {
    /// Processors, memory and GPUs that the model engine may use, as the machine and settings say.
    record ModelResources(String workload, String container) implements BundleValue {}

    /// The node port that a node of ours publishes for the model engine; in other clusters the service has none.
    record ModelPort(String service) implements BundleValue {}

    /// The runtime class of GPUs and where its libraries are, where the model engine has some.
    record ModelGpus(String workload, String container) implements BundleValue {}

    /// Size and storage class of the volume for models.
    record ModelStorage(String claim) implements BundleValue {}

    /// Storage class of any other volume.
    record StorageClass(String claim) implements BundleValue {}

    /// The addresses of a cluster that is not of k3s.
    ///
    /// @param written ranges in the manifest that stand for them
    record ClusterRanges(String policy, List<String> written) implements BundleValue {
        public ClusterRanges {
            written = List.copyOf(written);
        }
    }

    /// How pods share the GPUs that a device plugin counts.
    ///
    /// @param config the ConfigMap it reads
    record GpuSharing(String workload, String config) implements BundleValue {}

    /// Tolerations, node selector and pull secrets.
    record Scheduling(String workload) implements BundleValue {}

    /// Variables that name the proxies, for a program that downloads.
    record Proxies(String workload, String container) implements BundleValue {}

    /// The certificate authority of a company.
    record Authorities(String workload, String container) implements BundleValue {}

    /// The PostgreSQL database that several gateways share.
    ///
    /// @param config  the ConfigMap with their gateway.yaml
    /// @param objects as `Kind/name`, which are there only with such a database
    record KeyDatabase(String config, List<String> objects) implements BundleValue {
        public KeyDatabase {
            objects = List.copyOf(objects);
        }
    }
}
