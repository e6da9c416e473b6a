package io.aiplat.operator.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Network policy of a workload: its port is for its namespace, gateways that are pods, and those that read metrics; it
/// reaches names, its namespace, the gateway and TLS servers anywhere, but not what a cloud tells its machines of
/// themselves.
final class WorkloadPolicy {
    private static final int DNS = 53;
    private static final int TLS = 443;
    private static final String NAMESPACE = "kubernetes.io/metadata.name";
    /// Where Prometheus is, by the habit of its charts.
    private static final String MONITORING = "monitoring";
    /// Link-local addresses, where clouds answer with credentials
    /// (https://www.rfc-editor.org/rfc/rfc3927).
    private static final String OF_CLOUDS = "169.254.0.0/16";

    private WorkloadPolicy() {}

    static HasMetadata of(
            ObjectMeta meta, Map<String, String> selector, int port, boolean scraped, @Nullable URI gateway) {
        List<NetworkPolicyPeer> callers = new ArrayList<>();
        callers.add(ownNamespace());
        if (scraped) {
            callers.add(namespace(MONITORING));
        }
        List<NetworkPolicyEgressRule> out = new ArrayList<>();
        out.add(names());
        out.add(new NetworkPolicyEgressRuleBuilder().withTo(ownNamespace()).build());
        out.add(rule(anywhere(), TLS));
        if (gateway != null) {
            out.add(rule(anywhere(), gateway.getPort()));
            gatewayPods(gateway).ifPresent(callers::add);
        }
        return new NetworkPolicyBuilder()
                .withMetadata(meta)
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(selector)
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .withFrom(callers)
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(port))
                .endPort()
                .endIngress()
                .withEgress(out)
                .endSpec()
                .build();
    }

    /// The pods behind a service of the cluster, `http://NAME.NAMESPACE.svc:PORT`, which have its name; none behind
    /// another address.
    private static Optional<NetworkPolicyPeer> gatewayPods(URI gateway) {
        String[] parts = gateway.getHost().split("\\.", -1);
        return parts.length < 3 || !parts[2].equals("svc")
                ? Optional.empty()
                : Optional.of(new NetworkPolicyPeerBuilder(namespace(parts[1]))
                        .withNewPodSelector()
                        .withMatchLabels(Map.of("app.kubernetes.io/name", parts[0]))
                        .endPodSelector()
                        .build());
    }

    /// Names, whoever in the cluster answers for them.
    static NetworkPolicyEgressRule names() {
        return new NetworkPolicyEgressRuleBuilder()
                .addNewPort()
                .withProtocol("UDP")
                .withPort(new IntOrString(DNS))
                .endPort()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(DNS))
                .endPort()
                .build();
    }

    static NetworkPolicyEgressRule rule(NetworkPolicyPeer to, int port) {
        return new NetworkPolicyEgressRuleBuilder()
                .withTo(to)
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(port))
                .endPort()
                .build();
    }

    static NetworkPolicyPeer ownNamespace() {
        return new NetworkPolicyPeerBuilder()
                .withNewPodSelector()
                .endPodSelector()
                .build();
    }

    private static NetworkPolicyPeer namespace(String name) {
        return new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of(NAMESPACE, name))
                .endNamespaceSelector()
                .build();
    }

    static NetworkPolicyPeer anywhere() {
        return new NetworkPolicyPeerBuilder()
                .withNewIpBlock()
                .withCidr("0.0.0.0/0")
                .withExcept(OF_CLOUDS)
                .endIpBlock()
                .build();
    }
}
