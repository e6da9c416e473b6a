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
record Tree(String path, int line, @Nullable String text, Map<String, Tree> fields, List<Tree> items) {
    /// Parts deeper down are told by the path of what holds them.
    private static final int LONGEST_PATH = 500;

    Tree {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        items = List.copyOf(items);
    }

    static Tree of(Node node) {
        return of("", node);
    }

    private static Tree of(String path, Node node) {
        int line = node.getStartMark().map(m -> m.getLine() + 1).orElse(1);
        Map<String, Tree> fields = new LinkedHashMap<>();
        List<Tree> items = new ArrayList<>();
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
        return new Tree(path, line, text, fields, items);
    }

    private static String below(String path, String part) {
        return path.length() + part.length() > LONGEST_PATH ? path : path + part;
    }

    /// One of the fields; an empty part where there is none.
    Tree at(String key) {
        Tree found = fields.get(key);
        return found == null ? new Tree(path + "." + key, line, null, Map.of(), List.of()) : found;
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
    List<Tree> leaves() {
        if (isLeaf()) {
            return List.of(this);
        }
        List<Tree> leaves = new ArrayList<>();
        fields.values().forEach(field -> leaves.addAll(field.leaves()));
        items.forEach(item -> leaves.addAll(item.leaves()));
        return leaves;
    }
}
