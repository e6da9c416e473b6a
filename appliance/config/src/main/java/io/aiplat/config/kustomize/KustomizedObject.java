package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Word;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An object on its way, with the names it had before: patches and references may speak of it by any of these.
final class KustomizedObject {
    private final List<ObjectId> previous = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private final List<String> suffixes = new ArrayList<>();
    private Fields content;
    private boolean deleted;
    private boolean hashed;
    private String behavior = "";

    KustomizedObject(Fields content) {
        this.content = content;
    }

    /// What is in it.
    Fields content() {
        return content;
    }

    /// Whether a patch has deleted it.
    boolean isDeleted() {
        return deleted || content.all().isEmpty();
    }

    void delete() {
        deleted = true;
    }

    /// What it is now.
    ObjectId id() {
        return ObjectId.of(content.text("apiVersion"), content.text("kind"), name(), namespace());
    }

    /// What it was at first.
    ObjectId original() {
        return previous.isEmpty() ? id() : previousIds().getFirst();
    }

    /// What it was before, in this order; of the present version of its kind.
    List<ObjectId> previousIds() {
        ObjectId now = id();
        return previous.stream()
                .map(id -> new ObjectId(now.group(), now.version(), id.kind(), id.name(), id.namespace()))
                .toList();
    }

    /// What it was and is.
    List<ObjectId> allIds() {
        List<ObjectId> all = new ArrayList<>(previousIds());
        all.add(id());
        return all;
    }

    /// Keeps what it is now, because it is about to change.
    void remember() {
        ObjectId now = id();
        previous.add(new ObjectId(now.group(), now.version(), now.kind(), now.name(), now.effectiveNamespace()));
    }

    String name() {
        return metadata().text("name");
    }

    void name(String name) {
        content.made("metadata").put("name", Word.of(name));
    }

    /// As it is written; empty where it is not.
    String namespace() {
        return metadata().text("namespace");
    }

    void namespace(String namespace) {
        if (namespace.isEmpty()) {
            content.made("metadata").remove("namespace");
        } else {
            content.made("metadata").put("namespace", Word.of(namespace));
        }
    }

    private Fields metadata() {
        Fields metadata = content.fields("metadata");
        return metadata == null ? new Fields() : metadata;
    }

    /// Its labels or annotations.
    Map<String, String> marks(String field) {
        Map<String, String> marks = new LinkedHashMap<>();
        Fields there = metadata().fields(field);
        if (there != null) {
            there.all().keySet().forEach(name -> marks.put(name, MergeElements.text(there.get(name))));
        }
        return marks;
    }

    /// Sets its labels or annotations; without any, the field goes.
    void marks(String field, Map<String, String> marks) {
        if (marks.isEmpty()) {
            metadata().remove(field);
            return;
        }
        Fields all = new Fields();
        marks.forEach((name, value) -> all.put(name, Word.of(value)));
        content.made("metadata").put(field, all);
    }

    List<String> prefixes() {
        return prefixes;
    }

    List<String> suffixes() {
        return suffixes;
    }

    /// Whether its name ends with a hash of what is in it.
    boolean isHashed() {
        return hashed;
    }

    /// What a generator says of one that is there already: `create`, `replace` or `merge`; empty for none.
    String behavior() {
        return behavior;
    }

    void generated(boolean withHash, String like) {
        hashed = withHash;
        behavior = like;
    }

    /// Takes the place of a generated one: its name, labels, annotations and history.
    void succeed(KustomizedObject before) {
        Map<String, String> labels = before.marks("labels");
        labels.putAll(marks("labels"));
        marks("labels", labels);
        Map<String, String> annotations = before.marks("annotations");
        annotations.putAll(marks("annotations"));
        marks("annotations", annotations);
        name(before.name());
        namespace(before.namespace());
        hashed = hashed && before.hashed;
        behavior = before.behavior;
        previous.clear();
        previous.addAll(before.previous);
        prefixes.clear();
        prefixes.addAll(before.prefixes);
        suffixes.clear();
        suffixes.addAll(before.suffixes);
    }

    /// Adds what an earlier one has under a field and this one has not.
    void inherit(KustomizedObject before, String field) {
        Fields theirs = before.content.fields(field);
        if (theirs != null && !theirs.all().isEmpty()) {
            Fields all = theirs.copy();
            Fields own = content.fields(field);
            if (own != null) {
                all.all().putAll(own.all());
            }
            content.put(field, all);
        }
    }

    /// Whether the names were given the same beginnings and ends, as far as both have any.
    ///
    /// @param lenient whether none goes with any
    boolean isNamedLike(KustomizedObject other, boolean lenient) {
        return sameEnd(prefixes, other.prefixes, lenient) && sameEnd(suffixes, other.suffixes, lenient);
    }

    private static boolean sameEnd(List<String> one, List<String> other, boolean lenient) {
        List<String> shorter = one.size() < other.size() ? one : other;
        List<String> longer = one.size() < other.size() ? other : one;
        if (shorter.isEmpty()) {
            return lenient || longer.isEmpty();
        }
        return longer.subList(longer.size() - shorter.size(), longer.size()).equals(shorter);
    }
}
