package io.aiplat.supply.image.build;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Split of the one JAR into two, the first of which names the other as its class path: what changes with each version
/// of aiplat, and the libraries, which change seldom. Entries are copied as they are compressed, so that the same JAR
/// gives the same bytes on any Java.
final class JarSplit {
    /// Name of the JAR of the libraries, in the folder of the other one.
    static final String LIBRARIES = "libraries.jar";

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String MAIN = "io/aiplat/launcher/Main.class";
    private static final Pattern OURS = Pattern.compile(
            "(META-INF/versions/\\d+/)?io/aiplat/.*|(bundles|gpu-profiles|crds)/.*|META-INF/(sbom|aiplat)/.*|META-INF/NOTICE.*");
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private JarSplit() {}

    /// Whether a file is a JAR with all of aiplat in it, which one that was split is not.
    static boolean isWhole(Path jar) {
        try (ZipFile zip = open(jar)) {
            return zip.getEntry(MAIN) != null
                    && manifest(zip).getMainAttributes().getValue("Class-Path") == null;
        } catch (IOException _) {
            return false;
        }
    }

    /// When it was made: the time of its newest entry, which is the same for the same JAR.
    static LocalDateTime made(Path jar) throws IOException {
        try (ZipFile zip = open(jar)) {
            return Collections.list(zip.getEntries()).stream()
                    .map(ZipArchiveEntry::getTimeLocal)
                    .max(Comparator.naturalOrder())
                    .orElse(TIME);
        }
    }

    /// Writes both.
    ///
    /// @param ours      what changes with each version; its manifest is that of the JAR
    /// @param libraries all else
    static void write(Path jar, Path ours, Path libraries) throws IOException {
        try (ZipFile zip = open(jar);
                ZipArchiveOutputStream app = new ZipArchiveOutputStream(ours);
                ZipArchiveOutputStream rest = new ZipArchiveOutputStream(libraries)) {
            Manifest whole = manifest(zip);
            Manifest second = new Manifest();
            second.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            second.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
            whole.getMainAttributes().put(Attributes.Name.CLASS_PATH, LIBRARIES);
            put(app, whole);
            put(rest, second);
            List<ZipArchiveEntry> entries = new ArrayList<>(Collections.list(zip.getEntries()));
            entries.sort(Comparator.comparing(ZipArchiveEntry::getName));
            for (ZipArchiveEntry entry : entries) {
                // Folders as well: who lists one looks for its entry.
                if (!entry.getName().equals(MANIFEST)) {
                    copy(zip, entry, OURS.matcher(entry.getName()).matches() ? app : rest);
                }
            }
        }
    }

    private static ZipFile open(Path jar) throws IOException {
        return ZipFile.builder().setPath(jar).get();
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        ZipArchiveEntry entry = zip.getEntry(MANIFEST);
        if (entry == null) {
            throw new IOException("it has no " + MANIFEST);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return new Manifest(in);
        }
    }

    private static void put(ZipArchiveOutputStream out, Manifest manifest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        ZipArchiveEntry entry = new ZipArchiveEntry(MANIFEST);
        entry.setTimeLocal(TIME);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.size());
        entry.setCompressedSize(bytes.size());
        entry.setCrc(crc(bytes.toByteArray()));
        out.addRawArchiveEntry(entry, new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static long crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    private static void copy(ZipFile zip, ZipArchiveEntry from, ZipArchiveOutputStream out) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(from.getName());
        entry.setTimeLocal(TIME);
        entry.setMethod(from.getMethod());
        entry.setSize(from.getSize());
        entry.setCompressedSize(from.getCompressedSize());
        entry.setCrc(from.getCrc());
        try (InputStream raw = zip.getRawInputStream(from)) {
            out.addRawArchiveEntry(entry, raw);
        }
    }
}
