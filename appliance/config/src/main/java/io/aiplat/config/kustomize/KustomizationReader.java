package io.aiplat.config.kustomize;

import io.aiplat.config.kustomize.Kustomization.Generator;
import io.aiplat.config.kustomize.Kustomization.ImageChange;
import io.aiplat.config.kustomize.Kustomization.Labels;
import io.aiplat.config.kustomize.Kustomization.Options;
import io.aiplat.config.kustomize.Kustomization.PatchEntry;
import io.aiplat.config.kustomize.ManifestTree.Fields;
import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads kustomization files. What kustomize has and this has not is refused by name; a word that neither knows is a
/// mistake.
final class KustomizationReader {
    private static final Set<String> KNOWN = Set.of(
            "apiVersion",
            "kind",
            "metadata",
            "resources",
            "bases",
            "components",
            "namespace",
            "namePrefix",
            "nameSuffix",
            "commonLabels",
            "labels",
            "commonAnnotations",
            "patchesStrategicMerge",
            "patchesJson6902",
            "patches",
            "images",
            "imageTags",
            "replicas",
            "configMapGenerator",
            "secretGenerator",
            "generatorOptions");
    private static final List<String> LEFT_OUT = List.of(
            "vars",
            "replacements",
            "helmCharts",
            "helmGlobals",
            "helmChartInflationGenerator",
            "openapi",
            "crds",
            "configurations",
            "generators",
            "transformers",
            "validators",
            "buildMetadata",
            "sortOptions");
    private static final Set<String> GENERATOR =
            Set.of("name", "namespace", "behavior", "type", "literals", "files", "envs", "env", "options");

    private final String label;
    private final KustomizationSection said;

    private KustomizationReader(String label, Fields fields) {
        this.label = label;
        this.said = new KustomizationSection(label, "", fields);
    }

    /// The kustomization of a folder.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN`, `KUSTOMIZE_NOT_IN_SUBSET`
    static Kustomization read(KustomizeFolder folder) {
        String name = folder.kustomization();
        String label = folder.label(name);
        List<ManifestTree> documents = ManifestReader.readOld(label, folder.text(name));
        if (documents.size() == 1 && documents.getFirst() instanceof Fields fields) {
            return new KustomizationReader(label, fields).kustomization();
        }
        throw new ApplianceException(KustomizeProblems.broken(label, "It has to be one section with fields."));
    }

    private Kustomization kustomization() {
        LEFT_OUT.stream().filter(said::has).findFirst().ifPresent(name -> {
            throw new ApplianceException(KustomizeProblems.notInSubset(label, "`" + name + "`"));
        });
        said.of(KNOWN);
        boolean component = isComponent();
        return new Kustomization(
                label,
                component,
                Stream.concat(said.texts("resources").stream(), said.texts("bases").stream())
                        .toList(),
                said.texts("components"),
                said.text("namespace"),
                said.text("namePrefix"),
                said.text("nameSuffix"),
                said.pairs("commonLabels"),
                said.sections("labels").stream().map(this::labels).toList(),
                said.pairs("commonAnnotations"),
                said.texts("patchesStrategicMerge"),
                said.sections("patchesJson6902").stream().map(this::patch).toList(),
                said.sections("patches").stream().map(this::patch).toList(),
                Stream.of("images", "imageTags")
                        .flatMap(name -> said.sections(name).stream())
                        .map(KustomizationReader::image)
                        .toList(),
                replicas(),
                generators());
    }

    private boolean isComponent() {
        String kind = said.text("kind");
        boolean component = kind.equals("Component");
        if (!component && !kind.isEmpty() && !kind.equals("Kustomization")) {
            throw said.broken("Its kind is Kustomization or Component, and not " + kind + ".");
        }
        String version = said.text("apiVersion");
        String wanted = "kustomize.config.k8s.io/" + (component ? "v1alpha1" : "v1beta1");
        if (!version.isEmpty() && !version.equals(wanted)) {
            throw said.broken("The apiVersion of a " + kind + " is " + wanted + ", and not " + version + ".");
        }
        return component;
    }

    private Labels labels(KustomizationSection section) {
        section.of(Set.of("pairs", "includeSelectors", "includeTemplates", "fields"));
        return new Labels(
                section.pairs("pairs"),
                section.truth("includeSelectors"),
                section.truth("includeTemplates"),
                section.sections("fields").stream()
                        .map(field -> field.of(Set.of("group", "version", "kind", "path", "create")))
                        .map(field -> new FieldSpec(
                                field.text("group"),
                                field.text("version"),
                                field.text("kind"),
                                field.truth("create"),
                                field.text("path")))
                        .toList());
    }

    private PatchEntry patch(KustomizationSection section) {
        section.of(Set.of("path", "patch", "target", "options"));
        boolean file = !section.text("path").isEmpty();
        if (file == section.text("patch").isBlank()) {
            KustomizationSection options = section.section("options").of(Set.of("allowNameChange", "allowKindChange"));
            return new PatchEntry(
                    section.text("path"),
                    section.text("patch").strip(),
                    section.has("target") ? Optional.of(target(section.section("target"))) : Optional.empty(),
                    options.truth("allowNameChange"),
                    options.truth("allowKindChange"));
        }
        throw section.broken("A patch has either a `path` or a `patch`.");
    }

    private ObjectSelector target(KustomizationSection section) {
        section.of(Set.of("group", "version", "kind", "name", "namespace", "labelSelector", "annotationSelector"));
        return new ObjectSelector(
                label,
                section.text("group"),
                section.text("version"),
                section.text("kind"),
                section.text("name"),
                section.text("namespace"),
                section.text("labelSelector"),
                section.text("annotationSelector"));
    }

    private static ImageChange image(KustomizationSection section) {
        section.of(Set.of("name", "newName", "newTag", "digest", "tagSuffix"));
        return new ImageChange(
                section.text("name"),
                section.text("newName"),
                section.text("newTag"),
                section.text("digest"),
                section.text("tagSuffix"));
    }

    private Map<String, Long> replicas() {
        Map<String, Long> replicas = new LinkedHashMap<>();
        for (KustomizationSection section : said.sections("replicas")) {
            section.of(Set.of("name", "count"));
            try {
                replicas.put(section.text("name"), Long.parseLong(section.word("count")));
            } catch (NumberFormatException e) {
                throw new ApplianceException(
                        KustomizeProblems.broken(label, "The count of replicas is a whole number."), e);
            }
        }
        return replicas;
    }

    private List<Generator> generators() {
        Options shared = options(said.section("generatorOptions"));
        List<Generator> generators = new ArrayList<>();
        said.sections("configMapGenerator").forEach(section -> generators.add(generator(section, false, shared)));
        said.sections("secretGenerator").forEach(section -> generators.add(generator(section, true, shared)));
        return generators;
    }

    private Generator generator(KustomizationSection section, boolean secret, Options shared) {
        section.of(GENERATOR);
        if (!secret && section.has("type")) {
            throw section.broken("A ConfigMap has no type.");
        }
        if (section.text("name").isEmpty()) {
            throw section.broken("A generator has no name.");
        }
        String behavior = section.text("behavior");
        if (!Set.of("", "create", "replace", "merge").contains(behavior)) {
            throw section.broken("The behavior of a generator is create, replace or merge, and not " + behavior + ".");
        }
        List<String> envs = new ArrayList<>(section.texts("envs"));
        if (section.has("env")) {
            envs.add(section.text("env"));
        }
        Options own = options(section.section("options"));
        return new Generator(
                section.text("name"),
                section.text("namespace"),
                behavior,
                secret ? (section.has("type") ? section.text("type") : "Opaque") : null,
                section.texts("literals"),
                section.texts("files"),
                envs,
                new Options(
                        joined(own.labels(), shared.labels()),
                        joined(own.annotations(), shared.annotations()),
                        own.hash() && shared.hash(),
                        own.immutable() || shared.immutable()));
    }

    private static Options options(KustomizationSection section) {
        section.of(Set.of("labels", "annotations", "disableNameSuffixHash", "immutable"));
        return new Options(
                section.pairs("labels"),
                section.pairs("annotations"),
                !section.truth("disableNameSuffixHash"),
                section.truth("immutable"));
    }

    private static Map<String, String> joined(Map<String, String> own, Map<String, String> shared) {
        Map<String, String> joined = new LinkedHashMap<>(shared);
        joined.putAll(own);
        return joined;
    }
}
