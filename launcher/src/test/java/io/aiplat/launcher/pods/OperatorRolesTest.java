package io.aiplat.launcher.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.library.Library;
import io.aiplat.operator.ClusterDefinitions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What the bundle lets the operator do is what its kinds need: a kind that is new and not in the role would be left
/// alone by the pod, and one that is gone would be a right for nothing.
class OperatorRolesTest {
    private static final Set<String> PARTS = Set.of("", "/status", "/finalizers");
    private static final Set<String> BUILT_IN = Set.of(
            "apiextensions.k8s.io",
            "discovery.k8s.io",
            "networking.k8s.io",
            "node.k8s.io",
            "rbac.authorization.k8s.io");

    @Test
    void theRoleNamesEveryKindAndNoOther() {
        Set<String> kinds = new TreeSet<>();
        Set<String> groups = new TreeSet<>();
        for (Map<?, ?> object : documents(ClusterDefinitions.yaml())) {
            if (object.get("kind").equals("CustomResourceDefinition")) {
                String name = String.valueOf(((Map<?, ?>) object.get("metadata")).get("name"));
                String plural = name.substring(0, name.indexOf('.'));
                String group = name.substring(name.indexOf('.') + 1);
                groups.add(group);
                PARTS.forEach(part -> kinds.add(group + " " + plural + part));
            }
        }
        assertFalse(kinds.isEmpty());
        Set<String> allowed = new TreeSet<>();
        for (Map<?, ?> rule : rules("ClusterRole")) {
            String group = String.valueOf(((List<?>) rule.get("apiGroups")).getFirst());
            if (groups.contains(group)) {
                ((List<?>) rule.get("resources")).forEach(resource -> allowed.add(group + " " + resource));
            }
        }
        assertEquals(kinds, allowed);
    }

    /// Kubernetes lets nobody give a right that he does not have, and `admin` of a namespace has none to kinds that
    /// other operators have defined.
    @Test
    void whoAdministersANamespaceMayGiveTheOperatorItsRightsToForeignKinds() {
        String given = documents(ClusterDefinitions.yaml()).stream()
                .filter(object -> object.get("kind").equals("ClusterRole"))
                .map(Object::toString)
                .collect(Collectors.joining());
        for (Map<?, ?> rule : rules("ClusterRole")) {
            String group = String.valueOf(((List<?>) rule.get("apiGroups")).getFirst());
            boolean ofKubernetes = !group.contains(".") || BUILT_IN.contains(group);
            for (Object resource : (List<?>) rule.get("resources")) {
                assertTrue(ofKubernetes || given.contains(resource.toString()), group + " " + resource);
            }
        }
    }

    @Test
    void nobodyMayDoEverything() {
        for (String kind : List.of("ClusterRole", "Role")) {
            for (Map<?, ?> rule : rules(kind)) {
                assertFalse(rule.toString().contains("*"), rule.toString());
            }
        }
    }

    @Test
    void aGatewayReadsOneSecret() {
        String gateway = rules("Role").getLast().toString();
        assertTrue(gateway.contains("resourceNames=[aiplat-gateway]"), gateway);
        assertTrue(gateway.contains("verbs=[get, list, watch]"), gateway);
    }

    private static List<Map<?, ?>> rules(String kind) {
        List<Map<?, ?>> rules = new ArrayList<>();
        String all = new Library()
                .catalog().bundle("aiplat").manifests().values().stream().collect(Collectors.joining("\n---\n"));
        for (Map<?, ?> object : documents(all)) {
            if (object.get("kind").equals(kind)) {
                ((List<?>) object.get("rules")).forEach(rule -> rules.add((Map<?, ?>) rule));
            }
        }
        return rules;
    }

    private static List<Map<?, ?>> documents(String yaml) {
        List<Map<?, ?>> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(yaml)
                .forEach(document -> documents.add((Map<?, ?>) document));
        return documents;
    }
}
