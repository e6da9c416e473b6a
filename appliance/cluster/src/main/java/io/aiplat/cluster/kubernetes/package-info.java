/// The Kubernetes API of one cluster: what is applied and removed through it, the pods and services reached through
/// it, and the diagnosis of what is not ready. Which way of having a cluster it belongs to is not known here.
@NullMarked
package io.aiplat.cluster.kubernetes;

import org.jspecify.annotations.NullMarked;
