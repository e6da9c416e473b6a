package io.aiplat.cluster.kubernetes;

import org.jspecify.annotations.Nullable;

/// Which cluster it is, and the way to it: written down once, and compared ever after, so that a kubeconfig whose
/// current context somebody switched for other work leads nobody to another cluster.
///
/// @param kubeconfig absolute path of the file that leads there; null where none does
/// @param context    of that file; null where there is none
/// @param server     address of its API, or of the engine its node runs in, without a slash at its end
/// @param uid        what it calls itself, which no other ever will: for Kubernetes the UID of namespace
///     `kube-system`
///     ([as the SIG proposes](https://github.com/kubernetes-sigs/about-api)); null where it may not be asked
public record ClusterIdentity(
        @Nullable String kubeconfig,
        @Nullable String context,
        String server,
        @Nullable String uid) {
    public ClusterIdentity {
        server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
    }

    /// Whether both are one cluster. What it calls itself decides, for an address may move and may be given to
    /// another; where that is not known of both, the address does.
    public boolean same(ClusterIdentity other) {
        return (uid != null && other.uid != null) ? uid.equals(other.uid) : server.equals(other.server);
    }

    /// The way there, for people: `context kind-a at https://127.0.0.1:6443`.
    public String words() {
        return context == null ? server : "context " + context + " at " + server;
    }
}
