package io.aiplat.routing.file;

import io.aiplat.model.SpellingSuggestion;
import io.aiplat.routing.RoutingProblems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A set of keys that make up one thing.
///
/// @param title for the reference: where it stands in the file
/// @param doc   for the reference
/// @param build makes the thing; throws [IllegalArgumentException] with a full sentence for what cannot be
record Section<T>(String title, String doc, List<Key<?>> keys, Function<SectionValues, T> build)
        implements ValueForm<T> {
    /// Fallbacks by what the table says; every model asks for most of them.
    private static final Map<String, Node> COMPOSED = new ConcurrentHashMap<>();

    Section {
        keys = List.copyOf(keys);
    }

    @Override
    public String words() {
        return "keys: " + String.join(", ", names());
    }

    @Override
    public @Nullable T read(Node node, String path, ConfigParse reading) {
        int before = reading.reportCount();
        Map<Key<?>, Object> values = values(node, path, reading);
        if (isSection(node)) {
            complete(values, node, path, reading);
        }
        return reading.reportCount() > before ? null : built(values, node, path, reading);
    }

    /// Adds what is not written.
    void complete(Map<Key<?>, Object> values, Node node, String path, ConfigParse reading) {
        for (Key<?> key : keys) {
            String place = below(path, key.name());
            if (!reading.hasNoted(place)) {
                missing(key, node, place, reading).ifPresent(value -> values.put(key, value));
            }
        }
    }

    /// What is written, by key.
    Map<Key<?>, Object> values(Node node, String path, ConfigParse reading) {
        Map<Key<?>, Object> values = new HashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            if (!isSection(node)) {
                reading.refuse(
                        path, node, "A section belongs here, keys with values below it, and this is none.", this);
            }
            return values;
        }
        for (NodeTuple entry : mapping.getValue()) {
            entry(entry, path, reading, values);
        }
        return values;
    }

    private void entry(NodeTuple entry, String path, ConfigParse reading, Map<Key<?>, Object> values) {
        Node keyNode = entry.getKeyNode();
        String name = keyNode instanceof ScalarNode scalar ? ConfigParse.shown(scalar.getValue()) : "?";
        String place = below(path, name);
        Optional<Key<?>> found =
                keys.stream().filter(k -> k.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            reading.report(RoutingProblems.unknownKey(
                    place, reading.place(keyNode), SpellingSuggestion.to(name, names()), names()));
            return;
        }
        Key<?> key = found.get();
        if (values.containsKey(key)) {
            reading.report(RoutingProblems.nameTaken(place, reading.place(keyNode), name, reading.placeOf(place)));
            return;
        }
        reading.note(place, entry.getValueNode());
        Object value = key.form().read(entry.getValueNode(), place, reading);
        if (value != null) {
            values.put(key, value);
        }
    }

    private static Optional<Object> missing(Key<?> key, Node node, String place, ConfigParse reading) {
        Object other = reading.defaults().get(key);
        if (other != null) {
            return Optional.of(other);
        }
        if (key.required()) {
            reading.report(RoutingProblems.missingKey(
                    place, reading.place(node), key.form().words()));
        }
        return key.fallback() == null
                ? Optional.empty()
                : Optional.ofNullable(key.form().read(composed(key.fallback()), place, reading));
    }

    // A fallback is written as in the file, so that the reference shows what is really read.
    private static Node composed(String yaml) {
        return COMPOSED.computeIfAbsent(yaml, Section::compose);
    }

    private static Node compose(String yaml) {
        try {
            return BoundedYaml.compose("default", yaml).orElseThrow();
        } catch (BoundedYaml.Malformed e) {
            throw new IllegalStateException("the table has a default that is no YAML: " + yaml, e);
        }
    }

    /// The thing, of values that are complete.
    @Nullable
    T built(Map<Key<?>, Object> values, Node node, String path, ConfigParse reading) {
        try {
            T thing = build.apply(new SectionValues(last(path), values));
            reading.noteBuilt(path, thing);
            return thing;
        } catch (IllegalArgumentException e) {
            reading.refuse(path, node, String.valueOf(e.getMessage()), this);
            return null;
        }
    }

    /// Nothing is a section without keys.
    private static boolean isSection(Node node) {
        return node instanceof MappingNode
                || (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL));
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String last(String path) {
        return path.substring(path.indexOf('.') + 1);
    }

    List<String> names() {
        return keys.stream().map(Key::name).toList();
    }
}
