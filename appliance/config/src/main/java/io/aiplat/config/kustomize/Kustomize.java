package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.model.ApplianceException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// Builds the objects of a folder, as `kustomize build` does. It has a named part of kustomize and refuses the rest by
/// name, so what it makes is what kustomize makes.
public final class Kustomize {
    /// Kinds that others stand on come first, and those that could keep the others out come last.
    private static final List<String> FIRST = List.of(
            "Namespace",
            "ResourceQuota",
            "StorageClass",
            "CustomResourceDefinition",
            "ServiceAccount",
            "PodSecurityPolicy",
            "Role",
            "ClusterRole",
            "RoleBinding",
            "ClusterRoleBinding",
            "ConfigMap",
            "Secret",
            "Endpoints",
            "Service",
            "LimitRange",
            "PriorityClass",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "Deployment",
            "StatefulSet",
            "CronJob",
            "PodDisruptionBudget");
    private static final List<String> LAST = List.of("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");
    private static final String LOCAL = "config.kubernetes.io/local-config";

    private Kustomize() {}

    /// The objects of a folder with a kustomization, in the order in which kustomize writes them.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN`, `KUSTOMIZE_NOT_IN_SUBSET`, `KUSTOMIZE_REMOTE`
    public static List<RenderedObject> build(Path folder) {
        // Of its own file system: what travels in a JAR is in none of the machine's.
        return build(folder, folder.toAbsolutePath().getRoot());
    }

    /// The same for folders of somebody who is to see nothing else of this machine.
    ///
    /// @param bound the folder that nothing may lead out of
    /// @throws ApplianceException as [#build(Path)]; `KUSTOMIZE_BROKEN`, too, if something leads out
    public static List<RenderedObject> build(Path folder, Path bound) {
        KustomizeFolder start = KustomizeFolder.start(folder, bound);
        Kustomization kustomization = KustomizationReader.read(start);
        ObjectList objects = new ObjectList();
        accumulate(start, kustomization, objects);
        for (KustomizedObject object : objects.all()) {
            if (object.isHashed()) {
                String hash = NameHash.of(object.content());
                object.remember();
                object.name(object.name() + "-" + hash);
            }
        }
        new NameReferences(kustomization.label(), objects).follow();
        return objects.all().stream()
                .filter(object -> {
                    String local = object.marks("annotations").get(LOCAL);
                    return local == null || local.equals("false");
                })
                .sorted(order())
                .map(Kustomize::rendered)
                .toList();
    }

    /// The objects of a file of manifests, as kustomize itself writes one; lists are taken apart.
    ///
    /// @param label how problems call it
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if it is no YAML, or something in it is no object
    public static List<RenderedObject> read(String label, String yaml) {
        return objects(label, yaml).stream()
                .map(object -> new RenderedObject(object.content().plain()))
                .toList();
    }

    private static RenderedObject rendered(KustomizedObject object) {
        // kustomize writes all annotations anew, as texts.
        object.marks("annotations", object.marks("annotations"));
        return new RenderedObject(object.content().plain());
    }

    private static Comparator<KustomizedObject> order() {
        return Comparator.<KustomizedObject>comparingInt(
                        object -> rank(object.id().kind()))
                .thenComparing(Kustomize::kindKey)
                .thenComparing(object -> orTilde(object.id().namespace(), "~X") + "|"
                        + orTilde(object.id().name(), "~N"));
    }

    private static int rank(String kind) {
        if (FIRST.contains(kind)) {
            return FIRST.indexOf(kind) - FIRST.size();
        }
        return LAST.indexOf(kind) + 1;
    }

    private static String kindKey(KustomizedObject object) {
        ObjectId id = object.id();
        return orTilde(id.group(), "~G") + "_" + orTilde(id.version(), "~V") + "_" + orTilde(id.kind(), "~K");
    }

    private static String orTilde(String word, String otherwise) {
        return word.isEmpty() ? otherwise : word;
    }

    private static void accumulate(KustomizeFolder folder, Kustomization kustomization, ObjectList objects) {
        for (String resource : kustomization.resources()) {
            if (folder.isFile(resource)) {
                objects(folder.label(resource), folder.text(resource))
                        .forEach(object -> objects.add(folder.label(resource), object));
            } else {
                ObjectList below = new ObjectList();
                enter(folder, resource, false, kustomization.label(), below);
                below.all().forEach(object -> objects.add(kustomization.label(), object));
            }
        }
        kustomization
                .generators()
                .forEach(generator -> objects.absorb(
                        kustomization.label(), new ObjectGenerator(folder, kustomization.label(), generator).make()));
        kustomization.components().forEach(component -> enter(folder, component, true, kustomization.label(), objects));
        transform(folder, kustomization, objects);
    }

    private static void enter(
            KustomizeFolder folder, String name, boolean component, String label, ObjectList objects) {
        KustomizeFolder there = folder.folder(name);
        Kustomization kustomization = KustomizationReader.read(there);
        if (kustomization.component() != component) {
            throw new ApplianceException(KustomizeProblems.broken(
                    label,
                    name + " is " + (component ? "no component: it belongs" : "a component: it belongs") + " under `"
                            + (component ? "resources" : "components") + "`."));
        }
        accumulate(there, kustomization, objects);
    }

    private static void transform(KustomizeFolder folder, Kustomization kustomization, ObjectList objects) {
        PatchTransformer patches = new PatchTransformer(folder, kustomization, objects);
        FieldTransformers fields = new FieldTransformers(kustomization, objects);
        patches.strategic();
        patches.patches();
        fields.namespace();
        fields.names();
        fields.marks();
        patches.json();
        fields.replicas();
        fields.images();
    }

    private static List<KustomizedObject> objects(String label, String text) {
        Deque<ManifestTree> documents = new ArrayDeque<>(ManifestReader.read(label, text));
        List<KustomizedObject> objects = new ArrayList<>();
        while (!documents.isEmpty()) {
            if (!(documents.poll() instanceof Fields fields)) {
                throw new ApplianceException(KustomizeProblems.broken(label, "A document of it is no object."));
            }
            boolean list = fields.text("kind").endsWith("List");
            if (list && fields.get("items") instanceof Items items) {
                documents.addAll(items.all());
            } else if (!fields.all().isEmpty()) {
                objects.add(object(label, fields, list));
            }
        }
        return objects;
    }

    private static KustomizedObject object(String label, Fields fields, boolean list) {
        KustomizedObject object = new KustomizedObject(fields);
        Map<String, String> id = Map.of("kind", fields.text("kind"), "metadata.name", list ? "-" : object.name());
        id.forEach((field, value) -> {
            if (value.isEmpty()) {
                throw new ApplianceException(KustomizeProblems.broken(label, "An object of it has no " + field + "."));
            }
        });
        return object;
    }
}
