package io.aiplat.routing.litellm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A part of a YAML file that knows where it stands.
///
/// @param line from 1
/// @param text of a scalar; null for everything else, and for nothing
record YamlNode(String path, int line, @Nullable String text, Map<String, YamlNode> fields, List<YamlNode> items) {
    /// Parts deeper down are told by the path of what holds them.
    private static final int LONGEST_PATH = 500;

    YamlNode {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        items = List.copyOf(items);
    }

    static YamlNode of(Node node) {
        return of("", node);
    }

    private static YamlNode of(String path, Node node) {
        int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        List<YamlNode> items = new ArrayList<>();
        String text = null;
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                String key = entry.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
                fields.put(key, of(below(path, path.isEmpty() ? key : "." + key), entry.getValueNode()));
            }
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                items.add(of(below(path, "[" + i + "]"), sequence.getValue().get(i)));
            }
        } else if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            text = scalar.getValue();
        }
        return new YamlNode(path, line, text, fields, items);
    }

    private static String below(String path, String part) {
        return path.length() + part.length() > LONGEST_PATH ? path : path + part;
    }

    /// One of the fields; an empty part where there is none.
    YamlNode at(String key) {
        YamlNode found = fields.get(key);
        return found == null ? new YamlNode(path + "." + key, line, null, Map.of(), List.of()) : found;
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
    List<YamlNode> leaves() {
        if (isLeaf()) {
            return List.of(this);
        }
        List<YamlNode> leaves = new ArrayList<>();
        fields.values().forEach(field -> leaves.addAll(field.leaves()));
        items.forEach(item -> leaves.addAll(item.leaves()));
        return leaves;
    }
}
