package io.aiplat.cluster;

import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.cluster.kubernetes.Deadline;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.Owner;
import io.aiplat.cluster.manifest.Manifests;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Owned resources: what this owner has in one namespace, by its label.
/// Volume claims are data and only go where data shall go.
public final class OwnedResources {
    private static final List<Class<? extends HasMetadata>> KINDS = List.of(
            Deployment.class,
            StatefulSet.class,
            DaemonSet.class,
            Job.class,
            CronJob.class,
            Service.class,
            NetworkPolicy.class,
            ConfigMap.class,
            Secret.class,
            ServiceAccount.class,
            Role.class,
            RoleBinding.class,
            PodDisruptionBudget.class,
            Ingress.class);

    /// What gives rights in the whole cluster.
    private static final List<Class<? extends HasMetadata>> OF_CLUSTER =
            List.of(ClusterRoleBinding.class, ClusterRole.class);

    private static final List<Class<? extends HasMetadata>> DATA = List.of(PersistentVolumeClaim.class);

    /// A gateway may take 90 s to end the answers that run, other pods 15, and volumes a moment after them.
    private static final Duration GONE = Duration.ofMinutes(2);

    private final KubernetesApi kube;
    private final String namespace;

    /// Of the owner whose client it is.
    public OwnedResources(KubernetesApi kube, String namespace) {
        this.kube = kube;
        this.namespace = namespace;
    }

    /// `Kind/name` of each.
    ///
    /// @param data whether volume claims too
    public List<String> names(boolean data) {
        return kube.call(
                "list what is in namespace " + namespace,
                () -> objects(data).stream().map(Manifests::name).toList());
    }

    /// `Kind/name` of what a bundle has brought, volume claims left out.
    public List<String> namesOf(String bundle) {
        return kube.call(
                "list bundle " + bundle + " in namespace " + namespace,
                () -> objects(false).stream()
                        .filter(object ->
                                bundle.equals(object.getMetadata().getLabels().get(Owner.BUNDLE)))
                        .map(Manifests::name)
                        .toList());
    }

    /// Deletes them and keeps the namespace, and all in it that is not ours.
    ///
    /// @param data whether volume claims too
    public void delete(boolean data) {
        kube.call("delete what is in namespace " + namespace, () -> {
            KubernetesClient client = kube.client();
            objects(data).forEach(object -> client.resource(object).delete());
            return namespace;
        });
    }

    /// What became of a bundle.
    ///
    /// @param deleted `Kind/name` of what is gone
    /// @param kept    `Kind/name` of what it has stored, which stays
    public record RemovedBundle(List<String> deleted, List<String> kept) {
        public RemovedBundle {
            deleted = List.copyOf(deleted);
            kept = List.copyOf(kept);
        }
    }

    /// Deletes what a bundle has brought, its workloads last: where this is interrupted, they still say that there is
    /// something of it. Volume claims stay.
    public RemovedBundle deleteBundle(String bundle) {
        return kube.call("delete bundle " + bundle + " from namespace " + namespace, () -> {
            List<HasMetadata> all = objects(true).stream()
                    .filter(object ->
                            bundle.equals(object.getMetadata().getLabels().get(Owner.BUNDLE)))
                    .toList();
            List<HasMetadata> gone = all.stream()
                    .filter(object -> !DATA.contains(object.getClass()))
                    .toList();
            gone.reversed().forEach(object -> kube.client().resource(object).delete());
            return new RemovedBundle(
                    gone.stream().map(Manifests::name).toList(),
                    all.stream()
                            .filter(object -> !gone.contains(object))
                            .map(Manifests::name)
                            .toList());
        });
    }

    /// Returns when nothing of ours is left.
    ///
    /// @throws ApplianceException `CLUSTER_NAMESPACE_HELD` naming what is
    public void awaitGone(Progress progress) {
        Deadline deadline = Deadline.in(GONE);
        List<String> left = names(true);
        while (!left.isEmpty()) {
            String held = "Still there: " + String.join(", ", left) + ".";
            if (deadline.over()) {
                throw new ApplianceException(ClusterProblems.objectsHeld(namespace, held));
            }
            progress.at(held, 0, 0);
            deadline.pause();
            left = names(true);
        }
    }

    /// Deletes the namespace with all in it, and returns when it is gone.
    ///
    /// @throws ApplianceException `CLUSTER_NAMESPACE_HELD` naming what keeps it
    public void deleteNamespace(Progress progress) {
        kube.call("delete namespace " + namespace, () -> {
            OF_CLUSTER.forEach(kind -> ofCluster(kind)
                    .forEach(object -> kube.client().resource(object).delete()));
            return kube.client().namespaces().withName(namespace).delete();
        });
        Deadline deadline = Deadline.in(GONE);
        String told = "";
        for (Optional<String> held = kube.deletion(namespace); held.isPresent(); held = kube.deletion(namespace)) {
            if (deadline.over()) {
                throw new ApplianceException(ClusterProblems.namespaceHeld(namespace, held.get()));
            }
            if (!held.get().equals(told)) {
                told = held.get();
                progress.at("namespace " + namespace + " is still being deleted: " + told, 0, 0);
            }
            deadline.pause();
        }
    }

    /// Deletes the definitions of custom resources that this owner has made and that nobody has a resource of. Others
    /// stay: with a definition, everybody's resources of it would go.
    ///
    /// @return `Kind/name` of what stays
    public List<String> deleteUnusedDefinitions() {
        return kube.call("delete definitions of custom resources", () -> {
            List<String> kept = new ArrayList<>();
            for (HasMetadata each : ofCluster(CustomResourceDefinition.class)) {
                ResourceDefinitionContext kind =
                        CustomResourceDefinitionContext.fromCrd((CustomResourceDefinition) each);
                if (allowed(() -> kube.client()
                                .genericKubernetesResources(kind)
                                .inAnyNamespace()
                                .list()
                                .getItems())
                        .isEmpty()) {
                    kube.client().resource(each).delete();
                } else {
                    kept.add(Manifests.name(each));
                }
            }
            return kept;
        });
    }

    /// Sets how many pods each workload keeps.
    ///
    /// @return the workloads' names
    public List<String> scale(int pods) {
        return kube.call("scale the workloads of namespace " + namespace, () -> {
            var apps = kube.client().apps();
            List<String> scaled = new ArrayList<>();
            for (HasMetadata object : objects(false)) {
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
            for (HasMetadata object : objects(false)) {
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

    private List<HasMetadata> objects(boolean data) {
        List<HasMetadata> all = new ArrayList<>();
        KINDS.forEach(kind -> all.addAll(labelled(kind)));
        OF_CLUSTER.forEach(kind -> all.addAll(ofCluster(kind)));
        if (data) {
            DATA.forEach(kind -> all.addAll(labelled(kind)));
        }
        return all;
    }

    private List<? extends HasMetadata> labelled(Class<? extends HasMetadata> kind) {
        return allowed(() -> kube.client()
                .resources(kind)
                .inNamespace(namespace)
                .withLabel(Owner.LABEL, kube.owner())
                .list()
                .getItems());
    }

    private List<? extends HasMetadata> ofCluster(Class<? extends HasMetadata> kind) {
        return allowed(() -> kube.client()
                .resources(kind)
                .withLabel(Owner.LABEL, kube.owner())
                .list()
                .getItems());
    }

    private static <T> List<T> allowed(Supplier<List<T>> list) {
        try {
            return list.get();
        } catch (KubernetesClientException e) {
            if (e.getCode() == 403 || e.getCode() == 404) {
                // Of what we may not even list, nothing is by us.
                return List.of();
            }
            throw e;
        }
    }
}
