package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.BundleValue;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Checks every folder of `bundles/`, so that to add a bundle is to add a folder.
class BundlesTest {
    private static final Path BUNDLES = Path.of("..", "..", "bundles");

    /// For tests of what any folder of a bundle can be; it is in no release.
    private static final Path TINY = Path.of("..", "testkit", "bundles", "tiny");

    @TestFactory
    List<DynamicTest> eachFolder() throws IOException {
        try (Stream<Path> folders = Files.list(BUNDLES)) {
            return Stream.concat(folders.filter(Files::isDirectory).filter(f -> !f.endsWith("target")), Stream.of(TINY))
                    .sorted()
                    .map(f -> dynamicTest(f.getFileName().toString(), () -> check(f)))
                    .toList();
        }
    }

    @Test
    void areAllInTheCatalog() throws IOException {
        try (Stream<Path> folders = Files.list(BUNDLES)) {
            Set<String> names = new TreeSet<>(folders.filter(f -> Files.exists(f.resolve("bundle.yaml")))
                    .map(f -> f.getFileName().toString())
                    .toList());
            assertEquals(names, new TreeSet<>(new Library().catalog().bundles().keySet()));
        }
    }

    @Test
    void arePinnedInARelease() {
        assumeTrue(
                System.getProperty("aiplat.release") != null,
                "a digest may be empty in a build that is no release (-Daiplat.release)");
        Catalog catalog = new Library().catalog();
        List<ImageReference> images = Stream.concat(
                        catalog.bundles().values().stream().flatMap(b -> b.images().stream()),
                        Stream.of(catalog.nodeImage()))
                .toList();
        List<ImageReference> unpinned = new ImagesLock(images).unpinned();
        assertTrue(
                unpinned.isEmpty(),
                () -> LibraryProblems.imagesUnpinned(unpinned).toText());
    }

    private static void check(Path folder) throws IOException {
        Bundle bundle = BundleFolder.read(folder);
        Set<String> files = namesIn(folder);
        // What its manifests are made of, and others than a cluster read.
        files.removeAll(Set.of("dashboards", "rules"));
        assertEquals(Set.of("bundle.yaml", "images.lock", "manifests", "README.md"), files, "files in " + folder);
        Set<String> images = new TreeSet<>();
        Set<String> objects = new TreeSet<>();
        bundle.manifests().forEach((file, text) -> {
            for (Object document :
                    new Load(LoadSettings.builder().setLabel(file).build()).loadAllFromString(text)) {
                Map<?, ?> object = assertInstanceOf(Map.class, document, file + " holds something else than objects");
                objects.add(requireKind(file, object) + "/" + requireName(file, object));
                collectImages(object, images);
            }
        });
        assertEquals(
                images,
                new TreeSet<>(
                        bundle.images().stream().map(ImageReference::nameAndTag).toList()),
                "images in the manifests and in images.lock");
        bundle.workloads().forEach(w -> assertTrue(objects.contains(w), w + " is in no manifest"));
        bundle.exposed().forEach(e -> assertTrue(objects.contains("Service/" + e.service()), e + " is in no manifest"));
        bundle.values().forEach(v -> assertTrue(objects.contains(place(v, objects)), v + " has no place"));
        Set<String> known = new Library().catalog().bundles().keySet();
        bundle.needs().forEach(need -> assertTrue(known.contains(need), need + " is no bundle"));
        // It is of all bundles in it, and would be what the last one says.
        assertTrue(
                bundle.name().equals("ollama")
                        || bundle.ownNamespace()
                        || objects.stream().noneMatch(o -> o.startsWith("Namespace/")),
                "only the bundle of the model engine says what the shared namespace is like");
    }

    private static String place(BundleValue value, Set<String> objects) {
        return switch (value) {
            case BundleValue.ModelPort(var service) -> "Service/" + service;
            case BundleValue.ClusterRanges(var policy, var _) -> "NetworkPolicy/" + policy;
            case BundleValue.ModelStorage(var claim) -> "PersistentVolumeClaim/" + claim;
            case BundleValue.StorageClass(var claim) -> "PersistentVolumeClaim/" + claim;
            case BundleValue.ModelResources(var workload, var _) -> workload(workload, objects);
            case BundleValue.ModelGpus(var workload, var _) -> workload(workload, objects);
            case BundleValue.GpuSharing(var workload, var _) -> workload(workload, objects);
            case BundleValue.Scheduling(var workload) -> workload(workload, objects);
            case BundleValue.Ingress(var _, var workload, var _) -> workload(workload, objects);
            case BundleValue.Proxies(var workload, var _) -> workload(workload, objects);
            case BundleValue.Authorities(var workload, var _) -> workload(workload, objects);
            case BundleValue.KeyDatabase(var config, var with) ->
                objects.containsAll(with) ? "ConfigMap/" + config : "not all of " + with;
        };
    }

    private static String workload(String name, Set<String> objects) {
        return Stream.of("Deployment/", "StatefulSet/", "DaemonSet/", "Job/", "CronJob/")
                .map(kind -> kind + name)
                .filter(objects::contains)
                .findFirst()
                .orElse("no workload " + name);
    }

    private static String requireKind(String file, Map<?, ?> object) {
        assertInstanceOf(String.class, object.get("apiVersion"), file + ": apiVersion");
        return assertInstanceOf(String.class, object.get("kind"), file + ": kind");
    }

    private static String requireName(String file, Map<?, ?> object) {
        Map<?, ?> metadata = assertInstanceOf(Map.class, object.get("metadata"), file + ": metadata");
        return assertInstanceOf(String.class, metadata.get("name"), file + ": metadata.name");
    }

    // Containers are found wherever they are: in pods, workloads and jobs, init containers among them.
    private static void collectImages(Object node, Set<String> images) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("image") instanceof String image) {
                images.add(image);
            }
            map.values().forEach(v -> collectImages(v, images));
        } else if (node instanceof Collection<?> list) {
            list.forEach(e -> collectImages(e, images));
        }
    }

    private static Set<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new TreeSet<>(files.map(f -> f.getFileName().toString()).toList());
        }
    }
}
