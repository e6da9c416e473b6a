package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.Kustomization.PatchEntry;
import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.config.kustomize.ManifestTree.Items;
import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.List;

/// Applies the patches of a kustomization, of both forms.
final class PatchTransformer {
    private final KustomizeFolder folder;
    private final Kustomization kustomization;
    private final ObjectList objects;

    PatchTransformer(KustomizeFolder folder, Kustomization kustomization, ObjectList objects) {
        this.folder = folder;
        this.kustomization = kustomization;
        this.objects = objects;
    }

    /// The entries of `patchesStrategicMerge`: a file, or a patch itself.
    void strategic() {
        for (String entry : kustomization.strategicPatches()) {
            boolean file = !entry.contains("\n") && !entry.contains(": ");
            String label = file ? folder.label(entry) : kustomization.label();
            for (ManifestTree document : ManifestReader.read(label, file ? folder.text(entry) : entry)) {
                Fields patch = patch(label, document);
                merge(label, target(label, patch), patch, false, false);
            }
        }
        objects.dropDeleted();
    }

    /// The entries of `patches`: either form, with or without a target.
    void patches() {
        kustomization.patches().forEach(entry -> {
            String label = label(entry);
            List<ManifestTree> documents = ManifestReader.read(label, text(entry));
            if (documents.size() == 1 && documents.getFirst() instanceof Items) {
                json(entry, true);
            } else {
                strategic(entry, label, documents);
            }
            objects.dropDeleted();
        });
    }

    /// The entries of `patchesJson6902`.
    void json() {
        kustomization.jsonPatches().forEach(entry -> json(entry, false));
    }

    private String label(PatchEntry entry) {
        return entry.path().isEmpty() ? kustomization.label() : folder.label(entry.path());
    }

    private String text(PatchEntry entry) {
        return entry.path().isEmpty() ? entry.patch() : folder.text(entry.path());
    }

    private static ApplianceException broken(String label, String why) {
        return new ApplianceException(KustomizeProblems.broken(label, why));
    }

    private void strategic(PatchEntry entry, String label, List<ManifestTree> documents) {
        List<Fields> patches = new ArrayList<>();
        documents.forEach(document -> patches.add(patch(label, document)));
        if (entry.target().isEmpty()) {
            patches.forEach(patch -> merge(label, target(label, patch), patch, entry.nameChange(), entry.kindChange()));
            return;
        }
        if (patches.size() != 1) {
            throw broken(label, "A patch with a target is one document, and this has " + patches.size() + ".");
        }
        for (KustomizedObject object : entry.target().get().of(objects)) {
            merge(label, object, patches.getFirst().copy(), entry.nameChange(), entry.kindChange());
        }
    }

    private static Fields patch(String label, ManifestTree document) {
        if (document instanceof Fields fields
                && !fields.text("kind").isEmpty()
                && fields.get("metadata") instanceof Fields metadata
                && !metadata.text("name").isEmpty()) {
            return fields;
        }
        throw broken(label, "A strategic merge patch says its kind and metadata.name.");
    }

    private KustomizedObject target(String label, Fields patch) {
        ObjectId wanted = new KustomizedObject(patch).id();
        List<KustomizedObject> found = objects.any(wanted::same);
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw broken(
                label,
                found.isEmpty()
                        ? "There is no " + wanted.words() + " (" + wanted.apiVersion() + ") to patch."
                        : "There are several " + wanted.words() + "; it is not known which one is to be patched.");
    }

    /// What an object is does not change, unless the patch may.
    private static void merge(
            String label, KustomizedObject object, Fields patch, boolean nameChange, boolean kindChange) {
        ObjectId before = object.id();
        if (nameChange || kindChange) {
            object.remember();
        }
        patch.put("apiVersion", ManifestTree.Word.of(before.apiVersion()));
        if (new StrategicMerge(label).apply(object.content(), patch) == null
                || object.content().all().isEmpty()) {
            object.delete();
            return;
        }
        if (!kindChange) {
            object.content().put("kind", ManifestTree.Word.of(before.kind()));
        }
        if (!nameChange) {
            object.name(before.name());
        }
        object.namespace(before.namespace());
    }

    private void json(PatchEntry entry, boolean remembers) {
        String label = label(entry);
        List<ManifestTree> documents = ManifestReader.readOld(label, text(entry));
        if (documents.size() != 1 || !(documents.getFirst() instanceof Items changes)) {
            throw broken(label, "A JSON patch is a list of changes.");
        }
        JsonPatch patch = new JsonPatch(label, changes);
        ObjectSelector target = entry.target()
                .orElseThrow(() -> broken(label, "A JSON patch needs a `target`, for it does not say one itself."));
        for (KustomizedObject object : target.of(objects)) {
            if (remembers) {
                object.remember();
            }
            if (!object.previousIds().isEmpty() || object.isHashed()) {
                // kustomize keeps its notes in annotations, so a patch may count on there being some.
                Fields metadata = object.content().made("metadata");
                metadata.made("annotations");
            }
            patch.apply(object.content());
        }
    }
}
