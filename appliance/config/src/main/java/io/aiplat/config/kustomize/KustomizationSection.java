package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.kustomize.ManifestTree.Word;
import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A section of a kustomization file, read strictly.
///
/// @param label how problems call the file
/// @param place of the section in it; empty for the whole
record KustomizationSection(String label, String place, Fields fields) {
    /// Refuses all fields but these.
    KustomizationSection of(Set<String> known) {
        fields.all().keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw broken("kustomize has no field " + in(name) + ".");
                });
        return this;
    }

    private String in(String name) {
        return place.isEmpty() ? name : place + "." + name;
    }

    ApplianceException broken(String why) {
        return new ApplianceException(KustomizeProblems.broken(label, why));
    }

    /// Whether something is written there.
    boolean has(String name) {
        return !ManifestTree.isNothing(fields.get(name));
    }

    /// A text; empty where there is none. kustomize takes no number for a text either, since `1.10` is 1.1.
    String text(String name) {
        ManifestTree value = fields.get(name);
        return value == null || ManifestTree.isNothing(value) ? "" : text(name, value);
    }

    private String text(String name, ManifestTree value) {
        if (value instanceof Word word && (word.form() == Word.Form.TEXT || word.form() == Word.Form.MOMENT)) {
            return word.text();
        }
        throw broken(in(name) + " is a text"
                + (value instanceof Word word
                        ? ", and YAML takes " + word.text() + " for something else. Put it in quotes."
                        : "."));
    }

    /// The letters of a word that need not be a text; empty where there is none.
    String word(String name) {
        return MergeElements.text(fields.get(name));
    }

    boolean truth(String name) {
        return switch (word(name)) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw broken(in(name) + " is true or false.");
        };
    }

    /// Texts in a list.
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (ManifestTree item : items(name)) {
            texts.add(text(name, item));
        }
        return texts;
    }

    private List<ManifestTree> items(String name) {
        ManifestTree value = fields.get(name);
        if (ManifestTree.isNothing(value)) {
            return List.of();
        }
        if (value instanceof Items items) {
            return items.all();
        }
        throw broken(in(name) + " is a list.");
    }

    /// Names with a text each.
    Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        KustomizationSection section = section(name);
        section.fields().all().keySet().forEach(key -> pairs.put(key, section.text(key)));
        return pairs;
    }

    /// A section; empty where there is none.
    KustomizationSection section(String name) {
        ManifestTree value = fields.get(name);
        if (ManifestTree.isNothing(value)) {
            return new KustomizationSection(label, in(name), new Fields());
        }
        if (value instanceof Fields section) {
            return new KustomizationSection(label, in(name), section);
        }
        throw broken(in(name) + " has fields of its own.");
    }

    /// Sections in a list.
    List<KustomizationSection> sections(String name) {
        List<KustomizationSection> sections = new ArrayList<>();
        for (ManifestTree item : items(name)) {
            if (!(item instanceof Fields section)) {
                throw broken(in(name) + " is a list of sections.");
            }
            sections.add(new KustomizationSection(label, in(name), section));
        }
        return sections;
    }
}
