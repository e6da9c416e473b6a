package io.aiplat.cluster.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GivenNamespaceTest {
    private static List<HasMetadata> bundle() {
        return List.of(
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName("operator")
                        .withNamespace("team")
                        .endMetadata()
                        .build(),
                new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName("operator")
                        .endMetadata()
                        .addNewRule()
                        .withApiGroups("")
                        .withResources("pods", "nodes", "pods/log")
                        .withVerbs("get")
                        .endRule()
                        .addNewRule()
                        .withApiGroups("apiextensions.k8s.io")
                        .withResources("customresourcedefinitions")
                        .withVerbs("create")
                        .endRule()
                        .build(),
                new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName("operator")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "operator")
                        .addNewSubject(null, "ServiceAccount", "operator", "team")
                        .build(),
                new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("operator")
                        .withNamespace("team")
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("operator")
                        .addNewEnv()
                        .withName("OBEYED_NAMESPACE")
                        .withValue("")
                        .endEnv()
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build());
    }

    @Test
    void whatIsOfTheClusterBecomesOfTheNamespace() {
        List<HasMetadata> confined = GivenNamespace.confined(bundle(), "team"::equals);
        Role role = (Role) confined.get(1);
        assertEquals("team", role.getMetadata().getNamespace());
        assertEquals(1, role.getRules().size(), "nobody defines kinds from a namespace");
        assertEquals(List.of("pods", "pods/log"), role.getRules().getFirst().getResources());
        RoleBinding binding = (RoleBinding) confined.get(2);
        assertEquals("team", binding.getMetadata().getNamespace());
        assertEquals("Role", binding.getRoleRef().getKind());
        assertEquals(role.getMetadata().getName(), binding.getRoleRef().getName());
        assertEquals("team", obeyed(confined));
    }

    @Test
    void whatNeedsTheWholeClusterIsLeftOut() {
        List<HasMetadata> bundle = new ArrayList<>(bundle());
        bundle.addFirst(new ClusterRoleBuilder()
                .withNewMetadata()
                .withName("teams")
                .addToAnnotations("aiplat.io/scope", "cluster")
                .endMetadata()
                .build());
        assertEquals(
                bundle.size() - 1,
                GivenNamespace.confined(bundle, "team"::equals).size());
        assertEquals(bundle.size(), GivenNamespace.confined(bundle, _ -> false).size());
    }

    @Test
    void inANamespaceOfOursAllStaysAsItIs() {
        List<HasMetadata> bundle = bundle();
        assertSame(bundle, GivenNamespace.confined(bundle, _ -> false));
        assertEquals("", obeyed(bundle));
    }

    private static String obeyed(List<HasMetadata> objects) {
        return ((Deployment) objects.getLast())
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()
                .getFirst()
                .getValue();
    }
}
