package io.aiplat.operator;

import io.aiplat.cluster.kubernetes.Owner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Cluster definitions: what somebody who administers a cluster applies for an operator that may only touch a
/// namespace. The kinds, what `admin`, `edit` and `view` of a namespace may do with them
/// (https://kubernetes.io/docs/reference/access-authn-authz/rbac/#aggregated-clusterroles), and what `admin` may do
/// with
/// kinds of other operators: nobody can give an operator a right that he does not have.
public final class ClusterDefinitions {
    /// Owner of definitions that no home has made, and that every operator may use.
    private static final String SHARED = "shared";

    private static final String ENDING = "-v1.yml";

    private static final List<String> ALL = List.of("*");
    private static final List<String> LOOK = List.of("get", "list", "watch");
    private static final List<String> MAKE = List.of("get", "list", "watch", "create", "patch", "delete");

    /// What the operator makes where another operator has defined it, by group.
    private static final Map<String, List<String>> OF_OTHERS = new TreeMap<>(Map.of(
            "autoscaling.k8s.io", List.of("verticalpodautoscalers"),
            "external-secrets.io", List.of("externalsecrets"),
            "monitoring.coreos.com", List.of("servicemonitors"),
            "ray.io", List.of("rayservices"),
            "secrets.hashicorp.com", List.of("vaultdynamicsecrets", "vaultstaticsecrets")));

    private ClusterDefinitions() {}

    /// All of it, as YAML for kubectl.
    public static String yaml() {
        KubernetesSerialization yaml = new KubernetesSerialization();
        List<HasMetadata> all = new ArrayList<>();
        kinds().forEach(kind -> all.add(shared(yaml, kind)));
        all.add(role(
                "admin",
                "aiplat-resources-edit",
                Map.of("aggregate-to-admin", "true", "aggregate-to-edit", "true"),
                rules(ALL)));
        all.add(role("view", "aiplat-resources-view", Map.of("aggregate-to-view", "true"), rules(LOOK)));
        all.add(role(
                "admin",
                "aiplat-resources-of-others",
                Map.of("aggregate-to-admin", "true"),
                OF_OTHERS.entrySet().stream()
                        .map(each -> rule(each.getKey(), each.getValue(), MAKE))
                        .toList()));
        return all.stream().map(yaml::asYaml).collect(Collectors.joining());
    }

    /// Definitions of all kinds alone, as a file each, by its name.
    public static Map<String, String> files() {
        KubernetesSerialization yaml = new KubernetesSerialization();
        Map<String, String> files = new TreeMap<>();
        kinds().forEach(kind -> files.put(kind + ".yaml", yaml.asYaml(shared(yaml, kind))));
        return files;
    }

    private static CustomResourceDefinition shared(KubernetesSerialization yaml, String kind) {
        CustomResourceDefinition definition = packed(yaml, kind);
        definition.getMetadata().setLabels(new TreeMap<>(Owner.labels(SHARED)));
        return definition;
    }

    /// Plural names and groups of all kinds there is a definition of.
    static List<String> kinds() {
        URL one = ClusterDefinitions.class.getResource("/crds/models.ollama.io" + ENDING);
        if (one == null) {
            throw new IllegalStateException("the JAR has no definitions");
        }
        try {
            if (one.getProtocol().equals("jar")) {
                String jar = one.getPath().substring(0, one.getPath().indexOf('!'));
                try (FileSystem inside = FileSystems.newFileSystem(Path.of(URI.create(jar)))) {
                    return kinds(inside.getPath("/crds"));
                }
            }
            return kinds(Objects.requireNonNull(Path.of(one.toURI()).getParent(), "a file is in a folder"));
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("the definitions cannot be listed", e);
        }
    }

    private static List<String> kinds(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        }
    }

    /// The definition of a kind, as it is packed.
    ///
    /// @param kind plural name and group
    static CustomResourceDefinition packed(KubernetesSerialization yaml, String kind) {
        try (InputStream in = ClusterDefinitions.class.getResourceAsStream("/crds/" + kind + ENDING)) {
            if (in == null) {
                throw new IllegalStateException("the JAR has no definition of " + kind);
            }
            return yaml.unmarshal(in, CustomResourceDefinition.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClusterRole role(String of, String name, Map<String, String> aggregates, List<PolicyRule> rules) {
        Map<String, String> labels = new TreeMap<>(Owner.labels(SHARED));
        aggregates.forEach((key, value) -> labels.put("rbac.authorization.k8s.io/" + key, value));
        return new ClusterRoleBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .addToAnnotations("description", "What " + of + " of a namespace may do with resources of aiplat.")
                .endMetadata()
                .withRules(rules)
                .build();
    }

    private static List<PolicyRule> rules(List<String> verbs) {
        Map<String, TreeSet<String>> groups = new TreeMap<>();
        for (String kind : kinds()) {
            int dot = kind.indexOf('.');
            TreeSet<String> resources = groups.computeIfAbsent(kind.substring(dot + 1), _ -> new TreeSet<>());
            String plural = kind.substring(0, dot);
            resources.addAll(List.of(plural, plural + "/status", plural + "/finalizers"));
        }
        return groups.entrySet().stream()
                .map(each -> rule(each.getKey(), List.copyOf(each.getValue()), verbs))
                .toList();
    }

    private static PolicyRule rule(String group, List<String> resources, List<String> verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resources)
                .withVerbs(verbs)
                .build();
    }
}
