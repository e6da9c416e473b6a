package io.aiplat.operator.realization;

import io.aiplat.cluster.kubernetes.Owner;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Marks on objects: by which it is known what resource one has come from.
public final class ObjectMarks {
    /// Label with the kind of the resource, as plural name and group.
    public static final String RESOURCE = "aiplat.io/resource";

    private static final String KEY = "aiplat.io/resource-key";

    private ObjectMarks() {}

    /// Marks an object.
    ///
    /// @param owner id of the home
    static void put(HasMetadata object, ResourceKey key, String owner) {
        ObjectMeta meta = object.getMetadata();
        Map<String, String> labels = new HashMap<>(Objects.requireNonNullElse(meta.getLabels(), Map.of()));
        labels.putAll(Owner.labels(owner));
        labels.put(RESOURCE, key.kind());
        meta.setLabels(labels);
        Map<String, String> annotations = new HashMap<>(Objects.requireNonNullElse(meta.getAnnotations(), Map.of()));
        annotations.put(KEY, text(key));
        meta.setAnnotations(annotations);
    }

    /// Whether an object has come from a resource.
    static boolean are(HasMetadata object, ResourceKey key) {
        return text(key).equals(annotation(object));
    }

    /// The resource that an object has come from; its age is not known.
    static Optional<ResourceKey> read(HasMetadata object) {
        String[] parts = annotation(object).split("/", -1);
        return parts.length == 3
                ? Optional.of(new ResourceKey(parts[0], parts[1], parts[2], Instant.EPOCH))
                : Optional.empty();
    }

    private static String annotation(HasMetadata object) {
        Map<String, String> annotations = object.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(KEY, "");
    }

    private static String text(ResourceKey key) {
        return key.kind() + "/" + key.namespace() + "/" + key.name();
    }
}
