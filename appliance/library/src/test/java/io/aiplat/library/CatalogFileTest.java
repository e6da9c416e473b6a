package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CatalogFileTest {
    @TempDir
    Path folder;

    private static Problem problem(Executable reading) {
        return assertThrows(ApplianceException.class, reading).problem();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void ofABundleTellsEveryFaultWithItsPlace() throws IOException {
        Path file = file("bundle.yaml", """
                sumary: A bundle.
                manifests: namespace.yaml
                workloads: [Deployment/x, Pod/y]
                """);
        Problem problem = problem(() -> BundleFolder.read(folder));
        assertEquals("LIBRARY_BROKEN", problem.code().id());
        assertEquals("A file inside aiplat is broken: " + file, problem.what());
        assertEquals(
                List.of(
                        file + ":1:1: There is no key sumary. Did you mean 'summary'?",
                        file + ":2:12: manifests cannot be that. It is no list. Write a list of files of manifests/.",
                        file + ":3:27: workloads[1] cannot be that. 'Pod/y' is not a workload like Deployment/name."
                                + " Write a workload as Deployment/name.",
                        file + ":1:1: summary is missing: text."),
                problem.why().lines().toList());
    }

    @Test
    void ofAProfileTellsEveryFaultWithItsPlace() throws IOException {
        Path file = file("nvidia-8gb.yaml", """
                vendor: nvidai
                memory: {from: 8GiB, blow: 16GiB}
                models:
                  - model: a
                    download: much
                    good-at: talking
                """);
        Problem problem = problem(() -> ProfileFile.read(file));
        assertEquals("LIBRARY_BROKEN", problem.code().id());
        assertEquals(
                List.of(
                        file + ":1:9: vendor cannot be that. 'nvidai' is none of them; did you mean 'nvidia'?"
                                + " Write one of cpu, nvidia, amd, intel.",
                        file + ":2:22: There is no key memory.blow. Did you mean 'below'?",
                        file + ":5:15: models[0].download cannot be that. 'much' is no size."
                                + " Write a size as 2.0GB or 8GiB."),
                problem.why().lines().toList());
    }

    @Test
    void ofAProfileHasModelsForSomeMemoryOfTheVendorInItsName() throws IOException {
        String text = "vendor: cpu\nmemory: {from: %s, below: 8GiB}\nmodels: [%s]\n";
        String model = "{model: a, download: 1GB, good-at: b}";
        assertEquals(
                4L << 30,
                ProfileFile.read(file("cpu-8gb.yaml", text.formatted("4GiB", model)))
                        .memoryAtLeast());
        for (Path wrong : List.of(
                file("amd-8gb.yaml", text.formatted("4GiB", model)),
                file("cpu-8gb.yaml", text.formatted("8GiB", model)),
                file("cpu-9gb.yaml", text.formatted("4GiB", "")),
                file("cpu-10gb.yaml", text.formatted("4GiB", (model + ", ").repeat(5))))) {
            assertEquals(
                    "LIBRARY_BROKEN",
                    problem(() -> ProfileFile.read(wrong)).code().id(),
                    wrong.toString());
        }
    }

    @Test
    void isNotReadFromSomethingElse() throws IOException {
        for (String text : List.of(
                "just text",
                "",
                "summary:",
                "summary: a\nsummary: b",
                "[".repeat(100_000),
                "{a: ".repeat(50_000),
                "a: &a [x]\nb: *a\n",
                "a: &a [*a]")) {
            Path file = file("bundle.yaml", text);
            String told = problem(() -> BundleFolder.read(folder)).toText();
            assertTrue(told.contains(file.toString()), told);
        }
    }
}
