package io.aiplat.cluster.manifest;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A bundle in a namespace that somebody else made and gave: what would be of the whole cluster is of this namespace
/// alone. Roles of the cluster become roles of the namespace, without what is in none, and containers are told by
/// `OBEYED_NAMESPACE` to look at nothing else. What means nothing without the rest of the cluster, and says so by an
/// annotation, is left out. Pure.
public final class GivenNamespace {
    private static final String OBEYED = "OBEYED_NAMESPACE";
    private static final String SCOPE = "aiplat.io/scope";
    private static final Set<String> OF_NO_NAMESPACE =
            Set.of("customresourcedefinitions", "nodes", "namespaces", "runtimeclasses", "aigatewayclasses");

    private GivenNamespace() {}

    /// Whether an object gives rights in the whole cluster.
    public static boolean isOfWholeCluster(HasMetadata object) {
        return object instanceof ClusterRole || object instanceof ClusterRoleBinding;
    }

    /// The same objects, confined where something of them is of the whole cluster and their namespace was given.
    ///
    /// @param given whether a namespace was; not asked where nothing would be confined
    public static List<HasMetadata> confined(List<HasMetadata> objects, Predicate<String> given) {
        if (objects.stream().noneMatch(GivenNamespace::isOfWholeCluster)) {
            return objects;
        }
        Optional<String> namespace = objects.stream()
                .map(object -> object.getMetadata().getNamespace())
                .filter(Objects::nonNull)
                .findFirst()
                .filter(given);
        return namespace.map(name -> confined(objects, name)).orElse(objects);
    }

    static List<HasMetadata> confined(List<HasMetadata> objects, String namespace) {
        objects.stream().flatMap(object -> Patches.pods(object).stream()).forEach(pod -> tell(pod, namespace));
        return objects.stream()
                .filter(object -> !isOnlyOfCluster(object))
                .map(object -> confined(object, namespace))
                .toList();
    }

    private static boolean isOnlyOfCluster(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations != null && "cluster".equals(annotations.get(SCOPE));
    }

    private static HasMetadata confined(HasMetadata object, String namespace) {
        return switch (object) {
            case ClusterRole role ->
                new RoleBuilder()
                        .withNewMetadata()
                        .withName(name(object))
                        .withNamespace(namespace)
                        .withLabels(object.getMetadata().getLabels())
                        .endMetadata()
                        .withRules(role.getRules().stream()
                                .filter(GivenNamespace::isInNamespaces)
                                .toList())
                        .build();
            case ClusterRoleBinding binding ->
                new RoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name(object))
                        .withNamespace(namespace)
                        .withLabels(object.getMetadata().getLabels())
                        .endMetadata()
                        .withNewRoleRef(
                                binding.getRoleRef().getApiGroup(),
                                "Role",
                                name(binding.getRoleRef().getName()))
                        .withSubjects(binding.getSubjects())
                        .build();
            default -> object;
        };
    }

    /// A role of that name may be there already, for the namespace's own.
    private static String name(HasMetadata object) {
        return name(object.getMetadata().getName());
    }

    private static String name(String ofCluster) {
        return ofCluster + "-cluster";
    }

    private static boolean isInNamespaces(PolicyRule rule) {
        rule.setResources(rule.getResources().stream()
                .filter(resource -> !OF_NO_NAMESPACE.contains(resource.replaceFirst("/.*", "")))
                .toList());
        return !rule.getResources().isEmpty();
    }

    private static void tell(PodSpec pod, String namespace) {
        Patches.containers(pod).map(Container::getEnv).flatMap(List::stream).forEach((EnvVar variable) -> {
            if (variable.getName().equals(OBEYED)) {
                variable.setValue(namespace);
            }
        });
    }
}
