package io.aiplat.launcher.command.delivery;

import io.aiplat.config.manifest.RenderedObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Resources by which Flux or Argo CD deliver folders of a repository, as `aiplat gitops` would. Shapes are those of
/// `source.toolkit.fluxcd.io/v1`, `kustomize.toolkit.fluxcd.io/v1` and `argoproj.io/v1alpha1`.
final class ControllerResources {
    private static final String FLUX = "flux-system";
    private static final String ARGO = "argocd";
    private static final String OCI = "oci://";
    private static final String HERE = "https://kubernetes.default.svc";

    private ControllerResources() {}

    /// Who delivers.
    enum Controller {
        /// Flux.
        FLUX,
        /// Argo CD.
        ARGOCD
    }

    /// What is delivered.
    ///
    /// @param name       of the repository, and of what is delivered where it is one folder
    /// @param repository its address; of a registry of images it begins with `oci://`
    /// @param branch     that is followed; of a registry, the tag
    /// @param folders    of the repository, each with a kustomization; their last parts differ
    /// @param each       whether they are all the folders of one, which may become more
    record Wish(String name, String repository, String branch, List<String> folders, boolean each) {}

    /// The resources, in the order in which they are applied.
    static List<RenderedObject> of(Controller controller, Wish wish) {
        return switch (controller) {
            case FLUX -> flux(wish);
            case ARGOCD -> List.of(wish.each() ? applicationSet(wish) : application(wish));
        };
    }

    private static List<RenderedObject> flux(Wish wish) {
        boolean oci = wish.repository().startsWith(OCI);
        String kind = oci ? "OCIRepository" : "GitRepository";
        List<RenderedObject> all = new ArrayList<>();
        all.add(object(
                "source.toolkit.fluxcd.io/v1",
                kind,
                metadata(wish.name(), FLUX),
                Map.of(
                        "interval",
                        "1m",
                        "url",
                        wish.repository(),
                        "ref",
                        Map.of(oci ? "tag" : "branch", wish.branch()))));
        for (String folder : wish.folders()) {
            String name = wish.each() ? wish.name() + "-" + last(folder) : wish.name();
            Map<String, Object> spec = new LinkedHashMap<>();
            spec.put("interval", "10m");
            spec.put("retryInterval", "1m");
            spec.put("path", "./" + folder);
            spec.put("prune", true);
            spec.put("wait", true);
            // A model of some gigabytes is fetched before its resource is ready.
            spec.put("timeout", "30m");
            spec.put("sourceRef", Map.of("kind", kind, "name", wish.name()));
            all.add(object("kustomize.toolkit.fluxcd.io/v1", "Kustomization", metadata(name, FLUX), spec));
        }
        return all;
    }

    private static RenderedObject application(Wish wish) {
        Map<String, Object> metadata = metadata(wish.name(), ARGO);
        metadata.put("finalizers", List.of("resources-finalizer.argocd.argoproj.io"));
        return object(
                "argoproj.io/v1alpha1",
                "Application",
                metadata,
                specification(wish, wish.folders().getFirst()));
    }

    /// One application for each folder that is there, also for those that come later.
    private static RenderedObject applicationSet(Wish wish) {
        String first = wish.folders().getFirst();
        String above = first.substring(0, first.lastIndexOf('/') + 1);
        Map<String, Object> generator = Map.of(
                "repoURL",
                wish.repository(),
                "revision",
                wish.branch(),
                "directories",
                List.of(Map.of("path", above + "*")));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("goTemplate", true);
        spec.put("goTemplateOptions", List.of("missingkey=error"));
        spec.put("generators", List.of(Map.of("git", generator)));
        spec.put(
                "template",
                Map.of(
                        "metadata",
                        Map.of("name", wish.name() + "-{{.path.basename}}"),
                        "spec",
                        specification(wish, "{{.path.path}}")));
        return object("argoproj.io/v1alpha1", "ApplicationSet", metadata(wish.name(), ARGO), spec);
    }

    private static Map<String, Object> specification(Wish wish, String path) {
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("project", "default");
        spec.put("source", Map.of("repoURL", wish.repository(), "targetRevision", wish.branch(), "path", path));
        spec.put("destination", Map.of("server", HERE));
        spec.put(
                "syncPolicy",
                Map.of(
                        "automated",
                        Map.of("prune", true, "selfHeal", true),
                        "syncOptions",
                        List.of("ServerSideApply=true")));
        return spec;
    }

    private static Map<String, Object> metadata(String name, String namespace) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", name);
        metadata.put("namespace", namespace);
        return metadata;
    }

    private static RenderedObject object(
            String apiVersion, String kind, Map<String, Object> metadata, Map<String, Object> spec) {
        return new RenderedObject(Map.of("apiVersion", apiVersion, "kind", kind, "metadata", metadata, "spec", spec));
    }

    private static String last(String folder) {
        return folder.substring(folder.lastIndexOf('/') + 1);
    }
}
