package io.aiplat.cluster;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What this owner has in one namespace. Volume claims are data and only go with the namespace.
public final class Belongings {
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            Deployment.class,
            StatefulSet.class,
            DaemonSet.class,
            Job.class,
            Service.class,
            NetworkPolicy.class,
            ConfigMap.class,
            Secret.class);

    private static final int GONE_SECONDS = 120;

    private final Kube kube;
    private final String namespace;

    /// Of the owner whose client it is.
    public Belongings(Kube kube, String namespace) {
        this.kube = kube;
        this.namespace = namespace;
    }

    /// `Kind/name` of each, without volume claims.
    public List<String> names() {
        return kube.call(
                "list what is in namespace " + namespace,
                () -> objects().stream().map(Manifests::name).toList());
    }

    /// Deletes them and keeps volume claims and the namespace.
    public void delete() {
        kube.call("delete what is in namespace " + namespace, () -> {
            KubernetesClient client = kube.client();
            objects().forEach(object -> client.resource(object).delete());
            return namespace;
        });
    }

    /// Deletes the namespace with all in it, and returns when it is gone.
    public void deleteNamespace() {
        kube.call("delete namespace " + namespace, () -> {
            var found = kube.client().namespaces().withName(namespace);
            found.delete();
            found.waitUntilCondition(n -> n == null, GONE_SECONDS, TimeUnit.SECONDS);
            return namespace;
        });
    }

    /// Sets how many pods each workload keeps.
    ///
    /// @return the workloads' names
    public List<String> scale(int pods) {
        return kube.call("scale the workloads of namespace " + namespace, () -> {
            var apps = kube.client().apps();
            List<String> scaled = new ArrayList<>();
            for (HasMetadata object : objects()) {
                String name = object.getMetadata().getName();
                switch (object) {
                    case Deployment _ -> {
                        apps.deployments().inNamespace(namespace).withName(name).scale(pods);
                        scaled.add(Manifests.name(object));
                    }
                    case StatefulSet _ -> {
                        apps.statefulSets()
                                .inNamespace(namespace)
                                .withName(name)
                                .scale(pods);
                        scaled.add(Manifests.name(object));
                    }
                    default -> {
                        // It keeps no pods, or one on each node.
                    }
                }
            }
            return scaled;
        });
    }

    /// Replaces the pods of each workload.
    ///
    /// @return the workloads' names
    public List<String> restart() {
        return kube.call("restart the workloads of namespace " + namespace, () -> {
            var apps = kube.client().apps();
            List<String> restarted = new ArrayList<>();
            for (HasMetadata object : objects()) {
                String name = object.getMetadata().getName();
                switch (object) {
                    case Deployment _ -> {
                        apps.deployments()
                                .inNamespace(namespace)
                                .withName(name)
                                .rolling()
                                .restart();
                        restarted.add(Manifests.name(object));
                    }
                    case StatefulSet _ -> {
                        apps.statefulSets()
                                .inNamespace(namespace)
                                .withName(name)
                                .rolling()
                                .restart();
                        restarted.add(Manifests.name(object));
                    }
                    default -> {
                        // It keeps no pods, or none that matter to us.
                    }
                }
            }
            return restarted;
        });
    }

    private List<HasMetadata> objects() {
        List<HasMetadata> all = new ArrayList<>();
        for (Class<? extends HasMetadata> kind : KINDS) {
            all.addAll(kube.client()
                    .resources(kind)
                    .inNamespace(namespace)
                    .withLabel(Owner.LABEL, kube.owner())
                    .list()
                    .getItems());
        }
        return all;
    }
}
