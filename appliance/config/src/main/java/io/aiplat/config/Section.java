package io.aiplat.config;

import io.aiplat.model.SpellingSuggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A set of keys that make up one thing.
///
/// @param title for the reference: where it stands in the file
/// @param doc   for the reference
/// @param retired keys of earlier versions, by what to do instead, as an imperative
/// @param build makes the thing; throws [IllegalArgumentException] with a full sentence for what cannot be
public record Section<T>(
        String title, String doc, List<Key<?>> keys, Map<String, String> retired, Function<SectionValues, T> build)
        implements ValueForm<T> {
    /// Fallbacks by what the table says; every model asks for most of them.
    private static final Map<String, YamlNode> COMPOSED = new ConcurrentHashMap<>();

    public Section {
        keys = List.copyOf(keys);
        retired = Map.copyOf(retired);
    }

    /// A section whose keys have always been these.
    public Section(String title, String doc, List<Key<?>> keys, Function<SectionValues, T> build) {
        this(title, doc, keys, Map.of(), build);
    }

    @Override
    public String words() {
        return "keys: " + String.join(", ", names());
    }

    @Override
    public @Nullable T read(YamlNode node, String path, ConfigParse reading) {
        int before = reading.reportCount();
        Map<Key<?>, Object> values = values(node, path, reading);
        if (isSection(node)) {
            complete(values, node, path, reading);
        }
        return reading.reportCount() > before ? null : built(values, node, path, reading);
    }

    /// Adds what is not written.
    public void complete(Map<Key<?>, Object> values, YamlNode node, String path, ConfigParse reading) {
        for (Key<?> key : keys) {
            String place = below(path, key.name());
            if (!reading.hasNoted(place)) {
                missing(key, node, place, reading).ifPresent(value -> values.put(key, value));
            }
        }
    }

    /// What is written, by key; what is wrong in it is left out, and the reading knows.
    public Map<Key<?>, Object> values(YamlNode node, String path, ConfigParse reading) {
        Map<Key<?>, Object> values = new HashMap<>();
        if (!(node instanceof YamlNode.Mapping mapping)) {
            if (!isSection(node)) {
                reading.refuse(
                        path, node, "A section belongs here, keys with values below it, and this is none.", this);
            }
            return values;
        }
        for (YamlNode.Entry entry : mapping.entries()) {
            entry(entry, path, reading, values);
        }
        return values;
    }

    private void entry(YamlNode.Entry entry, String path, ConfigParse reading, Map<Key<?>, Object> values) {
        YamlNode keyNode = entry.key();
        String name = keyNode instanceof YamlNode.Scalar scalar ? ConfigParse.shown(scalar.text()) : "?";
        String place = below(path, name);
        Optional<Key<?>> found =
                keys.stream().filter(k -> k.name().equals(name)).findFirst();
        if (found.isEmpty() && retired.containsKey(name)) {
            reading.report(reading.wording()
                    .retiredKey(place, reading.place(keyNode), retired.getOrDefault(name, "Leave it out")));
            return;
        }
        if (found.isEmpty()) {
            reading.report(reading.wording()
                    .unknownKey(place, reading.place(keyNode), SpellingSuggestion.to(name, names()), names()));
            return;
        }
        Key<?> key = found.get();
        if (values.containsKey(key)) {
            reading.report(reading.wording().nameTaken(place, reading.place(keyNode), name, reading.placeOf(place)));
            return;
        }
        reading.note(place, entry.value());
        Object value = key.form().read(entry.value(), place, reading);
        if (value != null) {
            values.put(key, value);
        }
    }

    private static Optional<Object> missing(Key<?> key, YamlNode node, String place, ConfigParse reading) {
        Object other = reading.defaults().get(key);
        if (other != null) {
            return Optional.of(other);
        }
        if (key.required()) {
            reading.report(reading.wording()
                    .missingKey(place, reading.place(node), key.form().words()));
        }
        return key.fallback() == null
                ? Optional.empty()
                : Optional.ofNullable(key.form().read(composed(key.fallback()), place, reading));
    }

    // A fallback is written as in the file, so that the reference shows what is really read.
    private static YamlNode composed(String yaml) {
        return COMPOSED.computeIfAbsent(yaml, Section::compose);
    }

    private static YamlNode compose(String yaml) {
        try {
            return BoundedYaml.compose("default", yaml).orElseThrow();
        } catch (BoundedYaml.Malformed e) {
            throw new IllegalStateException("the table has a default that is no YAML: " + yaml, e);
        }
    }

    /// The thing, of values that are complete; null where it is refused, which the reading then knows.
    public @Nullable T built(Map<Key<?>, Object> values, YamlNode node, String path, ConfigParse reading) {
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
    private static boolean isSection(YamlNode node) {
        return node instanceof YamlNode.Mapping || node.isNothing();
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String last(String path) {
        return path.substring(path.indexOf('.') + 1);
    }

    /// The names of its keys.
    public List<String> names() {
        return keys.stream().map(Key::name).toList();
    }
}
