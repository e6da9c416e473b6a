package io.aiplat.cluster.manifest;

import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.plan.Patch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The manifests of bundles as objects, and back.
public final class Manifests {
    private Manifests() {}

    /// What would be applied, as YAML that kubectl accepts.
    public static String render(Bundle bundle, List<Patch> patches) {
        KubernetesSerialization yaml = new KubernetesSerialization();
        return patched(bundle, patches, List.of()).stream().map(yaml::asYaml).collect(Collectors.joining());
    }

    /// The objects of a bundle in their order, changed by every patch.
    ///
    /// @param ranges of the cluster's own addresses, where it says them
    /// @throws IllegalArgumentException if a manifest is none, or a patch finds nothing to change
    public static List<HasMetadata> patched(Bundle bundle, List<Patch> patches, List<String> ranges) {
        List<HasMetadata> objects = new ArrayList<>();
        bundle.manifests().forEach((file, text) -> objects.addAll(parse(bundle.name() + "/" + file, text)));
        patches.forEach(patch -> Patches.apply(patch, objects, ranges));
        return objects;
    }

    /// `Kind/name`.
    public static String name(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }

    /// Adds labels.
    public static void label(HasMetadata object, Map<String, String> labels) {
        Map<String, String> all = new LinkedHashMap<>();
        if (object.getMetadata().getLabels() != null) {
            all.putAll(object.getMetadata().getLabels());
        }
        all.putAll(labels);
        object.getMetadata().setLabels(all);
    }

    private static List<HasMetadata> parse(String file, String text) {
        Object parsed = new KubernetesSerialization()
                .unmarshal(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        return switch (parsed) {
            case KubernetesList list -> list.getItems();
            case HasMetadata one -> List.of(one);
            case List<?> many -> many.stream().map(HasMetadata.class::cast).toList();
            case null -> throw new IllegalArgumentException(file + " is empty");
            default -> throw new IllegalArgumentException(file + " holds no Kubernetes object");
        };
    }
}
