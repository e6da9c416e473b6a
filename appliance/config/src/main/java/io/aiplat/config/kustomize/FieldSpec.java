package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.kustomize.ManifestTree.Word;
import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Where a field stands in which objects. Empty group, version or kind match any.
///
/// @param create whether the field is made where there is none
/// @param path names joined by `/`; one that ends in `[]` is never made. Lists on the way are gone through as a whole
record FieldSpec(String group, String version, String kind, boolean create, String path) {
    /// What is made of a field that is not there.
    enum Makes {
        NOTHING,
        WORD,
        FIELDS
    }

    /// Whether objects of this kind have the field.
    boolean selects(ObjectId id) {
        return (group.isEmpty() || group.equals(id.group()))
                && (version.isEmpty() || version.equals(id.version()))
                && (kind.isEmpty() || kind.equals(id.kind()));
    }

    /// Changes the field wherever it stands in an object.
    ///
    /// @param change gets what stands there, and returns what shall
    void change(ObjectId id, Fields object, Makes makes, UnaryOperator<ManifestTree> change) {
        if (selects(id)) {
            walk(id, object, names(), makes, change);
        }
    }

    /// The names, those that hold an escaped slash put together.
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            int last = names.size() - 1;
            if (last >= 0 && names.get(last).endsWith("\\")) {
                names.set(last, names.get(last).substring(0, names.get(last).length() - 1) + "/" + part);
            } else {
                names.add(part);
            }
        }
        return names;
    }

    private ManifestTree walk(
            ObjectId id, ManifestTree node, List<String> way, Makes makes, UnaryOperator<ManifestTree> change) {
        if (way.isEmpty()) {
            return change.apply(node);
        }
        if (ManifestTree.isNothing(node)) {
            return node;
        }
        switch (node) {
            case Items items -> items.all().replaceAll(item -> walk(id, item, way, makes, change));
            case Fields fields -> step(id, fields, way, makes, change);
            case Word _ ->
                throw new ApplianceException(KustomizeProblems.broken(
                        id.words(), "The field " + path + " leads through a word, where fields or a list belong."));
        }
        return node;
    }

    private void step(ObjectId id, Fields fields, List<String> way, Makes makes, UnaryOperator<ManifestTree> change) {
        String name = way.getFirst();
        boolean list = name.endsWith("[]");
        if (list) {
            name = name.substring(0, name.length() - 2);
        }
        boolean last = way.size() == 1;
        boolean made = create && makes != Makes.NOTHING && !list;
        ManifestTree there = fields.get(name);
        if (there == null && !made) {
            return;
        }
        ManifestTree field =
                there == null || ManifestTree.isNothing(there) ? empty(there, list, made, last, makes) : there;
        fields.put(name, walk(id, field, way.subList(1, way.size()), makes, change));
    }

    private static ManifestTree empty(
            @Nullable ManifestTree there, boolean list, boolean made, boolean last, Makes makes) {
        if (list) {
            return new Items();
        }
        if (made && !(last && makes == Makes.WORD)) {
            return new Fields();
        }
        return there == null ? Word.written("") : there;
    }
}
