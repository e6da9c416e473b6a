package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.FieldSpec.Makes;
import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.kustomize.ManifestTree.Word;
import io.aiplat.model.ApplianceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lets references follow the objects they name, wherever these were renamed or moved.
final class NameReferences {
    private final String label;
    private final ObjectList objects;

    /// @param label how problems call the build
    NameReferences(String label, ObjectList objects) {
        this.label = label;
        this.objects = objects;
    }

    /// Changes all references.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if one could mean several objects
    void follow() {
        for (KustomizedObject referrer : objects.all()) {
            List<KustomizedObject> reachable = reachable(referrer);
            for (FieldSpecs.Reference reference : FieldSpecs.references()) {
                for (FieldSpec field : reference.fields()) {
                    if (field.selects(referrer.original())) {
                        new Field(referrer, reachable, reference.target(), field.path()).follow();
                    }
                }
            }
        }
    }

    /// Objects of the same namespace and of the whole cluster; for a binding also those of its accounts' namespaces.
    private List<KustomizedObject> reachable(KustomizedObject referrer) {
        ObjectId id = referrer.id();
        if (id.ofCluster()) {
            return objects.all();
        }
        Set<String> bound = new HashSet<>();
        if (id.kind().equals("RoleBinding") && referrer.content().get("subjects") instanceof Items subjects) {
            subjects.all().forEach(subject -> {
                if (subject instanceof Fields fields && fields.text("kind").equals("ServiceAccount")) {
                    bound.add(fields.text("namespace"));
                }
            });
            bound.remove("");
        }
        return objects.all().stream()
                .filter(object -> object.id().ofCluster()
                        || object.id().effectiveNamespace().equals(id.effectiveNamespace())
                        || bound.contains(object.namespace()))
                .toList();
    }

    /// A field of an object in which names of other objects stand.
    private final class Field {
        private final KustomizedObject referrer;
        private final List<KustomizedObject> reachable;
        private final FieldSpec target;
        private final String path;

        Field(KustomizedObject referrer, List<KustomizedObject> reachable, FieldSpec target, String path) {
            this.referrer = referrer;
            this.reachable = reachable;
            this.target = target;
            this.path = path;
        }

        void follow() {
            new FieldSpec("", "", "", false, path)
                    .change(referrer.id(), referrer.content(), Makes.NOTHING, this::followed);
        }

        private ManifestTree followed(ManifestTree node) {
            switch (node) {
                case Word word
                when !ManifestTree.isNothing(word) -> {
                    return word(word);
                }
                case Word nothing -> {
                    return nothing;
                }
                case Fields fields -> fields(fields);
                case Items items ->
                    items.all().replaceAll(item -> {
                        if (item instanceof Items) {
                            throw broken("has lists in a list, where names belong");
                        }
                        return followed(item);
                    });
            }
            return node;
        }

        private ApplianceException broken(String what) {
            return new ApplianceException(KustomizeProblems.broken(
                    label, "The field " + path + " of " + referrer.id().words() + " " + what + "."));
        }

        private Word word(Word word) {
            KustomizedObject meant = meant(word.text(), reachable, false);
            return meant == null || meant.name().equals(word.text()) ? word : Word.of(meant.name());
        }

        private void fields(Fields fields) {
            if (fields.get("name") == null) {
                throw broken("has no `name`, where one belongs");
            }
            String old = MergeElements.text(fields.get("name"));
            KustomizedObject meant = meant(old, candidates(fields), true);
            if (meant == null || (meant.name().equals(old) && meant.namespace().isEmpty())) {
                return;
            }
            fields.put("name", Word.of(meant.name()));
            if (!meant.namespace().isEmpty()) {
                fields.put("namespace", Word.of(meant.namespace()));
            }
        }

        private List<KustomizedObject> candidates(Fields fields) {
            if (fields.get("namespace") == null) {
                return reachable;
            }
            String namespace = MergeElements.text(fields.get("namespace"));
            List<KustomizedObject> before = reachable.stream()
                    .filter(object -> object.original().effectiveNamespace().equals(namespace))
                    .toList();
            return !before.isEmpty()
                    ? before
                    : reachable.stream()
                            .filter(object -> object.id().effectiveNamespace().equals(namespace))
                            .toList();
        }

        private @Nullable KustomizedObject meant(String name, List<KustomizedObject> among, boolean withNamespace) {
            List<KustomizedObject> found = among.stream()
                    .filter(object -> object.previousIds().stream()
                            .anyMatch(id -> id.name().equals(name)))
                    .filter(object -> object.previousIds().stream().anyMatch(target::selects))
                    .filter(this::isOfRole)
                    .filter(this::isOfNamespace)
                    .toList();
            if (found.size() > 1) {
                found = found.stream()
                        .filter(o -> o.isNamedLike(referrer, true))
                        .toList();
                if (found.size() > 1) {
                    found = found.stream()
                            .filter(o -> o.isNamedLike(referrer, false))
                            .toList();
                }
            }
            if (found.size() > 1 && different(found, withNamespace)) {
                throw broken("names " + name + ", which could be any of "
                        + String.join(
                                ", ", found.stream().map(o -> o.id().words()).toList()));
            }
            return found.isEmpty() ? null : found.getFirst();
        }

        private static boolean different(List<KustomizedObject> found, boolean withNamespace) {
            Stream<String> names =
                    found.stream().map(object -> object.name() + (withNamespace ? "/" + object.namespace() : ""));
            return names.distinct().count() > 1;
        }

        /// A Role and a ClusterRole may have one name.
        private boolean isOfRole(KustomizedObject object) {
            Fields role = referrer.content().fields("roleRef");
            if (!path.endsWith("roleRef/name")
                    || role == null
                    || role.get("apiGroup") == null
                    || role.get("kind") == null) {
                return true;
            }
            FieldSpec wanted = new FieldSpec(role.text("apiGroup"), "", role.text("kind"), false, "");
            return object.previousIds().stream().anyMatch(wanted::selects);
        }

        private boolean isOfNamespace(KustomizedObject object) {
            ObjectId id = object.id();
            return referrer.id().ofCluster()
                    || id.ofCluster()
                    || id.kind().equals("ServiceAccount")
                    || id.effectiveNamespace().equals(referrer.id().effectiveNamespace());
        }
    }
}
