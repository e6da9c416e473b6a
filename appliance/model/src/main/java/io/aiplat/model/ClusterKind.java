package io.aiplat.model;

import java.util.Locale;

/// The ways of having a cluster, by the word used in settings.
public enum ClusterKind {
    /// [#DOCKER] where an engine answers and the node image can be had, else [#NONE].
    AUTO,
    /// A k3s node in a container of the local engine.
    DOCKER,
    /// A k3s node that runs as a process of this machine itself, which takes root and Linux.
    NATIVE,
    /// A cluster that is already there, reached by a kubeconfig.
    EXISTING,
    /// No Kubernetes: everything runs in aiplat's own processes.
    NONE;

    /// The word in settings and on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
