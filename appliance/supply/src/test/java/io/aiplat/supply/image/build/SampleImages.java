package io.aiplat.supply.image.build;

import io.aiplat.model.Digests;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// A JAR of the shape of aiplat's, and a base without a Java in it.
final class SampleImages {
    private SampleImages() {}

    /// A program that says a word, and one of a library behind it.
    static Path jar(Path jar, String word) throws IOException {
        Path classes = Files.createTempDirectory(jar.getParent(), "classes");
        Path main = source(classes, "io/aiplat/launcher/Main.java", """
                package io.aiplat.launcher;
                public class Main { public static void main(String[] a) {
                    System.out.println("%s of " + org.example.Other.WORDS.substring(0)); } }
                """.formatted(word));
        Path other = source(classes, "org/example/Other.java", """
                package org.example;
                public class Other { public static final String WORDS = String.valueOf("a library"); }
                """);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, "-d", classes.toString(), main.toString(), other.toString()) != 0) {
            throw new IOException("the sample does not compile");
        }
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(zip, "META-INF/MANIFEST.MF", """
                    Manifest-Version: 1.0
                    Main-Class: io.aiplat.launcher.Main
                    """.getBytes(StandardCharsets.UTF_8));
            for (String each : List.of("io/aiplat/launcher/Main.class", "org/example/Other.class")) {
                put(zip, each, Files.readAllBytes(classes.resolve(each)));
            }
        }
        return jar;
    }

    private static Path source(Path classes, String name, String text) throws IOException {
        Path file = classes.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 2, 3, 4, 6));
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /// An image with one layer for each processor, as `docker save` writes it.
    static Path base(Path file, String... processors) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        List<Object> manifests = new ArrayList<>();
        for (String processor : processors) {
            byte[] layer = ("a layer for " + processor).getBytes(StandardCharsets.UTF_8);
            byte[] config = CanonicalJson.write(Map.of(
                    "architecture",
                    processor,
                    "os",
                    "linux",
                    "config",
                    Map.of("Env", List.of("PATH=/opt/java/bin:/bin"), "Cmd", List.of("jshell")),
                    "rootfs",
                    Map.of("type", "layers", "diff_ids", List.of("sha256:" + Digests.sha256(layer)))));
            byte[] manifest = CanonicalJson.write(Map.of(
                    "schemaVersion",
                    2,
                    "mediaType",
                    "application/vnd.docker.distribution.manifest.v2+json",
                    "config",
                    descriptor(files, "application/vnd.docker.container.image.v1+json", config),
                    "layers",
                    List.of(descriptor(files, "application/vnd.docker.image.rootfs.diff.tar.gzip", layer))));
            Map<String, Object> listed = new LinkedHashMap<>(
                    descriptor(files, "application/vnd.docker.distribution.manifest.v2+json", manifest));
            listed.put("platform", Map.of("os", "linux", "architecture", processor));
            manifests.add(listed);
        }
        Object root = manifests.size() == 1
                ? manifests.getFirst()
                : descriptor(
                        files,
                        "application/vnd.oci.image.index.v1+json",
                        CanonicalJson.write(Map.of("schemaVersion", 2, "manifests", manifests)));
        files.put("index.json", CanonicalJson.write(Map.of("schemaVersion", 2, "manifests", List.of(root))));
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            for (var each : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(each.getKey());
                entry.setSize(each.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(each.getValue());
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    private static Map<String, Object> descriptor(Map<String, byte[]> files, String type, byte[] bytes) {
        files.put("blobs/sha256/" + Digests.sha256(bytes), bytes);
        return Map.of("mediaType", type, "digest", "sha256:" + Digests.sha256(bytes), "size", bytes.length);
    }
}
