package io.aiplat.operator.tenant;

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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Network policy of a tenant's namespace: nothing in and nothing out, but for the namespace itself, names and the
/// gateway.
final class TenantPolicy {
    private static final int DNS = 53;
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

    private TenantPolicy() {}

    static HasMetadata of(ObjectMeta meta, @Nullable URI gateway) {
        NetworkPolicyPeer own = new NetworkPolicyPeerBuilder()
                .withNewPodSelector()
                .endPodSelector()
                .build();
        List<NetworkPolicyEgressRule> out = new ArrayList<>();
        out.add(new NetworkPolicyEgressRuleBuilder()
                .addNewPort()
                .withProtocol("UDP")
                .withPort(new IntOrString(DNS))
                .endPort()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(DNS))
                .endPort()
                .build());
        out.add(new NetworkPolicyEgressRuleBuilder().withTo(own).build());
        if (gateway != null) {
            out.add(new NetworkPolicyEgressRuleBuilder()
                    .addNewTo()
                    .withNewIpBlock()
                    .withCidr(range(gateway.getHost()))
                    .endIpBlock()
                    .endTo()
                    .addNewPort()
                    .withProtocol("TCP")
                    .withPort(new IntOrString(gateway.getPort()))
                    .endPort()
                    .build());
        }
        return new NetworkPolicyBuilder()
                .withMetadata(meta)
                .withNewSpec()
                .withNewPodSelector()
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .addNewIngress()
                .withFrom(own)
                .endIngress()
                .withEgress(out)
                .endSpec()
                .build();
    }

    /// A policy knows addresses only; a name may have any, and then the port is what bounds it.
    private static String range(String host) {
        return ADDRESS.matcher(host).matches() ? host + "/32" : "0.0.0.0/0";
    }
}
