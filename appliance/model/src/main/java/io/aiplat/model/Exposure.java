package io.aiplat.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How the gateways that run in a cluster are reached from outside of it.
///
/// @param way          by which they are
/// @param host         name that clients ask for; empty where nobody has said one
/// @param ingressClass of what leads requests into the cluster; null for the cluster's default
/// @param issuer       of cert-manager, as `ClusterIssuer/NAME` or `Issuer/NAME`; null for an authority of this home
/// @param annotations  of the Ingress, for what leads requests into the cluster
/// @param admin        whether the admin API is led to as well, and not `/v1` alone
public record Exposure(
        Way way,
        String host,
        @Nullable String ingressClass,
        @Nullable String issuer,
        Map<String, String> annotations,
        boolean admin) {
    /// Nobody leads there but who may use the Kubernetes API.
    public static final Exposure NONE = new Exposure(Way.NONE, "", null, null, Map.of(), false);

    /// Ways into the cluster.
    public enum Way {
        /// None.
        NONE,
        /// An Ingress with TLS.
        INGRESS
    }

    public Exposure {
        // By name: what a plan prints is the same each time.
        annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
    }
}
