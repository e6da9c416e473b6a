package io.aiplat.config.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An object of Kubernetes as it would be applied.
///
/// @param content as JSON has it: maps, lists, texts, numbers, truth and null
public record RenderedObject(Map<String, @Nullable Object> content) {
    public RenderedObject {
        content = Collections.unmodifiableMap(new LinkedHashMap<>(content));
    }

    /// `GROUP/VERSION`, or `VERSION` for the core; empty where it says none.
    public String apiVersion() {
        return text(content, "apiVersion");
    }

    /// Its kind.
    public String kind() {
        return text(content, "kind");
    }

    /// Its name.
    public String name() {
        return metadata("name");
    }

    /// Its namespace; empty where it says none.
    public String namespace() {
        return metadata("namespace");
    }

    /// The same in a namespace.
    public RenderedObject inNamespace(String namespace) {
        Map<String, @Nullable Object> moved = new LinkedHashMap<>(content);
        Map<Object, @Nullable Object> metadata = new LinkedHashMap<>();
        if (content.get("metadata") instanceof Map<?, ?> before) {
            metadata.putAll(before);
        }
        metadata.put("namespace", namespace);
        moved.put("metadata", metadata);
        return new RenderedObject(moved);
    }

    private String metadata(String field) {
        return content.get("metadata") instanceof Map<?, ?> metadata ? text(metadata, field) : "";
    }

    private static String text(Map<?, ?> map, String field) {
        return map.get(field) instanceof String text ? text : "";
    }

    /// As one document of YAML, names in the order of the alphabet. Words that any reader of YAML could take for
    /// something else are quoted.
    public String yaml() {
        return yaml(content);
    }

    /// The same for what is as JSON has it.
    public static String yaml(Map<String, ?> content) {
        return ManifestYaml.write(content);
    }

    /// All of them as documents of one YAML file.
    public static String yaml(List<RenderedObject> objects) {
        return objects.stream().map(RenderedObject::yaml).collect(Collectors.joining("---\n"));
    }
}
