package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A kubeconfig that may only touch one namespace, where its account is what Kubernetes calls `admin`: aiplat is
/// installed, serves and is taken away again with that, operator and gateways as pods included, and what needs an
/// administrator of the cluster is said by name.
class LimitedAccountUpIT {
    private static final String ACCOUNT = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: guests}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: theirs, namespace: guests}
            data: {it: stays}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: person, namespace: guests}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: person, namespace: guests}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin}
            subjects: [{kind: ServiceAccount, name: person, namespace: guests}]
            """;

    private static final String MODEL = """
            apiVersion: ollama.io/v1alpha1
            kind: Model
            metadata: {name: chat, namespace: guests}
            spec: {model: smoke}
            """;

    @TempDir
    Path folder;

    @Test
    void whoMayTouchOneNamespaceNeedsNoOther() throws Exception {
        try (TestEngine engine = TestEngine.open("limited");
                Aiplat owner = Aiplat.withEngine(engine)) {
            String image = ImageBuildIT.push(
                    owner, "limited-" + ProcessHandle.current().pid());
            Path admins = ForeignCluster.made(engine, owner, folder);
            ForeignCluster.bring(image, engine, folder);
            NodeKubectl cluster = new NodeKubectl(engine);
            cluster.apply(ACCOUNT);
            Path kubeconfig = limited(cluster, admins);
            try (Aiplat guest = Aiplat.withEngine(engine)
                    .with("AIPLAT_CONFIG", settings(image).toString())
                    .with("AIPLAT_CLUSTER_KIND", "existing")
                    .with("KUBECONFIG", kubeconfig.toString())
                    .with("KUBECACHEDIR", folder.resolve("cache").toString())) {
                elsewhereItIsRefusedByName(guest, cluster);
                oneNamespaceIsEnough(guest);
                forTheOperatorAnAdministratorIsAsked(guest, owner, cluster);
                podsServeThere(engine, cluster);
                itGoesAndLeavesWhatIsTheirs(guest, cluster);
            } finally {
                docker("rmi", "--force", image);
            }
        }
    }

    /// What an administrator hands out: the cluster's address and authority, and a token of the account.
    private Path limited(NodeKubectl cluster, Path admins) throws IOException {
        String token = cluster.in("guests")
                .run("create", "token", "person", "--duration=3h")
                .ok()
                .out()
                .strip();
        String all = Files.readString(admins);
        return Files.writeString(
                folder.resolve("limited"),
                all.replaceFirst("(?ms)^users:.*?(?=^\\w|\\z)", "").replaceAll("user: .*", "user: person")
                        + "users:\n- name: person\n  user: {token: " + token + "}\n");
    }

    private Path settings(String image) throws IOException {
        return Files.writeString(folder.resolve("aiplat.yaml"), """
                images:
                  ollama/ollama: aiplat-testbed/ollama:0.11.4
                  aiplat.invalid/aiplat: %s
                """.formatted(image));
    }

    private static void elsewhereItIsRefusedByName(Aiplat guest, NodeKubectl cluster) {
        String[] person = {"--as=system:serviceaccount:guests:person", "auth", "can-i"};
        for (String[] what : new String[][] {{"create", "namespaces"}, {"list", "nodes"}, {"create", "pods"}}) {
            String[] asked = Stream.of(person, what).flatMap(Stream::of).toArray(String[]::new);
            assertEquals("no", cluster.run(asked).out().strip(), () -> String.join(" ", what));
        }
        Result refused = guest.run("up", "--namespace", "elsewhere").failed();
        assertTrue(refused.err().contains("elsewhere"), refused::toString);
    }

    private static void oneNamespaceIsEnough(Aiplat guest) throws Exception {
        guest.run("up", "--namespace", "guests").ok().tells("Use namespace guests of context");
        assertEquals("pong", guest.answer("smoke", "ping"));
        guest.run("status").ok();
        guest.run("doctor").tells("guests");
        guest.run("up", "--namespace", "guests").ok().tells("nothing to do");
    }

    /// The rights that the operator gets are more than an `admin` of a namespace has, until kinds are defined.
    private void forTheOperatorAnAdministratorIsAsked(Aiplat guest, Aiplat owner, NodeKubectl cluster)
            throws Exception {
        guest.run("up", "--namespace", "guests", "--with", "aiplat").failed().tells("aiplat operator crds");
        cluster.apply(owner.run("operator", "crds").ok().out());
        guest.run("up", "--namespace", "guests", "--with", "aiplat").ok();
    }

    private static void podsServeThere(TestEngine engine, NodeKubectl cluster) throws Exception {
        cluster.apply(MODEL);
        NodeKubectl guests = cluster.in("guests");
        guests.becomesReady("models.ollama.io/chat");
        InsideClient client = InsideClient.of(cluster, engine, "guests");
        Eventually.holds(
                "both gateways serve it",
                Duration.ofSeconds(30),
                () -> client.ask("chat", 1).startsWith("failed=0 "));
        guests.run("delete", "models.ollama.io/chat", "--timeout=60s").ok();
    }

    private static void itGoesAndLeavesWhatIsTheirs(Aiplat guest, NodeKubectl cluster) throws Exception {
        guest.run("down", "--purge", "--yes").ok();
        NodeKubectl guests = cluster.in("guests");
        assertEquals("stays", guests.get("configmap/theirs").at("/data/it").asText());
        JsonNode left = new ObjectMapper()
                .readTree(guests.run(
                                "get",
                                "deployments,statefulsets,pods,services,configmaps,secrets,serviceaccounts,roles,"
                                        + "rolebindings,networkpolicies,persistentvolumeclaims",
                                "-l",
                                "aiplat.io/owner",
                                "-o",
                                "json")
                        .ok()
                        .out());
        assertTrue(left.path("items").isEmpty(), left::toString);
        assertNotEquals(0, cluster.run("get", "namespace", "elsewhere").exit());
    }
}
