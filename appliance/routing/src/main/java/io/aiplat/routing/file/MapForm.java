package io.aiplat.routing.file;

import io.aiplat.routing.RoutingProblems;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Things under names that people choose. Nothing is none of them. What is wrong in it is left out, and the
/// reading knows.
record MapForm<T>(String words, ValueForm<T> item) implements ValueForm<Map<String, T>> {
    @Override
    public @Nullable Map<String, T> read(Node node, String path, ConfigParse reading) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL)) {
            return Map.of();
        }
        if (!(node instanceof MappingNode mapping)) {
            reading.refuse(path, node, "It has no names with a value each.", this);
            return null;
        }
        Map<String, T> items = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            entry(entry, path, reading, items);
        }
        return items;
    }

    private void entry(NodeTuple entry, String path, ConfigParse reading, Map<String, T> items) {
        if (!(entry.getKeyNode() instanceof ScalarNode name)) {
            reading.refuse(path, entry.getKeyNode(), "A name is a word.", this);
            return;
        }
        try {
            ScalarForms.checkName(name.getValue());
        } catch (IllegalArgumentException e) {
            reading.refuse(path, name, "'" + ConfigParse.shown(name.getValue()) + "' " + e.getMessage(), this);
            return;
        }
        if (name.getValue().equals("<<")) {
            reading.refuse(path, name, "Merge keys are of an older YAML; an alias of a whole section is read.", this);
            return;
        }
        String place = path + "." + name.getValue();
        if (items.containsKey(name.getValue())) {
            reading.report(
                    RoutingProblems.nameTaken(place, reading.place(name), name.getValue(), reading.placeOf(place)));
            return;
        }
        reading.note(place, name);
        reading.noteName(path, name.getValue());
        T read = item.read(entry.getValueNode(), place, reading);
        if (read != null) {
            items.put(name.getValue(), read);
        }
    }
}
