package io.aiplat.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Things under names that people choose. Nothing is none of them. What is wrong in it is left out, and the
/// reading knows.
public record MapForm<T>(String words, ValueForm<T> item) implements ValueForm<Map<String, T>> {
    @Override
    public @Nullable Map<String, T> read(YamlNode node, String path, ConfigParse reading) {
        if (node.isNothing()) {
            return Map.of();
        }
        if (!(node instanceof YamlNode.Mapping mapping)) {
            reading.refuse(path, node, "It has no names with a value each.", this);
            return null;
        }
        Map<String, T> items = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            entry(entry, path, reading, items);
        }
        return items;
    }

    private void entry(YamlNode.Entry entry, String path, ConfigParse reading, Map<String, T> items) {
        if (!(entry.key() instanceof YamlNode.Scalar name)) {
            reading.refuse(path, entry.key(), "A name is a word.", this);
            return;
        }
        try {
            ScalarForms.checkName(name.text());
        } catch (IllegalArgumentException e) {
            reading.refuse(path, name, "'" + ConfigParse.shown(name.text()) + "' " + e.getMessage(), this);
            return;
        }
        if (name.text().equals("<<")) {
            reading.refuse(path, name, "Merge keys are of an older YAML; an alias of a whole section is read.", this);
            return;
        }
        String place = path + "." + name.text();
        if (items.containsKey(name.text())) {
            reading.report(
                    reading.wording().nameTaken(place, reading.place(name), name.text(), reading.placeOf(place)));
            return;
        }
        reading.note(place, name);
        reading.noteName(path, name.text());
        T read = item.read(entry.value(), place, reading);
        if (read != null) {
            items.put(name.text(), read);
        }
    }
}
