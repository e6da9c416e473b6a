package io.aiplat.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A list. Nothing is an empty one. What is wrong in it is left out of it, and the reading knows.
public record ListForm<T>(String words, ValueForm<T> item) implements ValueForm<List<T>> {
    @Override
    public @Nullable List<T> read(YamlNode node, String path, ConfigParse reading) {
        if (node.isNothing()) {
            return List.of();
        }
        if (!(node instanceof YamlNode.Sequence sequence)) {
            reading.refuse(path, node, "It is no list.", this);
            return null;
        }
        List<T> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            YamlNode element = sequence.items().get(i);
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
