package io.aiplat.provisioning.gitops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the files of a source come to: plain folders, kustomizations, and the layouts of Flux and Argo CD.
class SourceObjectsTest {
    @TempDir
    Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void map(String file, String name) throws IOException {
        write(file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n");
    }

    private SourceObjects.Built build(String path) throws IOException {
        return SourceObjects.build(new Snapshot("r", folder.toRealPath()), path);
    }

    private List<String> names(String path) throws IOException {
        return build(path).objects().stream()
                .map(each -> each.kind() + " " + each.namespace() + "/" + each.name())
                .toList();
    }

    private Problem refused(String path) {
        return assertThrows(ApplianceException.class, () -> build(path)).problem();
    }

    @Test
    void aFolderWithoutAKustomizationIsAllThatIsInIt() throws IOException {
        map("b.yaml", "b");
        map("more/a.yml", "a");
        write("more/readme.md", "no manifest");
        map(".hidden/x.yaml", "hidden");
        write("built/kustomization.yaml", "namePrefix: my-\nresources: [c.yaml]\n");
        map("built/c.yaml", "c");
        map("built/unnamed.yaml", "unnamed");
        List<String> expected = List.of("ConfigMap /a", "ConfigMap /b", "ConfigMap /my-c");
        assertEquals(expected, names(""));
        assertEquals(expected, names(""), "the same again");
        assertEquals(List.of("ConfigMap /a"), names("more"));
        assertEquals("GITOPS_NO_FOLDER", refused("none").code().id());
        assertEquals("GITOPS_NO_FOLDER", refused("../..").code().id());
    }

    private static String kustomization(String name, String path, String more) {
        return """
                apiVersion: kustomize.toolkit.fluxcd.io/v1
                kind: Kustomization
                metadata: {name: %s, namespace: flux-system}
                spec:
                  interval: 10m
                  path: %s
                  prune: true
                  sourceRef: {kind: GitRepository, name: flux-system}
                  %s
                """.formatted(name, path, more);
    }

    /// As `flux bootstrap --path=clusters/my-cluster` leaves it.
    private void bootstrapped() throws IOException {
        write("clusters/my-cluster/flux-system/kustomization.yaml", """
                resources: [gotk-components.yaml, gotk-sync.yaml]
                """);
        write("clusters/my-cluster/flux-system/gotk-components.yaml", """
                apiVersion: v1
                kind: Namespace
                metadata: {name: flux-system, labels: {app.kubernetes.io/part-of: flux}}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: source-controller, namespace: flux-system, labels: {app.kubernetes.io/part-of: flux}}
                """);
        write(
                "clusters/my-cluster/flux-system/gotk-sync.yaml",
                """
                apiVersion: source.toolkit.fluxcd.io/v1
                kind: GitRepository
                metadata: {name: flux-system, namespace: flux-system}
                spec: {interval: 1m, url: "ssh://git@github.com/ada/platform", ref: {branch: main}}
                ---
                """ + kustomization("flux-system", "./clusters/my-cluster", ""));
    }

    @Test
    void aLayoutOfFluxIsFollowed() throws IOException {
        bootstrapped();
        write("clusters/my-cluster/apps.yaml", kustomization("apps", "./apps", """
                dependsOn: [{name: infrastructure}]
                  targetNamespace: shop
                  commonMetadata: {labels: {of: platform}}
                  images: [{name: web, newTag: "2"}]
                """));
        write(
                "clusters/my-cluster/infrastructure.yaml",
                kustomization("infrastructure", "./infrastructure/base", "wait: true"));
        map("infrastructure/base/first.yaml", "first");
        map("apps/web/settings.yaml", "settings");
        SourceObjects.Built built = build("clusters/my-cluster");
        assertEquals(
                List.of("ConfigMap /first", "ConfigMap shop/settings"),
                built.objects().stream()
                        .map(each -> each.kind() + " " + each.namespace() + "/" + each.name())
                        .toList());
        assertTrue(RenderedObject.yaml(built.objects()).contains("of: platform"));
        assertEquals(List.of("2 objects of Flux itself are left out: aiplat does its work."), built.notes());
    }

    @Test
    void whatOnlyFluxDoesIsRefusedByName() throws IOException {
        bootstrapped();
        map("apps/a.yaml", "a");
        write("clusters/my-cluster/apps.yaml", kustomization("apps", "./apps", "postBuild: {substitute: {a: b}}"));
        write(
                "clusters/my-cluster/kept.yaml",
                kustomization("kept", "./apps", "").replace("prune: true", "prune: false"));
        write("clusters/my-cluster/chart.yaml", """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: podinfo, namespace: apps}
                """);
        Problem problem = refused("clusters/my-cluster");
        assertEquals("GITOPS_NOT_SERVED", problem.code().id());
        for (String named : List.of("HelmRelease apps/podinfo", "apps has postBuild", "kept has `prune: false`")) {
            assertTrue(problem.why().contains(named), problem::toText);
        }
    }

    private static String application(String name, String source) {
        return """
                apiVersion: argoproj.io/v1alpha1
                kind: Application
                metadata: {name: %s, namespace: argocd}
                spec:
                  project: default
                  source: %s
                  destination: {server: https://kubernetes.default.svc, namespace: inference}
                  syncPolicy: {automated: {prune: true}, syncOptions: [CreateNamespace=true]}
                """.formatted(name, source);
    }

    @Test
    void applicationsOfArgoCdAreFollowed() throws IOException {
        write(
                "argocd/workloads.yaml",
                application("workloads", "{repoURL: https://x.example/p.git, path: platform/workloads}"));
        map("platform/workloads/one.yaml", "one");
        map("platform/workloads/below/two.yaml", "two");
        assertEquals(List.of("Namespace /inference", "ConfigMap inference/one"), names("argocd"));
        write(
                "argocd/workloads.yaml",
                application(
                        "workloads",
                        "{repoURL: https://x.example/p.git, path: platform/workloads, directory: {recurse: true}}"));
        assertEquals(3, names("argocd").size(), "folders below only where it says so");
        write("argocd/gpu.yaml", application("gpu-operator", "{repoURL: https://helm.example, chart: gpu-operator}"));
        Problem problem = refused("argocd");
        assertTrue(problem.why().contains("Application argocd/gpu-operator has chart"), problem::toText);
    }

    @Test
    void nothingLeadsOutOfTheFiles() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("kustomization.yaml"), "configMapGenerator: [{name: a, literals: [a=b]}]\n");
        Path inside = Files.createDirectories(folder.resolve("inside")).toRealPath();
        Files.writeString(inside.resolve("kustomization.yaml"), "resources: [../outside]\n");
        Problem problem = assertThrows(
                        ApplianceException.class, () -> SourceObjects.build(new Snapshot("r", inside), ""))
                .problem();
        assertTrue(problem.why().contains("nothing may lead out of"), problem::toText);
    }
}
