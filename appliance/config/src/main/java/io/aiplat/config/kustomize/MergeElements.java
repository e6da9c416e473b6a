package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.kustomize.ManifestTree.Word;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Items of a list by the words under their keys, as kustomize finds and sets them. Words are their own key, which is
/// then called by the empty name.
final class MergeElements {
    /// The key of words.
    static final List<String> WORDS = List.of("");

    private MergeElements() {}

    /// The words under the keys of each item, those of the patch first, each only once.
    static List<List<String>> values(@Nullable ManifestTree patch, @Nullable ManifestTree there, List<String> keys) {
        Set<List<String>> values = new LinkedHashSet<>();
        for (ManifestTree list : new ManifestTree[] {patch, there}) {
            if (list instanceof Items items) {
                items.all().forEach(item -> values.add(values(item, keys)));
            }
        }
        return new ArrayList<>(values);
    }

    private static List<String> values(ManifestTree item, List<String> keys) {
        if (keys.equals(WORDS)) {
            return List.of(text(item));
        }
        return keys.stream()
                .map(key -> item instanceof Fields fields ? text(fields.get(key)) : "")
                .toList();
    }

    /// The letters of a word; empty for all else.
    static String text(@Nullable ManifestTree tree) {
        return tree instanceof Word word ? word.text() : "";
    }

    /// The first item whose words under the keys are these; null where there is none.
    static @Nullable ManifestTree find(@Nullable ManifestTree list, List<String> keys, List<String> values) {
        if (!(list instanceof Items items)) {
            return null;
        }
        for (ManifestTree item : items.all()) {
            if (keys.equals(WORDS) ? text(item).equals(values.getFirst()) : hasAll(item, keys, values)) {
                return item;
            }
        }
        return null;
    }

    private static boolean hasAll(ManifestTree item, List<String> keys, List<String> values) {
        if (!(item instanceof Fields fields)) {
            return false;
        }
        for (int i = 0; i < keys.size(); i++) {
            ManifestTree value = fields.get(keys.get(i));
            if (value == null || !text(value).equals(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /// Puts an item in the place of those with these words, or at the end where there is none.
    ///
    /// @param element null to delete them
    static void set(Items items, @Nullable ManifestTree element, List<String> keys, List<String> values) {
        List<ManifestTree> content = new ArrayList<>();
        boolean matched = false;
        boolean ofFields = !keys.getFirst().isEmpty()
                && !values.isEmpty()
                && !values.getFirst().isEmpty();
        for (ManifestTree item : items.all()) {
            if (ManifestTree.isEmpty(item)) {
                continue;
            }
            if (ofFields && !(item instanceof Fields)) {
                content.add(item);
            } else if (!matches(item, keys, values)) {
                if (!values.isEmpty()) {
                    content.add(item);
                }
            } else {
                matched = true;
                if (element != null) {
                    content.add(element);
                }
            }
        }
        items.all().clear();
        items.all().addAll(content);
        if (!ManifestTree.isNothing(element) && !matched) {
            items.all().add(element);
        }
    }

    /// Other than for finding, a word that is not said matches any.
    private static boolean matches(ManifestTree item, List<String> keys, List<String> values) {
        boolean found = false;
        for (int i = 0; i < keys.size(); i++) {
            if (i < values.size()) {
                String value = values.get(i);
                ManifestTree there =
                        keys.get(i).isEmpty() ? item : item instanceof Fields fields ? fields.get(keys.get(i)) : null;
                boolean any = value.isEmpty() && !keys.get(i).isEmpty();
                found = there != null && (any || text(there).equals(value));
            }
            if (!found) {
                return false;
            }
        }
        return true;
    }

    /// Keys that at least one of the items has, with the words of one item; all keys where none has any.
    record Valid(List<String> keys, List<String> values) {
        static Valid of(List<List<String>> all, List<String> values, List<String> keys) {
            Set<Integer> said = new LinkedHashSet<>();
            for (List<String> each : all) {
                for (int i = 0; i < each.size(); i++) {
                    if (!each.get(i).isEmpty()) {
                        said.add(i);
                    }
                }
            }
            if (said.isEmpty()) {
                return new Valid(keys, values);
            }
            List<String> validKeys = new ArrayList<>();
            List<String> validValues = new ArrayList<>();
            for (int i = 0; i < keys.size(); i++) {
                if (said.contains(i)) {
                    validKeys.add(keys.get(i));
                    validValues.add(values.get(i));
                }
            }
            return new Valid(validKeys, validValues);
        }
    }

    /// Takes words of several keys for the same where they agree in one and contradict each other in none.
    static void unite(List<List<String>> values) {
        for (int i = 0; i < values.size(); i++) {
            List<String> first = values.get(i);
            for (int j = 0; j < values.size(); j++) {
                List<String> united = united(first, values.get(j));
                if (united != null) {
                    values.set(i, united);
                    values.set(j, united);
                }
            }
        }
    }

    private static @Nullable List<String> united(List<String> one, List<String> other) {
        if (one.size() != other.size()) {
            return null;
        }
        boolean common = false;
        List<String> united = new ArrayList<>();
        for (int i = 0; i < one.size(); i++) {
            String a = one.get(i);
            String b = other.get(i);
            if (!a.equals(b) && !a.isEmpty() && !b.isEmpty()) {
                return null;
            }
            common |= a.equals(b);
            united.add(a.isEmpty() ? b : a);
        }
        return common ? united : null;
    }
}
