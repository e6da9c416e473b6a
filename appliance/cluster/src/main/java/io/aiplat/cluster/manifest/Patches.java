package io.aiplat.cluster.manifest;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.Patch;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.VolumeResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Applies patches to objects in place; pure but for a file that a patch names. A patch that finds nothing to
/// change is a mistake in the plan or in the bundle, and is not passed over.
final class Patches {
    private static final String GPU = "nvidia.com/gpu";

    private Patches() {}

    /// Changes what the patch speaks of.
    ///
    /// @param ranges of the cluster's own addresses, where it says them
    /// @throws IllegalArgumentException if there is no such thing
    static void apply(Patch patch, List<HasMetadata> objects, List<String> ranges) {
        int changed = switch (patch) {
            case Patch.SetNamespace(var namespace) -> namespace(objects, namespace);
            case Patch.SetImage set -> image(objects, set);
            case Patch.SetResources set -> containers(objects, set.workload(), set.container(), c -> resources(c, set));
            case Patch.SetNodePort set -> nodePort(objects, set);
            case Patch.SetEnvironment set ->
                containers(objects, set.workload(), set.container(), c -> environment(c, set));
            case Patch.TrustAuthorities trust -> Authorities.trust(trust, objects);
            case Patch.SetClusterRanges set -> ClusterCidrs.set(set, objects, ranges);
            case Patch.SetStorage set -> storage(objects, set);
            case Patch.ShareGpus share -> DevicePluginConfig.set(share, objects);
            case Patch.ShareDatabase share -> SharedDatabase.set(share, objects);
            case Patch.OmitObjects(var names) -> objects.removeIf(o -> names.contains(Manifests.name(o))) ? 1 : 0;
            case Patch.SetScheduling set ->
                each(
                        objects.stream().filter(o -> named(o, set.workload())).flatMap(o -> pods(o).stream()),
                        pod -> scheduling(pod, set));
            case Patch.SetRuntimeClass(var workload, var runtimeClass) ->
                each(
                        objects.stream().filter(o -> named(o, workload)).flatMap(o -> pods(o).stream()),
                        pod -> pod.setRuntimeClassName(runtimeClass));
        };
        if (changed == 0) {
            throw new IllegalArgumentException("nothing in the manifests to change for " + patch);
        }
    }

    private static int namespace(List<HasMetadata> objects, String namespace) {
        for (HasMetadata object : objects) {
            switch (object) {
                case Namespace own -> own.getMetadata().setName(namespace);
                case RoleBinding binding -> {
                    binding.getMetadata().setNamespace(namespace);
                    subjects(binding.getSubjects(), namespace);
                }
                case ClusterRoleBinding binding -> subjects(binding.getSubjects(), namespace);
                case Namespaced _ -> object.getMetadata().setNamespace(namespace);
                default -> {
                    // What belongs to the whole cluster has no namespace.
                }
            }
        }
        return objects.size();
    }

    private static void subjects(List<Subject> subjects, String namespace) {
        subjects.stream().filter(s -> "ServiceAccount".equals(s.getKind())).forEach(s -> s.setNamespace(namespace));
    }

    private static int image(List<HasMetadata> objects, Patch.SetImage set) {
        return each(
                objects.stream()
                        .flatMap(o -> pods(o).stream())
                        .flatMap(Patches::containers)
                        .filter(c -> ImageReference.parse(c.getImage())
                                .repository()
                                .equals(set.from().repository())),
                container -> {
                    switch (set.pull()) {
                        case NEVER -> {
                            // The node knows a copied image by its tag only.
                            container.setImage(set.to().nameAndTag());
                            container.setImagePullPolicy("Never");
                        }
                        case IF_NOT_PRESENT -> {
                            container.setImage(set.to().toString());
                            container.setImagePullPolicy("IfNotPresent");
                        }
                    }
                });
    }

    private static void resources(Container container, Patch.SetResources set) {
        ResourceRequirements before =
                Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
        ResourceRequirementsBuilder resources = new ResourceRequirementsBuilder(before)
                .addToRequests("cpu", new Quantity(set.cpuMillis() + "m"))
                .addToRequests("memory", new Quantity(Long.toString(set.requestBytes())))
                .addToLimits("memory", new Quantity(Long.toString(set.memoryBytes())));
        if (set.cpuLimit() > 0) {
            resources.addToLimits("cpu", new Quantity(set.cpuLimit() + "m"));
        }
        if (set.gpus() > 0) {
            resources.addToLimits(GPU, new Quantity(Integer.toString(set.gpus())));
        }
        container.setResources(resources.build());
    }

    private static void scheduling(PodSpec pod, Patch.SetScheduling set) {
        pod.setTolerations(set.tolerations().stream().map(Tolerations::parse).toList());
        pod.setNodeSelector(set.nodeSelector());
        pod.setImagePullSecrets(
                set.pullSecrets().stream().map(LocalObjectReference::new).toList());
    }

    private static void environment(Container container, Patch.SetEnvironment set) {
        List<EnvVar> variables = new ArrayList<>(container.getEnv());
        variables.removeIf(v -> set.variables().containsKey(v.getName()));
        new TreeMap<>(set.variables())
                .forEach((name, value) -> variables.add(
                        new EnvVarBuilder().withName(name).withValue(value).build()));
        container.setEnv(variables);
    }

    private static int nodePort(List<HasMetadata> objects, Patch.SetNodePort set) {
        return each(
                objects.stream()
                        .filter(Service.class::isInstance)
                        .map(Service.class::cast)
                        .filter(s -> s.getMetadata().getName().equals(set.service())),
                service -> {
                    service.getSpec().setType(set.nodePort() == null ? "ClusterIP" : "NodePort");
                    service.getSpec().getPorts().getFirst().setNodePort(set.nodePort());
                });
    }

    private static int storage(List<HasMetadata> objects, Patch.SetStorage set) {
        return each(
                objects.stream()
                        .filter(PersistentVolumeClaim.class::isInstance)
                        .map(PersistentVolumeClaim.class::cast)
                        .filter(c -> c.getMetadata().getName().equals(set.claim())),
                claim -> {
                    if (set.storageClass() != null) {
                        claim.getSpec().setStorageClassName(set.storageClass());
                    }
                    if (set.bytes() > 0) {
                        claim.getSpec()
                                .setResources(new VolumeResourceRequirementsBuilder()
                                        .addToRequests("storage", new Quantity(Long.toString(set.bytes())))
                                        .build());
                    }
                });
    }

    private static int containers(
            List<HasMetadata> objects, String workload, String container, Consumer<Container> change) {
        return each(
                objects.stream()
                        .filter(o -> named(o, workload))
                        .flatMap(o -> pods(o).stream())
                        .flatMap(Patches::containers)
                        .filter(c -> c.getName().equals(container)),
                change);
    }

    /// A workload may be written `name` or `Kind/name`.
    static boolean named(HasMetadata object, String workload) {
        return pods(object).isPresent()
                && (workload.contains("/")
                        ? Manifests.name(object).equals(workload)
                        : object.getMetadata().getName().equals(workload));
    }

    static Stream<Container> containers(PodSpec pod) {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream());
    }

    static Optional<PodSpec> pods(HasMetadata object) {
        return switch (object) {
            case Deployment d -> Optional.of(d.getSpec().getTemplate().getSpec());
            case StatefulSet s -> Optional.of(s.getSpec().getTemplate().getSpec());
            case DaemonSet d -> Optional.of(d.getSpec().getTemplate().getSpec());
            case Job j -> Optional.of(j.getSpec().getTemplate().getSpec());
            case CronJob c ->
                Optional.of(c.getSpec().getJobTemplate().getSpec().getTemplate().getSpec());
            case Pod p -> Optional.of(p.getSpec());
            default -> Optional.empty();
        };
    }

    private static <T> int each(Stream<T> found, Consumer<T> change) {
        List<T> all = found.toList();
        all.forEach(change);
        return all.size();
    }
}
