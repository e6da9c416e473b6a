package io.aiplat.provisioning.gitops;

import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.model.ApplianceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Expands the layouts of Flux and Argo CD: a Kustomization of Flux, or an Application, is replaced by the objects of
/// the folder that it leads to, in the same files. What only those two can do is refused by name.
///
/// Shapes are those of `kustomize.toolkit.fluxcd.io/v1` and `argoproj.io/v1alpha1`.
final class LayoutExpansion {
    private static final String FLUX = ".toolkit.fluxcd.io";
    private static final String ARGO = "argoproj.io";
    private static final int DEEPEST = 8;
    private static final String PART_OF = "app.kubernetes.io/part-of";

    /// Fields of a Kustomization that change what is made of a folder in a way that is not built in.
    private static final Set<String> FLUX_REFUSED = Set.of(
            "postBuild", "decryption", "kubeConfig", "serviceAccountName", "patchesStrategicMerge", "patchesJson6902");

    private static final Set<String> ARGO_REFUSED = Set.of("chart", "helm", "plugin", "kustomize");

    private final SourceObjects source;
    private final List<String> notes;
    private final List<String> refused = new ArrayList<>();
    private final Set<String> done = new HashSet<>();
    private int overlays;

    /// @param source builds the folders
    /// @param path   of the folder whose objects are expanded; a layout that leads to it again adds nothing
    /// @param notes  gets a sentence for what is left out
    LayoutExpansion(SourceObjects source, String path, List<String> notes) {
        this.source = source;
        this.notes = notes;
        done.add(normal(path));
    }

    /// Whether an object is one of Flux's or Argo CD's own kinds.
    static boolean concerns(RenderedObject object) {
        return group(object).endsWith(FLUX) || group(object).equals(ARGO);
    }

    /// The objects that stand behind these.
    ///
    /// @throws ApplianceException GITOPS_NOT_SERVED, and those of kustomize
    List<RenderedObject> expand(List<RenderedObject> objects) {
        List<RenderedObject> all = expand(objects, 0);
        if (!refused.isEmpty()) {
            throw new ApplianceException(GitopsProblems.notServed(refused));
        }
        return all;
    }

    private List<RenderedObject> expand(List<RenderedObject> objects, int depth) {
        List<RenderedObject> all = new ArrayList<>();
        Map<String, RenderedObject> kustomizations = new LinkedHashMap<>();
        int ofFlux = 0;
        for (RenderedObject object : objects) {
            if (group(object).equals("kustomize" + FLUX)) {
                kustomizations.put(object.name(), object);
            } else if (group(object).equals(ARGO)) {
                all.addAll(argo(object, depth));
            } else if (group(object).endsWith(FLUX)) {
                other(object);
            } else if ("flux".equals(label(object))) {
                ofFlux++;
            } else {
                all.add(object);
            }
        }
        if (ofFlux > 0) {
            notes.add(ofFlux + " objects of Flux itself are left out: aiplat does its work.");
        }
        Set<String> sources = sources(objects);
        inOrder(kustomizations).forEach(each -> all.addAll(flux(each, sources, depth)));
        return all;
    }

    /// Sources are these very files, and all else is refused.
    private void other(RenderedObject object) {
        if (!object.kind().equals("GitRepository")) {
            refused.add(words(object) + " is for a controller of Flux that aiplat does not have.");
        }
    }

    private static Set<String> sources(List<RenderedObject> objects) {
        Set<String> names = new TreeSet<>();
        objects.stream()
                .filter(each -> each.kind().equals("GitRepository") && concerns(each))
                .map(RenderedObject::name)
                .forEach(names::add);
        return names;
    }

    /// After those that they depend on; in a circle as they stand.
    private static List<RenderedObject> inOrder(Map<String, RenderedObject> kustomizations) {
        Map<String, RenderedObject> ordered = new LinkedHashMap<>();
        kustomizations.values().forEach(each -> add(each, kustomizations, ordered, new HashSet<>()));
        return List.copyOf(ordered.values());
    }

    private static void add(
            RenderedObject each,
            Map<String, RenderedObject> all,
            Map<String, RenderedObject> ordered,
            Set<String> way) {
        if (ordered.containsKey(each.name()) || !way.add(each.name())) {
            return;
        }
        if (map(each.content(), "spec").get("dependsOn") instanceof List<?> before) {
            for (Object one : before) {
                RenderedObject there = one instanceof Map<?, ?> reference ? all.get(text(reference, "name")) : null;
                if (there != null) {
                    add(there, all, ordered, way);
                }
            }
        }
        ordered.put(each.name(), each);
    }

    private List<RenderedObject> flux(RenderedObject object, Set<String> sources, int depth) {
        Map<?, ?> spec = map(object.content(), "spec");
        Map<?, ?> source = map(spec, "sourceRef");
        if (Boolean.TRUE.equals(spec.get("suspend"))) {
            notes.add(words(object) + " is suspended, and left out.");
            return List.of();
        }
        boolean here = text(source, "kind").equals("GitRepository")
                && (sources.size() <= 1 || text(source, "name").equals("flux-system"));
        if (!here) {
            refused.add(words(object) + " takes its files of another source (" + text(source, "kind") + " "
                    + text(source, "name") + ").");
            return List.of();
        }
        List<String> fields = spec.keySet().stream()
                .map(String::valueOf)
                .filter(FLUX_REFUSED::contains)
                .sorted()
                .toList();
        if (!fields.isEmpty()) {
            refused.add(words(object) + " has " + String.join(", ", fields) + ", which aiplat does not do.");
            return List.of();
        }
        if (!Boolean.TRUE.equals(spec.get("prune"))) {
            refused.add(words(object) + " has `prune: false`, and aiplat deletes what is taken out.");
            return List.of();
        }
        return below(normal(text(spec, "path")), overlay(spec), true, depth);
    }

    /// What a Kustomization wishes beyond its folder, as kustomize says it.
    private static Map<String, Object> overlay(Map<?, ?> spec) {
        Map<String, Object> overlay = new TreeMap<>();
        Map.of("targetNamespace", "namespace", "namePrefix", "namePrefix", "nameSuffix", "nameSuffix")
                .forEach((ours, theirs) -> put(overlay, theirs, spec.get(ours)));
        put(overlay, "patches", spec.get("patches"));
        put(overlay, "images", spec.get("images"));
        put(overlay, "components", spec.get("components"));
        Map<?, ?> metadata = map(spec, "commonMetadata");
        put(overlay, "commonAnnotations", metadata.get("annotations"));
        if (metadata.get("labels") instanceof Map<?, ?> labels) {
            overlay.put("labels", List.of(Map.of("pairs", labels)));
        }
        return overlay;
    }

    private static void put(Map<String, Object> overlay, String field, @Nullable Object value) {
        if (value != null) {
            overlay.put(field, value);
        }
    }

    private List<RenderedObject> argo(RenderedObject object, int depth) {
        if (object.kind().equals("AppProject")) {
            notes.add(words(object) + " is left out: it says who may use Argo CD.");
            return List.of();
        }
        Map<?, ?> spec = map(object.content(), "spec");
        Map<?, ?> source = map(spec, "source");
        Map<?, ?> target = map(spec, "destination");
        List<String> fields = source.keySet().stream()
                .map(String::valueOf)
                .filter(ARGO_REFUSED::contains)
                .sorted()
                .toList();
        String server = text(target, "server");
        if (!object.kind().equals("Application")) {
            refused.add(words(object) + " is for a controller of Argo CD that aiplat does not have.");
        } else if (!fields.isEmpty() || source.isEmpty()) {
            refused.add(words(object) + " has " + (fields.isEmpty() ? "several sources" : String.join(", ", fields))
                    + ", which aiplat does not do.");
        } else if (!(server.isEmpty() || server.equals("https://kubernetes.default.svc"))
                || !List.of("", "in-cluster").contains(text(target, "name"))) {
            refused.add(words(object) + " is for another cluster.");
        } else {
            boolean deep = Boolean.TRUE.equals(map(source, "directory").get("recurse"));
            return inNamespace(
                    below(normal(text(source, "path")), Map.of(), deep, depth),
                    text(target, "namespace"),
                    map(spec, "syncPolicy"));
        }
        return List.of();
    }

    /// Argo CD gives its namespace to what has none, and leaves the others.
    private static List<RenderedObject> inNamespace(
            List<RenderedObject> objects, String namespace, Map<?, ?> syncPolicy) {
        if (namespace.isEmpty()) {
            return objects;
        }
        List<RenderedObject> all = new ArrayList<>();
        if (syncPolicy.get("syncOptions") instanceof List<?> options
                && options.contains("CreateNamespace=true")
                && objects.stream()
                        .noneMatch(each ->
                                each.kind().equals("Namespace") && each.name().equals(namespace))) {
            all.add(new RenderedObject(
                    Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", namespace))));
        }
        objects.forEach(each -> all.add(each.namespace().isEmpty() ? each.inNamespace(namespace) : each));
        return all;
    }

    private List<RenderedObject> below(String path, Map<String, Object> overlay, boolean deep, int depth) {
        if (!done.add(path + (overlay.isEmpty() ? "" : " " + overlay))) {
            return List.of();
        }
        if (depth >= DEEPEST) {
            refused.add("Layouts lead to layouts, more than " + DEEPEST + " deep, at " + path + ".");
            return List.of();
        }
        List<RenderedObject> objects = source.folder(path, deep);
        if (!overlay.isEmpty()) {
            String name = ".aiplat-" + overlays++;
            Map<String, Object> kustomization = new TreeMap<>(overlay);
            kustomization.put("resources", List.of("../" + path));
            if (overlay.get("components") instanceof List<?> components) {
                kustomization.put(
                        "components",
                        components.stream()
                                .map(each -> "../" + normal(path + "/" + each))
                                .toList());
            }
            source.overlay(name, kustomization);
            objects = source.folder(name, true);
        }
        return expand(objects, depth + 1);
    }

    /// A path in the files, without dots; empty for all of them.
    private static String normal(String path) {
        String relative = path.strip().replaceFirst("^/+", "");
        return Path.of(relative).normalize().toString();
    }

    private static String group(RenderedObject object) {
        int slash = object.apiVersion().indexOf('/');
        return slash < 0 ? "" : object.apiVersion().substring(0, slash);
    }

    private static @Nullable String label(RenderedObject object) {
        return map(map(object.content(), "metadata"), "labels").get(PART_OF) instanceof String label ? label : null;
    }

    private static String words(RenderedObject object) {
        return object.kind() + " " + (object.namespace().isEmpty() ? "" : object.namespace() + "/") + object.name();
    }

    private static Map<?, ?> map(Map<?, ?> of, String field) {
        return of.get(field) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static String text(Map<?, ?> of, String field) {
        return of.get(field) instanceof String text ? text : "";
    }
}
