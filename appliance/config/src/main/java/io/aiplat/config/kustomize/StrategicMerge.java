package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.kustomize.ManifestTree.Word;
import io.aiplat.model.ApplianceException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Strategic merge: a patch has the fields that change, and lists of Kubernetes' own kinds are put together by the
/// keys of their items. Follows kyaml's `merge2` step by step, its odd ones included, for what comes out has to be
/// the same.
final class StrategicMerge {
    private static final String DIRECTIVE = "$patch";

    private final String label;

    /// @param label how problems call the patch
    StrategicMerge(String label) {
        this.label = label;
    }

    /// What a patch says of the whole of a section or list.
    private enum Directive {
        MERGE,
        REPLACE,
        DELETE
    }

    /// What becomes of an object; null where the patch deletes it. Both are changed, and must share nothing.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if the patch has another form than the object
    @Nullable
    Fields apply(Fields object, Fields patch) {
        refuseDirectives(patch);
        return (Fields) merge(object, patch, MergeKeys.kind(object.text("apiVersion"), object.text("kind")));
    }

    private void refuseDirectives(ManifestTree patch) {
        switch (patch) {
            case Fields fields ->
                fields.all().forEach((name, value) -> {
                    if (name.startsWith("$") && !name.equals(DIRECTIVE)) {
                        throw broken("Of the directives of kubectl, kustomize knows " + DIRECTIVE + " and not " + name
                                + ".");
                    }
                    refuseDirectives(value);
                });
            case Items items -> items.all().forEach(this::refuseDirectives);
            case Word _ -> {
                // Nothing is said below a word.
            }
        }
    }

    private ApplianceException broken(String why) {
        return new ApplianceException(KustomizeProblems.broken(label, why));
    }

    /// Null clears the field. Nothing that is written out stays only where the patch says nothing of it.
    private @Nullable ManifestTree merge(
            @Nullable ManifestTree there, @Nullable ManifestTree patch, MergeKeys.Field known) {
        ManifestTree first = ManifestTree.isNothing(there) ? patch : there;
        if (ManifestTree.isNothing(first)) {
            return patch == null && there instanceof Word word && !word.text().isEmpty() ? there : null;
        }
        if (there != null
                && patch != null
                && !ManifestTree.isNothing(there)
                && !ManifestTree.isNothing(patch)
                && there.getClass() != patch.getClass()) {
            throw broken("It has a " + form(patch) + " where the object has a " + form(there) + ": " + excerpt(patch));
        }
        return switch (Objects.requireNonNull(first)) {
            case Fields _ -> fields(there, patch, known);
            case Items _ when known.merges() -> items(there, patch, known);
            case Items _, Word _ -> patch == null ? there : ManifestTree.isNothing(patch) ? null : patch;
        };
    }

    private static String form(ManifestTree tree) {
        return switch (tree) {
            case Fields _ -> "section";
            case Items _ -> "list";
            case Word _ -> "word";
        };
    }

    private static String excerpt(ManifestTree tree) {
        String text = String.valueOf(tree.plain());
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private @Nullable ManifestTree fields(
            @Nullable ManifestTree there, @Nullable ManifestTree patch, MergeKeys.Field known) {
        ManifestTree target = target(there, patch);
        if (!(target instanceof Fields fields)) {
            return null;
        }
        Fields left = fields;
        Fields right = patch instanceof Fields said ? said : null;
        TreeSet<String> names = new TreeSet<>(left.all().keySet());
        if (right != null) {
            names.addAll(right.all().keySet());
        }
        for (String name : names) {
            ManifestTree value = merge(left.get(name), right == null ? null : right.get(name), known.of(name));
            if (value == null) {
                left.remove(name);
            } else {
                left.put(name, styled(left.get(name), value));
            }
        }
        return left;
    }

    /// kyaml keeps the quotes of what was there, so that `9090` for `"8080"` stays a text.
    private static ManifestTree styled(@Nullable ManifestTree before, ManifestTree value) {
        return before instanceof Word old && old.quoted() && value instanceof Word word && word.form() != Word.Form.TEXT
                ? Word.quoted(word.text())
                : value;
    }

    /// What the rest is put into: the object's own, or where it has none or gives way, the patch's. Null where it
    /// goes.
    private @Nullable ManifestTree target(@Nullable ManifestTree there, @Nullable ManifestTree patch) {
        if (ManifestTree.isNothing(there)) {
            return patch instanceof Fields said && directive(said) == Directive.DELETE ? null : patch;
        }
        if (patch == null) {
            return there;
        }
        if (ManifestTree.isNothing(patch)) {
            return null;
        }
        return switch (patch instanceof Fields said ? directive(said) : directive((Items) patch)) {
            case DELETE -> null;
            case REPLACE -> patch;
            case MERGE -> there;
        };
    }

    private Directive directive(Fields patch) {
        ManifestTree said = patch.get(DIRECTIVE);
        if (said == null) {
            return Directive.MERGE;
        }
        patch.remove(DIRECTIVE);
        return directive(MergeElements.text(said));
    }

    private Directive directive(Items patch) {
        for (ManifestTree item : patch.all()) {
            if (item instanceof Fields fields
                    && fields.get(DIRECTIVE) != null
                    && fields.all().size() == 1) {
                String word = MergeElements.text(fields.get(DIRECTIVE));
                MergeElements.set(patch, null, List.of(DIRECTIVE), List.of(word));
                return directive(word);
            }
        }
        return Directive.MERGE;
    }

    private Directive directive(String word) {
        return switch (word) {
            case "delete" -> Directive.DELETE;
            case "replace" -> Directive.REPLACE;
            case "merge" -> Directive.MERGE;
            default -> throw broken(DIRECTIVE + " is delete, replace or merge, and not " + word + ".");
        };
    }

    private @Nullable ManifestTree items(
            @Nullable ManifestTree there, @Nullable ManifestTree patch, MergeKeys.Field known) {
        ManifestTree target = ManifestTree.isNothing(there) ? patch : target(there, patch);
        if (!(target instanceof Items list)) {
            return null;
        }
        List<String> keys = known.keys().isEmpty() ? MergeElements.WORDS : known.keys();
        List<List<String>> values = MergeElements.values(patch, list, keys);
        if (values.isEmpty()) {
            return list;
        }
        if (keys.size() > 1) {
            MergeElements.unite(values);
        }
        Items merged = new Items();
        MergeElements.Valid valid = new MergeElements.Valid(keys, values.getFirst());
        for (int i = 0; i < values.size(); i++) {
            valid = MergeElements.Valid.of(values, values.get(i), keys);
            element(list, patch, known, valid, merged);
        }
        rest(merged, list, valid.keys());
        return merged;
    }

    private void element(
            Items list, @Nullable ManifestTree patch, MergeKeys.Field known, MergeElements.Valid valid, Items merged) {
        MergeElements.Valid own = MergeElements.Valid.of(List.of(valid.values()), valid.values(), valid.keys());
        ManifestTree value = merge(
                MergeElements.find(list, own.keys(), own.values()),
                MergeElements.find(patch, own.keys(), own.values()),
                known.item());
        boolean gone = ManifestTree.isEmpty(value);
        for (int i = 0; i < valid.keys().size(); i++) {
            if (gone) {
                MergeElements.set(list, null, valid.keys(), valid.values());
            } else if (value instanceof Fields fields
                    && fields.get(valid.keys().get(i)) == null
                    && !valid.values().get(i).isEmpty()) {
                fields.put(valid.keys().get(i), Word.written(valid.values().get(i)));
            }
        }
        if (!gone) {
            MergeElements.set(merged, value, valid.keys(), valid.values());
        }
    }

    /// What was there goes behind what the patch has.
    private static void rest(Items merged, Items list, List<String> keys) {
        for (ManifestTree item : List.copyOf(list.all())) {
            if (keys.equals(MergeElements.WORDS)) {
                MergeElements.set(merged, item, keys, List.of(MergeElements.text(item)));
                continue;
            }
            List<String> values = new java.util.ArrayList<>();
            for (String key : keys) {
                ManifestTree value = item instanceof Fields fields ? fields.get(key) : null;
                if (value == null) {
                    merged.all().add(item);
                } else {
                    values.add(MergeElements.text(value));
                }
            }
            if (keys.size() > 1) {
                MergeElements.set(merged, null, keys, values);
            }
            MergeElements.set(merged, item, keys, values);
        }
    }
}
