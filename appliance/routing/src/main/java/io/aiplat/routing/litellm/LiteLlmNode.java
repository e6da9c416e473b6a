package io.aiplat.routing.litellm;

import io.aiplat.config.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A part of a YAML file that knows where it stands.
///
/// @param line from 1
/// @param text of a scalar; null for everything else, and for nothing
record LiteLlmNode(
        String path, int line, @Nullable String text, Map<String, LiteLlmNode> fields, List<LiteLlmNode> items) {
    /// Parts deeper down are told by the path of what holds them.
    private static final int LONGEST_PATH = 500;

    LiteLlmNode {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        items = List.copyOf(items);
    }

    static LiteLlmNode of(YamlNode node) {
        return of("", node);
    }

    private static LiteLlmNode of(String path, YamlNode node) {
        int line = node.line();
        Map<String, LiteLlmNode> fields = new LinkedHashMap<>();
        List<LiteLlmNode> items = new ArrayList<>();
        String text = null;
        if (node instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                String key = entry.key() instanceof YamlNode.Scalar name ? name.text() : "?";
                fields.put(key, of(below(path, path.isEmpty() ? key : "." + key), entry.value()));
            }
        } else if (node instanceof YamlNode.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                items.add(of(below(path, "[" + i + "]"), sequence.items().get(i)));
            }
        } else if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            text = scalar.text();
        }
        return new LiteLlmNode(path, line, text, fields, items);
    }

    private static String below(String path, String part) {
        return path.length() + part.length() > LONGEST_PATH ? path : path + part;
    }

    /// One of the fields; an empty part where there is none.
    LiteLlmNode at(String key) {
        LiteLlmNode found = fields.get(key);
        return found == null ? new LiteLlmNode(path + "." + key, line, null, Map.of(), List.of()) : found;
    }

    /// The text of one of the fields; null where it has none, or an empty one.
    @Nullable
    String text(String key) {
        String found = at(key).text();
        return found == null || found.isBlank() ? null : found;
    }

    boolean isLeaf() {
        return fields.isEmpty() && items.isEmpty();
    }

    /// Every part that has no parts of its own.
    List<LiteLlmNode> leaves() {
        if (isLeaf()) {
            return List.of(this);
        }
        List<LiteLlmNode> leaves = new ArrayList<>();
        fields.values().forEach(field -> leaves.addAll(field.leaves()));
        items.forEach(item -> leaves.addAll(item.leaves()));
        return leaves;
    }
}
