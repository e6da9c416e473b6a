package io.aiplat.config.kustomize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.testkit.Golden;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is not built in is refused by name, and never left out.
class KustomizeRefusalsTest {
    private static final String MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {k: v}\n";

    @TempDir
    Path folder;

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private Problem refused(String file, String kustomization) throws IOException {
        write(file, kustomization);
        return assertThrows(
                        ApplianceException.class,
                        () -> Kustomize.build(folder.resolve(file).getParent()))
                .problem();
    }

    @Test
    void sayWhatIsWrongAndWhatToDo() {
        Golden.problems(
                KustomizeProblems.class,
                List.of(
                        KustomizeProblems.notInSubset("overlays/stage1/kustomization.yaml", "`replacements`"),
                        KustomizeProblems.remote("base/kustomization.yaml", "https://example.org/crds.yaml"),
                        KustomizeProblems.broken("overlays/stage1", "There is no Deployment/web (apps/v1) to patch."),
                        KustomizeProblems.programFailed(
                                "overlays/stage1", "/usr/local/bin/kustomize", "Error: no matches for Id.")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vars: [{name: A}]",
                "replacements: [{path: r.yaml}]",
                "helmCharts: [{name: minecraft}]",
                "helmGlobals: {chartHome: x}",
                "openapi: {path: s.json}",
                "crds: [c.yaml]",
                "configurations: [c.yaml]",
                "generators: [g.yaml]",
                "transformers: [t.yaml]",
                "validators: [v.yaml]",
                "buildMetadata: [originAnnotations]",
                "sortOptions: {order: fifo}"
            })
    void whatKustomizeHasAndAiplatHasNotIsNamed(String field) throws IOException {
        Problem problem = refused("kustomization.yaml", field);
        assertEquals("KUSTOMIZE_NOT_IN_SUBSET", problem.code().id());
        assertTrue(problem.what().contains("`" + field.substring(0, field.indexOf(':')) + "`"), problem::what);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/org/repo//base?ref=v1",
                "github.com/org/repo",
                "git@github.com:org/repo.git",
                "ssh://git@host/repo",
                "https://example.org/all.yaml"
            })
    void nothingIsFetched(String address) throws IOException {
        for (String field : List.of("resources", "components")) {
            assertEquals(
                    "KUSTOMIZE_REMOTE",
                    refused("kustomization.yaml", field + ": ['" + address + "']")
                            .code()
                            .id());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "namespaces: x | kustomize has no field namespaces",
                "images: [{name: a, tag: b}] | no field images.tag",
                "images: [{name: a, newTag: 1.10}] | Put it in quotes",
                "resources: {a: b} | resources is a list",
                "resources: [missing.yaml] | There is no file and no folder missing.yaml here",
                "resources: [../outside.yaml] | is not in or below this folder",
                "resources: [link.yaml] | is not in or below this folder",
                "resources: [..] | go in a circle",
                "resources: [.] | go in a circle",
                "resources: [a.yaml, a.yaml] | ConfigMap/a comes from two places",
                "resources: [broken.yaml] | It is not YAML",
                "resources: [words.yaml] | A document of it is no object",
                "resources: [nameless.yaml] | An object of it has no metadata.name",
                "kind: Kustomisation | Its kind is Kustomization or Component",
                "components: [sub] | sub is no component",
                "resources: [component] | component is a component",
                "configMapGenerator: [{name: a, literals: [x]}] | A literal is KEY=VALUE",
                "configMapGenerator: [{name: a, literals: [x=1, x=2]}] | The key x stands twice",
                "configMapGenerator: [{name: a, behavior: merge}] | There is no ConfigMap/a that could be met",
                "configMapGenerator: [{name: a, files: [../outside.yaml]}] | is not in or below this folder",
                "replicas: [{name: web, count: 1}] | no Deployment",
                "patches: [{patch: '[{\"op\": \"add\"}]', target: {kind: ConfigMap}}] | has no `path`",
                "patches: [{patch: '[]', path: a.yaml}] | either a `path` or a `patch`",
                "patches: [{path: absent.yaml}] | There is no Deployment/web (apps/v1) to patch",
            })
    void whatIsWrongIsSaidWithItsPlace(String kustomization, String why) throws IOException {
        write("outside.yaml", MAP);
        write("in/a.yaml", MAP);
        write("in/broken.yaml", "a: [");
        write("in/words.yaml", "just words");
        write("in/nameless.yaml", "kind: ConfigMap\n");
        write("in/absent.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n");
        write("in/sub/kustomization.yaml", "namePrefix: x-\n");
        write("in/component/kustomization.yaml", "kind: Component\nnamePrefix: x-\n");
        write("kustomization.yaml", "resources: [in]\n");
        Files.createSymbolicLink(folder.resolve("in/link.yaml"), Path.of("..", "outside.yaml"));
        Problem problem = refused("in/kustomization.yaml", kustomization + "\n");
        assertEquals("KUSTOMIZE_BROKEN", problem.code().id());
        assertTrue((problem.what() + " " + problem.why()).contains(why), problem::toText);
        assertTrue(problem.what().contains(folder.toRealPath().toString()), problem::what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "link"})
    void nothingLeadsOutOfABound(String way) throws IOException {
        write("outside/kustomization.yaml", "resources: [m.yaml]\n");
        write("outside/m.yaml", MAP);
        write("inside/kustomization.yaml", "resources: [" + way + "]\n");
        Files.createSymbolicLink(folder.resolve("inside/link"), Path.of("../outside"));
        Path inside = folder.resolve("inside");
        assertEquals(1, Kustomize.build(inside).size(), "of one's own, folders may be anywhere");
        Problem problem = assertThrows(ApplianceException.class, () -> Kustomize.build(inside, inside))
                .problem();
        assertTrue(problem.why().contains("nothing may lead out of"), problem::toText);
    }

    @Test
    void aPatchThatDoesNotFitIsRefused() throws IOException {
        write("a.yaml", MAP);
        String patch = "resources: [a.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: ConfigMap\n"
                + "    metadata: {name: a}\n    %s\n";
        assertTrue(refused("kustomization.yaml", patch.formatted("data: [1]"))
                .why()
                .contains("has a list where"));
        assertTrue(refused("kustomization.yaml", patch.formatted("$setElementOrder/x: [1]"))
                .why()
                .contains("Of the directives of kubectl, kustomize knows $patch"));
        assertTrue(refused("kustomization.yaml", patch.formatted("$patch: drop"))
                .why()
                .contains("and not drop"));
        for (String change : List.of(
                "{op: remove, path: /data/x}",
                "{op: replace, path: /data/x, value: 1}",
                "{op: add, path: /nowhere/x, value: 1}",
                "{op: test, path: /data/k, value: w}",
                "{op: jump, path: /data/k}")) {
            Problem problem = refused(
                    "kustomization.yaml",
                    "resources: [a.yaml]\npatches:\n- target: {kind: ConfigMap}\n  patch: |-\n    - " + change + "\n");
            assertEquals("KUSTOMIZE_BROKEN", problem.code().id(), change);
        }
    }

    /// The file may be of somebody else, and what builds it must not go down with it.
    @Test
    void whatWouldGrowWithoutBoundIsRefused() throws IOException {
        write("deep.yaml", "[".repeat(100_000));
        assertTrue(refused("kustomization.yaml", "resources: [deep.yaml]")
                .why()
                .contains("At most 100 lists and sections"));
        StringBuilder bomb = new StringBuilder("kind: X\nmetadata: {name: x}\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            bomb.append("a" + i + ": &a" + i + " ["
                    + String.join(", ", List.of(before, before, before, before, before, before, before, before, before))
                    + "]\n");
        }
        write("bomb.yaml", bomb.toString());
        assertTrue(refused("kustomization.yaml", "resources: [bomb.yaml]").why().contains("aliases written out"));
        write("self.yaml", "kind: X\nmetadata: {name: x}\na: &a [*a]\n");
        assertEquals(
                "KUSTOMIZE_BROKEN",
                refused("kustomization.yaml", "resources: [self.yaml]").code().id());
    }

    @Test
    void aFolderInAnArchiveIsBuiltAsAnyOther() throws IOException {
        Path archive = folder.resolve("stages.zip");
        try (FileSystem inside = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Path overlay = Files.createDirectories(inside.getPath("/stages/overlays/one"));
            Files.writeString(overlay.resolve("kustomization.yaml"), "resources: [one.yaml]\n");
            Files.writeString(overlay.resolve("one.yaml"), "apiVersion: v1\nkind: Namespace\nmetadata: {name: one}\n");
            assertEquals("one", Kustomize.build(overlay).getFirst().name());
        }
    }
}
