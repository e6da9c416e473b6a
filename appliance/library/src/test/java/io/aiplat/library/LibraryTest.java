package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.BundleValue;
import io.aiplat.model.catalog.Catalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryTest {
    @TempDir
    Path folder;

    @Test
    void knowsOllamaAndTheNode() {
        Catalog catalog = new Library().catalog();
        Bundle ollama = catalog.bundle("ollama");
        assertEquals(List.of("Deployment/ollama"), ollama.workloads());
        assertEquals("ollama/ollama", ollama.images().getFirst().repository());
        assertEquals("namespace.yaml", ollama.manifests().keySet().iterator().next());
        assertEquals("rancher/k3s", catalog.nodeImage().repository());
        assertTrue(catalog.profiles().size() > 10);
    }

    @Test
    void readsTheSameFromAJar() throws Exception {
        Path jar = folder.resolve("with space.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            pack(Path.of("..", "..", "bundles"), "bundles", out);
            pack(Path.of("..", "..", "gpu-profiles"), "gpu-profiles", out);
        }
        // A loader that knows this room from where it is and the folders from the JAR only.
        URL room = Library.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader onlyLibraries = new ClassLoader(Library.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith("io.aiplat.library.")) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }

            @Override
            public @Nullable URL getResource(String name) {
                return null;
            }
        };
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {room, jar.toUri().toURL()}, onlyLibraries)) {
            Class<?> library = loader.loadClass(Library.class.getName());
            Object catalog = library.getMethod("catalog")
                    .invoke(library.getDeclaredConstructor().newInstance());
            assertEquals(new Library().catalog(), catalog);
        }
    }

    @Test
    void readsWhatABundleNeedsTakesAndExposes() {
        Bundle tiny = BundleFolder.read(Path.of("..", "testkit", "bundles", "tiny"));
        assertEquals(List.of("ollama"), tiny.needs());
        assertEquals(List.of(new BundleValue.StorageClass("tiny"), new BundleValue.Scheduling("tiny")), tiny.values());
        assertEquals(List.of(new Bundle.ExposedService("tiny", 80)), tiny.exposed());
        Bundle ollama = new Library().catalog().bundle("ollama");
        assertEquals(List.of(), ollama.needs());
        assertEquals(
                new BundleValue.ModelResources("ollama", "ollama"),
                ollama.values().getFirst());
        assertEquals(8, ollama.values().size());
    }

    @Test
    void refusesAValueThatSaysTwoThingsAndAServiceWithoutAPort() throws IOException {
        Path bundle = Files.createDirectories(folder.resolve("odd"));
        Files.writeString(bundle.resolve("bundle.yaml"), """
                summary: odd
                manifests: [a.yaml]
                workloads: [Deployment/a]
                values:
                  - scheduling: {workload: a}
                    model-port: {service: a}
                  - sheduling: {workload: a}
                expose: [web]
                """);
        String why = assertThrows(ApplianceException.class, () -> BundleFolder.read(bundle))
                .problem()
                .why();
        assertTrue(why.contains("An item says one thing, and this says 2."), why);
        assertTrue(why.contains("scheduling"), why);
        assertTrue(why.contains("'web' is not a service like name:port."), why);
    }

    @Test
    void refusesAManifestThatNobodyListed() throws IOException {
        Path bundle = Files.createDirectories(folder.resolve("odd"));
        Files.createDirectory(bundle.resolve("manifests"));
        Files.writeString(bundle.resolve("manifests/a.yaml"), "kind: A");
        Files.writeString(bundle.resolve("manifests/forgotten.yaml"), "kind: B");
        Files.writeString(bundle.resolve("images.lock"), "{}");
        Files.writeString(bundle.resolve("bundle.yaml"), """
                summary: odd
                manifests: [a.yaml]
                workloads: [Deployment/a]
                """);
        ApplianceException refused = assertThrows(ApplianceException.class, () -> BundleFolder.read(bundle));
        assertTrue(
                refused.problem().why().contains("forgotten.yaml"),
                refused.problem().why());
    }

    private static void pack(Path source, String name, JarOutputStream out) throws IOException {
        try (Stream<Path> files = Files.walk(source)) {
            files.filter(Files::isRegularFile)
                    .filter(f -> !f.startsWith(source.resolve("target")))
                    .forEach(f -> packFile(f, name + "/" + source.relativize(f), out));
        }
    }

    private static void packFile(Path file, String entry, JarOutputStream out) {
        try {
            out.putNextEntry(new JarEntry(entry));
            Files.copy(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
