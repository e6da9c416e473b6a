package io.aiplat.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;

/// What Kubernetes says in its errors, without the client's wrapping.
final class Words {
    private Words() {}

    /// The server's own sentence, or that of the deepest cause.
    static String of(KubernetesClientException e) {
        if (e.getStatus() != null && e.getStatus().getMessage() != null) {
            return e.getStatus().getMessage();
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
