package io.aiplat.library;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.TextFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The fields of a YAML mapping, read strictly: what is missing, unknown or of another type is an error that
/// names the file and the field.
///
/// @param file   for messages
/// @param values by name, in the order of the file
record YamlFields(String file, Map<String, Object> values) {
    private static final int MOST_DEPTH = 32;

    /// Reads a file that holds one mapping.
    ///
    /// @throws ApplianceException LIBRARY_BROKEN
    static YamlFields read(Path file) {
        try {
            return parse(file.toString(), TextFile.read(file, TextFile.MOST_BYTES));
        } catch (TextFile.Unreadable e) {
            throw LibraryProblems.broken(file.toString(), e.reason(), e);
        }
    }

    /// Reads a text that holds one mapping.
    ///
    /// @throws ApplianceException LIBRARY_BROKEN
    static YamlFields parse(String file, String text) {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file)
                    .setMaxAliasesForCollections(0)
                    .build();
            refuseDeep(settings, file, text);
            Object loaded = new Load(settings).loadFromString(text);
            return new YamlFields(file, mapping(file, "the file", loaded));
        } catch (YamlEngineException e) {
            throw LibraryProblems.broken(file, String.valueOf(e.getMessage()), e);
        }
    }

    /// Loading walks down by recursion, and events come without.
    private static void refuseDeep(LoadSettings settings, String file, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> depth++;
                case SequenceEnd, MappingEnd -> depth--;
                default -> {
                    // Texts, and begin and end of the whole.
                }
            }
            if (depth > MOST_DEPTH) {
                throw LibraryProblems.broken(file, "it has more than " + MOST_DEPTH + " things in one another");
            }
        }
    }

    /// Refuses fields other than these.
    YamlFields only(String... known) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw wrong("unknown fields " + unknown + "; known are " + new TreeSet<>(Set.of(known)));
        }
        return this;
    }

    /// A text that must be there and not be blank.
    String text(String field) {
        if (values.get(field) instanceof String text && !text.isBlank()) {
            return text;
        }
        throw wrong("'" + field + "' must be a text");
    }

    /// A list of texts that must be there and not be empty.
    List<String> texts(String field) {
        if (values.get(field) instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw wrong("'" + field + "' must be a list of texts");
    }

    /// A number of bytes with its unit, as `8GiB` or `2.0GB`.
    long bytes(String field) {
        try {
            return ByteSize.parse(text(field));
        } catch (IllegalArgumentException e) {
            throw wrong("'" + field + "': " + e.getMessage());
        }
    }

    /// Whether the field is there.
    boolean has(String field) {
        return values.containsKey(field);
    }

    /// A mapping that must be there.
    YamlFields fields(String field) {
        return new YamlFields(file + ": " + field, mapping(file, "'" + field + "'", values.get(field)));
    }

    /// A list of mappings that must be there and not be empty.
    List<YamlFields> list(String field) {
        if (!(values.get(field) instanceof List<?> list) || list.isEmpty()) {
            throw wrong("'" + field + "' must be a list");
        }
        return list.stream()
                .map(e -> new YamlFields(file + ": " + field, mapping(file, "an entry of '" + field + "'", e)))
                .toList();
    }

    /// The error for this file.
    ApplianceException wrong(String why) {
        return LibraryProblems.broken(file, why);
    }

    private static Map<String, Object> mapping(String file, String what, @Nullable Object loaded) {
        if (!(loaded instanceof Map<?, ?> map)) {
            throw LibraryProblems.broken(file, what + " must be a mapping");
        }
        Map<String, Object> mapping = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            if (!(name instanceof String text) || value == null) {
                throw LibraryProblems.broken(file, what + " has a field without a name or a value: " + name);
            }
            mapping.put(text, value);
        });
        return mapping;
    }
}
