package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.FieldSpec.Makes;
import io.aiplat.config.kustomize.Kustomization.ImageChange;
import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.kustomize.ManifestTree.Word;
import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Namespace, names, labels, annotations, copies and images of all objects of a kustomization.
final class FieldTransformers {
    private static final Set<String> NAMED_BY_OTHERS = Set.of("CustomResourceDefinition", "Namespace");
    private static final String OF_API_SERVICES = "apiregistration.k8s.io";

    private final Kustomization kustomization;
    private final ObjectList objects;

    FieldTransformers(Kustomization kustomization, ObjectList objects) {
        this.kustomization = kustomization;
        this.objects = objects;
    }

    private ApplianceException broken(String why) {
        return new ApplianceException(KustomizeProblems.broken(kustomization.label(), why));
    }

    /// Puts all into the namespace.
    void namespace() {
        String namespace = kustomization.namespace();
        if (namespace.isEmpty()) {
            return;
        }
        for (KustomizedObject object : objects.all()) {
            object.remember();
            ObjectId id = object.id();
            if (!id.ofCluster()) {
                object.namespace(namespace);
            }
            if (id.kind().equals("RoleBinding") || id.kind().equals("ClusterRoleBinding")) {
                subjects(object.content(), namespace);
            }
            FieldSpecs.of("namespace").stream()
                    .filter(spec -> !spec.path().equals("metadata/name")
                            || id.apiVersion().equals("v1"))
                    .forEach(spec -> spec.change(id, object.content(), Makes.WORD, _ -> Word.of(namespace)));
            ObjectId now = object.id();
            if (objects.now(now::same).size() != 1) {
                throw broken("In namespace " + namespace + " there would be two of " + now.words() + ".");
            }
        }
    }

    /// Other subjects follow their account, as names do.
    private static void subjects(Fields binding, String namespace) {
        if (binding.get("subjects") instanceof Items subjects) {
            subjects.all().forEach(subject -> {
                if (subject instanceof Fields fields && fields.text("name").equals("default")) {
                    fields.put("namespace", Word.of(namespace));
                }
            });
        }
    }

    /// Sets what names begin and end with.
    void names() {
        String prefix = kustomization.namePrefix();
        String suffix = kustomization.nameSuffix();
        if (!prefix.isEmpty()) {
            renamed(object -> {
                object.prefixes().add(prefix);
                object.remember();
                object.name(prefix + object.name());
            });
        }
        if (!suffix.isEmpty()) {
            renamed(object -> {
                object.suffixes().add(suffix);
                object.remember();
                object.name(object.name() + suffix);
            });
        }
    }

    private void renamed(Consumer<KustomizedObject> rename) {
        for (KustomizedObject object : objects.all()) {
            ObjectId first = object.original();
            boolean service = first.kind().equals("APIService") && first.group().equals(OF_API_SERVICES);
            if (!NAMED_BY_OTHERS.contains(first.kind()) && !service) {
                rename.accept(object);
            }
        }
    }

    /// Adds labels and annotations.
    void marks() {
        FieldSpec own = new FieldSpec("", "", "", true, "metadata/labels");
        for (Kustomization.Labels labels : kustomization.labels()) {
            List<FieldSpec> fields = new ArrayList<>(labels.fields());
            if (labels.selectors()) {
                fields.addAll(FieldSpecs.of("commonLabels"));
            } else {
                if (labels.templates()) {
                    fields.addAll(FieldSpecs.of("templateLabels"));
                }
                fields.add(own);
            }
            marks(labels.pairs(), fields);
        }
        marks(kustomization.commonLabels(), FieldSpecs.of("commonLabels"));
        marks(kustomization.commonAnnotations(), FieldSpecs.of("commonAnnotations"));
    }

    private void marks(Map<String, String> pairs, List<FieldSpec> specs) {
        new TreeMap<>(pairs)
                .forEach((name, value) -> objects.all().forEach(object -> {
                    ObjectId id = object.id();
                    specs.forEach(spec -> spec.change(id, object.content(), Makes.FIELDS, field -> {
                        if (!(field instanceof Fields fields)) {
                            throw broken(
                                    spec.path() + " of " + id.words() + " has no fields to put " + name + " into.");
                        }
                        fields.put(name, Word.of(value));
                        return fields;
                    }));
                }));
    }

    /// Sets how many copies there are.
    void replicas() {
        kustomization.replicas().forEach((name, count) -> {
            boolean found = false;
            for (FieldSpec spec : FieldSpecs.of("replicas")) {
                List<KustomizedObject> named = objects.any(id -> id.name().equals(name) && spec.selects(id));
                found |= !named.isEmpty();
                named.forEach(object -> spec.change(
                        object.id(), object.content(), Makes.WORD, _ -> Word.written(Long.toString(count))));
            }
            if (!found) {
                throw broken("There is no Deployment, ReplicaSet, StatefulSet or ReplicationController " + name
                        + " whose replicas could be set.");
            }
        });
    }

    /// Sets names, tags and digests of images.
    void images() {
        for (ImageChange change : kustomization.images()) {
            for (KustomizedObject object : objects.all()) {
                if (!object.id().kind().equals("CustomResourceDefinition")) {
                    containers(object.content(), change);
                }
            }
            for (KustomizedObject object : objects.all()) {
                ObjectId id = object.id();
                if (!id.kind().equals("CustomResourceDefinition")) {
                    FieldSpecs.of("images")
                            .forEach(spec ->
                                    spec.change(id, object.content(), Makes.NOTHING, field -> image(field, change)));
                }
            }
        }
    }

    /// Lists of containers, wherever they stand.
    private void containers(ManifestTree node, ImageChange change) {
        switch (node) {
            case Fields fields ->
                List.copyOf(fields.all().entrySet()).forEach(entry -> {
                    containers(entry.getValue(), change);
                    boolean named = entry.getKey().equals("containers")
                            || entry.getKey().equals("initContainers");
                    if (named && entry.getValue() instanceof Items items) {
                        items.all().forEach(item -> {
                            if (item instanceof Fields container && container.get("image") != null) {
                                container.put("image", image(container.get("image"), change));
                            }
                        });
                    }
                });
            case Items items -> items.all().forEach(item -> containers(item, change));
            case Word _ -> {
                // Nothing is below a word.
            }
        }
    }

    private ManifestTree image(ManifestTree field, ImageChange change) {
        if (!(field instanceof Word word)) {
            throw broken("An image is a text, and not " + field.plain() + ".");
        }
        return matches(word.text(), change.name()) ? Word.of(changed(word.text(), change)) : word;
    }

    /// The name is a pattern to kustomize.
    private boolean matches(String image, String name) {
        try {
            return Pattern.compile(name + "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?")
                    .matcher(image)
                    .matches();
        } catch (PatternSyntaxException e) {
            throw new ApplianceException(
                    KustomizeProblems.broken(kustomization.label(), "This is no name of an image: " + name + "."), e);
        }
    }

    private static String changed(String image, ImageChange change) {
        int slash = Math.max(image.indexOf('/'), 0);
        int at = image.indexOf('@', slash);
        int colon = image.indexOf(':', slash);
        int end = at < 0 ? image.length() : at;
        boolean tagged = colon >= 0 && colon < end;
        String name = image.substring(0, tagged ? colon : end);
        String tag = tagged ? image.substring(colon + 1, end) : "";
        String digest = at < 0 ? "" : image.substring(at + 1);
        if (!change.newName().isEmpty()) {
            name = change.newName();
        }
        if (!change.newTag().isEmpty()) {
            tag = change.newTag();
            digest = change.digest();
        } else if (!change.digest().isEmpty()) {
            tag = "";
            digest = change.digest();
        } else if (!change.tagSuffix().isEmpty()) {
            tag += change.tagSuffix();
            digest = "";
        }
        return name + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
    }
}
