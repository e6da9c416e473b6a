package io.aiplat.config;

import java.util.List;
import java.util.Optional;

/// YAML node: a part of a document that knows where it stands. What aliases repeat is the same node again.
public sealed interface YamlNode {
    /// Line of its beginning, from 1; 0 for what stands in no file.
    int line();

    /// Column of its beginning, from 1; 0 for what stands in no file.
    int column();

    /// One word or text.
    ///
    /// @param isNull whether nothing is written, or `null` or `~`
    record Scalar(String text, boolean isNull, int line, int column) implements YamlNode {
        /// A text that stands in no file: of a flag, of a variable.
        public static Scalar of(String text) {
            return new Scalar(text, false, 0, 0);
        }
    }

    /// A list.
    record Sequence(List<YamlNode> items, int line, int column) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// Keys with a value each, in the order of the document; a key may occur twice.
    record Mapping(List<Entry> entries, int line, int column) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /// The value of the first key that is written so.
        public Optional<YamlNode> first(String name) {
            return entries.stream()
                    .filter(entry ->
                            entry.key() instanceof Scalar key && key.text().equals(name))
                    .map(Entry::value)
                    .findFirst();
        }
    }

    /// A key with its value.
    record Entry(YamlNode key, YamlNode value) {}

    /// Whether nothing is written.
    default boolean isNothing() {
        return this instanceof Scalar scalar && scalar.isNull();
    }

    /// Where it stands: `label:line:column`, both from 1, or the label for what stands in no file.
    default String place(String label) {
        return line() == 0 ? label : label + ":" + line() + ":" + column();
    }
}
