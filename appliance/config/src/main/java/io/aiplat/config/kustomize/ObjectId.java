package io.aiplat.config.kustomize;

import java.util.Set;

/// Which object it is.
///
/// @param group     of its kind; empty for the core
/// @param namespace as it is written; empty where none is
record ObjectId(String group, String version, String kind, String name, String namespace) {
    /// What kustomize calls the namespace of kinds that have none.
    static final String WHOLE_CLUSTER = "_non_namespaceable_";

    /// Kinds that kustomize knows to be the whole cluster's: `GROUP/KIND`, the group empty for the core.
    private static final Set<String> OF_CLUSTER = Set.of(
            "admissionregistration.k8s.io/MutatingWebhookConfiguration",
            "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
            "apiextensions.k8s.io/CustomResourceDefinition",
            "apiregistration.k8s.io/APIService",
            "certificates.k8s.io/CertificateSigningRequest",
            "flowcontrol.apiserver.k8s.io/FlowSchema",
            "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
            "networking.k8s.io/IngressClass",
            "node.k8s.io/RuntimeClass",
            "policy/PodSecurityPolicy",
            "rbac.authorization.k8s.io/ClusterRole",
            "rbac.authorization.k8s.io/ClusterRoleBinding",
            "scheduling.k8s.io/PriorityClass",
            "storage.k8s.io/CSIDriver",
            "storage.k8s.io/CSINode",
            "storage.k8s.io/StorageClass",
            "storage.k8s.io/VolumeAttachment",
            "/ComponentStatus",
            "/Namespace",
            "/Node",
            "/NodeProxyOptions",
            "/PersistentVolume");

    /// Of a kind in the form `GROUP/VERSION` or `VERSION`.
    static ObjectId of(String apiVersion, String kind, String name, String namespace) {
        int slash = apiVersion.indexOf('/');
        return new ObjectId(
                slash < 0 ? "" : apiVersion.substring(0, slash),
                apiVersion.substring(slash + 1),
                kind,
                name,
                namespace);
    }

    /// `GROUP/VERSION`, or `VERSION` for the core.
    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// Whether kustomize knows that it has no namespace. Of custom resources it knows nothing.
    boolean ofCluster() {
        return OF_CLUSTER.contains(group + "/" + kind);
    }

    /// The namespace it is in: `default` where none is written.
    String effectiveNamespace() {
        if (ofCluster()) {
            return WHOLE_CLUSTER;
        }
        return namespace.isEmpty() ? "default" : namespace;
    }

    /// Whether it is the same object; a namespace that is not written is `default`.
    boolean same(ObjectId other) {
        return group.equals(other.group)
                && version.equals(other.version)
                && kind.equals(other.kind)
                && name.equals(other.name)
                && effectiveNamespace().equals(other.effectiveNamespace());
    }

    /// `Kind/name`, with `in NAMESPACE` where one is written.
    String words() {
        return kind + "/" + name + (namespace.isEmpty() ? "" : " in " + namespace);
    }
}
