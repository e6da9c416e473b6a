package io.aiplat.cluster.delivery;

import io.aiplat.config.manifest.RenderedObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What applying would change of one object.
///
/// @param object as people know it
/// @param change what would become of it
/// @param text   the changed lines of its YAML, in the unified form of `diff -u`; values of Secrets are masked
public record ObjectDifference(String object, Change change, String text) {
    /// What fields the API server writes of its own accord.
    private static final List<String> OF_THE_SERVER =
            List.of("managedFields", "resourceVersion", "uid", "creationTimestamp", "generation", "selfLink");

    /// What would become of an object.
    public enum Change {
        /// It would be made.
        ADDED,
        /// It would be changed.
        CHANGED,
        /// It would be deleted.
        REMOVED
    }

    /// Compares what is there with what would be.
    ///
    /// @param before null where there is nothing yet
    /// @param after  null where there would be nothing any more
    static ObjectDifference of(
            String object, @Nullable Map<String, Object> before, @Nullable Map<String, Object> after) {
        Map<String, @Nullable Object> old = own(before);
        Map<String, @Nullable Object> next = own(after);
        mask(old, next);
        Change change = before == null ? Change.ADDED : after == null ? Change.REMOVED : Change.CHANGED;
        return new ObjectDifference(object, change, LineDifference.of(yaml(old), yaml(next)));
    }

    private static String yaml(Map<String, @Nullable Object> content) {
        return content.isEmpty() ? "" : RenderedObject.yaml(content);
    }

    /// Without what is nobody's wish.
    private static Map<String, @Nullable Object> own(@Nullable Map<String, Object> object) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        if (object != null) {
            own.putAll(object);
        }
        own.remove("status");
        if (own.get("metadata") instanceof Map<?, ?> metadata) {
            Map<String, Object> kept = new TreeMap<>();
            metadata.forEach((name, value) -> {
                if (value != null && !OF_THE_SERVER.contains(name)) {
                    kept.put(String.valueOf(name), value);
                }
            });
            own.put("metadata", kept);
        }
        return own;
    }

    private static void mask(Map<String, @Nullable Object> old, Map<String, @Nullable Object> next) {
        if (!"Secret".equals(old.getOrDefault("kind", next.get("kind")))) {
            return;
        }
        for (String field : List.of("data", "stringData")) {
            Map<?, ?> before = old.get(field) instanceof Map<?, ?> map ? map : Map.of();
            Map<?, ?> after = next.get(field) instanceof Map<?, ?> map ? map : Map.of();
            mask(old, field, before, after, "*** (before)");
            mask(next, field, after, before, "*** (after)");
        }
    }

    private static void mask(
            Map<String, @Nullable Object> object, String field, Map<?, ?> own, Map<?, ?> other, String changed) {
        if (!own.isEmpty()) {
            Map<String, Object> masked = new TreeMap<>();
            own.forEach((name, value) -> {
                boolean differs =
                        other.containsKey(name) && !String.valueOf(value).equals(String.valueOf(other.get(name)));
                masked.put(String.valueOf(name), differs ? changed : "***");
            });
            object.put(field, masked);
        }
    }
}
