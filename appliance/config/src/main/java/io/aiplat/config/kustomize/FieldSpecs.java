package io.aiplat.config.kustomize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The table of fields that each transformer changes: `field-specs.txt`.
final class FieldSpecs {
    private static final Map<String, List<FieldSpec>> ALL = read();
    private static final String NAME = "name:";

    private FieldSpecs() {}

    /// Fields in which the name of an object stands.
    ///
    /// @param target kind of the objects whose name it is
    record Reference(FieldSpec target, List<FieldSpec> fields) {}

    /// The fields of a use: `commonLabels`.
    static List<FieldSpec> of(String use) {
        return ALL.getOrDefault(use, List.of());
    }

    /// All fields in which names stand, in the order in which they are looked at.
    static List<Reference> references() {
        List<Reference> references = new ArrayList<>();
        ALL.forEach((use, fields) -> {
            if (use.startsWith(NAME)) {
                String[] kind = use.split(":", -1);
                references.add(
                        new Reference(new FieldSpec(any(kind[1]), any(kind[2]), any(kind[3]), false, ""), fields));
            }
        });
        return references;
    }

    private static Map<String, List<FieldSpec>> read() {
        Map<String, List<FieldSpec>> all = new LinkedHashMap<>();
        for (String line : KustomizeTable.lines("field-specs.txt")) {
            String[] words = line.split(" ", 6);
            all.computeIfAbsent(words[0], _ -> new ArrayList<>())
                    .add(new FieldSpec(
                            any(words[1]), any(words[2]), any(words[3]), words[4].equals("create"), words[5]));
        }
        return all;
    }

    private static String any(String word) {
        return word.equals("-") ? "" : word;
    }
}
