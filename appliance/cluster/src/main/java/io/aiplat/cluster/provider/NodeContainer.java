package io.aiplat.cluster.provider;

import io.aiplat.cluster.gpu.GpuWay;
import io.aiplat.cluster.kubernetes.Owner;
import io.aiplat.host.container.ContainerRequest;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.plan.ClusterSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The container a k3s node lives in; pure. What is relied on of k3s and of engines is all here.
final class NodeContainer {
    /// Port of the Kubernetes API inside.
    static final int API_PORT = 6443;

    /// Ranges of pods and services that k3s uses unless told otherwise.
    private static final List<String> CLUSTER_RANGES =
            List.of("127.0.0.0/8", "localhost", "10.42.0.0/16", "10.43.0.0/16", ".svc", ".cluster.local");

    private NodeContainer() {}

    /// What the node writes that has to outlive its container: volume name to path. All four are declared by the
    /// image, and a declared volume without a name would be left behind at every replacement.
    static Map<String, String> volumes(String cluster) {
        Map<String, String> volumes = new LinkedHashMap<>();
        volumes.put(cluster + "-k3s", "/var/lib/rancher/k3s");
        volumes.put(cluster + "-kubelet", "/var/lib/kubelet");
        volumes.put(cluster + "-cni", "/var/lib/cni");
        volumes.put(cluster + "-log", "/var/log");
        return volumes;
    }

    /// The container.
    ///
    /// @param spec with its ports decided
    static ContainerRequest request(ClusterSpec spec, ContainerEngineFacts.Answers engine, Settings.Network network) {
        Map<String, String> mounts = new LinkedHashMap<>(volumes(spec.name()));
        // The kubelet manages groups beside the container's own, so it must see the engine's hierarchy.
        mounts.put("/sys/fs/cgroup", "/sys/fs/cgroup");
        Map<Integer, Integer> ports = new LinkedHashMap<>();
        ports.put(spec.apiPort(), API_PORT);
        ports.put(spec.modelPort(), ClusterSpec.MODEL_NODE_PORT);
        return new ContainerRequest(
                spec.name(),
                image(Objects.requireNonNull(spec.nodeImage(), "a node has an image")),
                command(spec.name(), engine.cgroupVersion()),
                environment(spec.name(), network),
                Owner.engineLabels(spec.owner(), spec.name()),
                true,
                "host",
                mounts,
                GpuWay.of(spec.gpus()).binds(),
                List.of("/run", "/var/run"),
                ports,
                List.of("host.docker.internal:host-gateway"),
                spec.gpus(),
                spec.name());
    }

    private static String image(ImageReference image) {
        return image.digest() == null ? image.nameAndTag() : image.repository() + "@" + image.digest();
    }

    /// What k3s is told, wherever it runs.
    ///
    /// @param cgroupVersion of the kernel's control groups, 1 or 2
    static List<String> command(String name, int cgroupVersion) {
        List<String> command = new ArrayList<>(List.of(
                "server",
                // The gateway is ours, ports are published by the engine, and nobody here reads metrics.
                "--disable=traefik,servicelb,metrics-server",
                "--disable-helm-controller",
                // One node needs no overlay, and the kernel of an appliance may lack vxlan.
                "--flannel-backend=host-gw",
                // A name that follows the container's id would orphan volumes when the container is replaced.
                "--node-name=" + name,
                "--tls-san=127.0.0.1",
                "--tls-san=localhost",
                // A laptop's disk is often fuller than the usual limits allow.
                "--kubelet-arg=eviction-hard=imagefs.available<1%,nodefs.available<1%",
                "--kubelet-arg=eviction-minimum-reclaim=imagefs.available=1%,nodefs.available=1%",
                // What was copied cannot be pulled again, and pressure on the disk is handled by the limits above.
                "--kubelet-arg=image-gc-high-threshold=100",
                // A container may not raise the host's connection table.
                "--kube-proxy-arg=conntrack-max-per-core=0"));
        if (cgroupVersion == 1) {
            // From 1.35 on a kubelet refuses version 1 unless it is told not to.
            command.add("--kubelet-arg=fail-cgroupv1=false");
        }
        return command;
    }

    /// The node's containerd pulls what was not copied, through the same proxies as we do.
    static Map<String, String> environment(String name, Settings.Network network) {
        Map<String, String> variables = new LinkedHashMap<>();
        URI http = network.httpProxy();
        URI https = network.httpsProxy();
        if (http != null) {
            variables.put("HTTP_PROXY", http.toString());
        }
        if (https != null) {
            variables.put("HTTPS_PROXY", https.toString());
        }
        if (!variables.isEmpty()) {
            Set<String> direct = new LinkedHashSet<>(network.noProxy());
            direct.addAll(CLUSTER_RANGES);
            direct.add(name);
            variables.put("NO_PROXY", String.join(",", direct));
        }
        return variables;
    }
}
