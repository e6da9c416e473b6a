package io.aiplat.cluster;

import io.aiplat.cluster.kubernetes.ClusterProblems;
import io.aiplat.model.ApplianceException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A kubeconfig of a person's with an entry of ours in it. Ours is what carries our mark, whatever its name; all
/// else stays as it is, also what we know nothing of.
public final class MergedKubeconfig {
    private static final String MARK = "aiplat";

    /// Its lists, and what an element of each holds beside its name.
    private static final Map<String, String> LISTS =
            new TreeMap<>(Map.of("clusters", "cluster", "contexts", "context", "users", "user"));

    private final Path file;
    private final Map<String, Object> root;

    private MergedKubeconfig(Path file, Map<String, Object> root) {
        this.file = file;
        this.root = root;
    }

    /// Reads it.
    ///
    /// @param file for the text of a problem
    /// @param yaml may be blank
    /// @throws ApplianceException `CLUSTER_KUBECONFIG_NOT_MERGED` if it is no kubeconfig
    public static MergedKubeconfig parse(Path file, String yaml) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("apiVersion", "v1");
        root.put("kind", "Config");
        if (!yaml.isBlank()) {
            root.putAll(map(file, yaml));
        }
        for (String list : LISTS.keySet()) {
            root.put(list, elements(file, root.get(list)));
        }
        return new MergedKubeconfig(file, root);
    }

    /// With our entry in it, in place of an older one. The current context stays, unless there is none.
    ///
    /// @param ours  a kubeconfig of one cluster, user and context of the same name
    /// @param owner id of this home
    /// @throws ApplianceException `CLUSTER_KUBECONFIG_NOT_MERGED` if one of that name is not ours
    public MergedKubeconfig with(String ours, String owner) {
        MergedKubeconfig added = parse(file, ours);
        MergedKubeconfig merged = without(owner);
        LISTS.forEach((list, inner) -> {
            Map<String, Object> element = new LinkedHashMap<>(added.list(list).getFirst());
            merged.refuse(list, String.valueOf(element.get("name")));
            element.put(inner, marked(map(element.get(inner)), owner));
            merged.list(list).add(element);
        });
        if (merged.current().isEmpty()) {
            merged.root.put("current-context", added.current());
        }
        return merged;
    }

    private void refuse(String list, String name) {
        if (list(list).stream().anyMatch(element -> name.equals(element.get("name")))) {
            throw new ApplianceException(ClusterProblems.kubeconfigNotMerged(
                    file, "It has an entry " + name + " in " + list + " that this aiplat did not make."));
        }
    }

    /// Without what is ours.
    ///
    /// @param owner id of this home
    public MergedKubeconfig without(String owner) {
        Map<String, Object> rest = new LinkedHashMap<>(root);
        LISTS.forEach((list, inner) -> rest.put(
                list,
                new ArrayList<>(list(list).stream()
                        .filter(element -> !owner.equals(mark(map(element.get(inner)))))
                        .toList())));
        MergedKubeconfig without = new MergedKubeconfig(file, rest);
        boolean lost = list("contexts").stream().anyMatch(this::isCurrent)
                && without.list("contexts").stream().noneMatch(this::isCurrent);
        if (lost) {
            rest.put("current-context", "");
        }
        return without;
    }

    /// Whether anything in it is ours.
    ///
    /// @param owner id of this home
    public boolean holds(String owner) {
        return !root.equals(without(owner).root);
    }

    /// Whether it leads nowhere.
    public boolean isEmpty() {
        return LISTS.keySet().stream().allMatch(list -> list(list).isEmpty());
    }

    /// Whether both say the same, however they are written.
    public boolean says(MergedKubeconfig other) {
        return root.equals(other.root);
    }

    /// As YAML.
    public String text() {
        return Serialization.asYaml(root);
    }

    private boolean isCurrent(Map<String, Object> context) {
        return current().equals(context.get("name"));
    }

    private String current() {
        return Optional.ofNullable(root.get("current-context"))
                .map(Object::toString)
                .orElse("");
    }

    private static Map<String, Object> marked(Map<String, Object> inner, String owner) {
        Map<String, Object> marked = new LinkedHashMap<>(inner);
        marked.put("extensions", List.of(new TreeMap<>(Map.of("name", MARK, "extension", Map.of("owner", owner)))));
        return marked;
    }

    private static String mark(Map<String, Object> inner) {
        if (inner.get("extensions") instanceof List<?> extensions) {
            for (Object extension : extensions) {
                Map<String, Object> named = map(extension);
                if (MARK.equals(named.get("name"))) {
                    return String.valueOf(map(named.get("extension")).get("owner"));
                }
            }
        }
        return "";
    }

    @SuppressWarnings("unchecked") // Made by elements().
    private List<Map<String, Object>> list(String name) {
        return (List<Map<String, Object>>) Objects.requireNonNull(root.get(name));
    }

    private static List<Map<String, Object>> elements(Path file, @Nullable Object value) {
        List<Map<String, Object>> elements = new ArrayList<>();
        switch (value) {
            case null -> {
                // A list that nobody wrote is empty.
            }
            case List<?> list -> list.forEach(element -> elements.add(map(element)));
            default ->
                throw new ApplianceException(
                        ClusterProblems.kubeconfigNotMerged(file, "It is no kubeconfig: one of its lists is none."));
        }
        return elements;
    }

    private static Map<String, Object> map(Path file, String yaml) {
        try {
            return map(Kubeconfig.read(yaml, Map.class));
        } catch (IllegalArgumentException e) {
            throw new ApplianceException(
                    ClusterProblems.kubeconfigNotMerged(file, "It is no kubeconfig: " + e.getMessage()), e);
        }
    }

    private static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> any) {
            any.forEach((key, inner) -> map.put(String.valueOf(key), inner));
        }
        return map;
    }
}
