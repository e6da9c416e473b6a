package io.aiplat.routing.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A list. Nothing is an empty one. What is wrong in it is left out of it, and the reading knows.
record ListForm<T>(String words, ValueForm<T> item) implements ValueForm<List<T>> {
    @Override
    public @Nullable List<T> read(Node node, String path, ConfigParse reading) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL)) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            reading.refuse(path, node, "It is no list.", this);
            return null;
        }
        List<T> items = new ArrayList<>();
        for (int i = 0; i < sequence.getValue().size(); i++) {
            Node element = sequence.getValue().get(i);
            String place = path + "[" + i + "]";
            reading.note(place, element);
            T read = item.read(element, place, reading);
            if (read instanceof String text) {
                reading.noteText(place, text);
            }
            if (read != null) {
                items.add(read);
            }
        }
        return items;
    }
}
