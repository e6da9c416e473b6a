package io.aiplat.library;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/// Helm charts that this JAR brings along: for an agent, for the operator, for the gateways, and for what watches
/// them.
public final class HelmCharts implements AutoCloseable {
    private static final ImageReference OWN = ImageReference.parse("aiplat.invalid/aiplat");
    private static final String CONTROLLER = "agent-controller";
    private static final String MONITORING = "monitoring";

    /// What the bundle of this name and that chart have in common.
    private static final String WATCHED = "bundles/observability";

    private final ClasspathFolder folder;

    private HelmCharts(ClasspathFolder folder) {
        this.folder = folder;
    }

    /// Opens them.
    ///
    /// @throws ApplianceException LIBRARY_BROKEN if they are not there; a fault of the build
    public static HelmCharts open() {
        try {
            return new HelmCharts(ClasspathFolder.holding("charts", "README.md"));
        } catch (IOException e) {
            throw LibraryProblems.broken("charts", String.valueOf(e.getMessage()), e);
        }
    }

    /// Writes all of them into a new folder.
    ///
    /// @param target      that is not there yet
    /// @param definitions of custom resources that the operator's chart installs, by their files
    /// @param names       of images as the settings say, for that of aiplat, which nobody publishes
    /// @throws UncheckedIOException if it cannot be written
    public void write(Path target, Map<String, String> definitions, ImageNames names) {
        try (Stream<Path> files = Files.walk(folder.path())) {
            for (Path file : files.toList()) {
                Path into = target.resolve(folder.path().relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(into);
                } else {
                    Files.writeString(into, named(Files.readString(file), names.rewrite(OWN), into));
                }
            }
            Path crds = Files.createDirectories(target.resolve(CONTROLLER).resolve("crds"));
            for (Map.Entry<String, String> each : definitions.entrySet()) {
                Files.writeString(crds.resolve(each.getKey()), each.getValue());
            }
            copy("dashboards", target.resolve(MONITORING));
            copy("rules", target.resolve(MONITORING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(String name, Path chart) throws IOException {
        Path into = Files.createDirectories(chart.resolve(name));
        try (ClasspathFolder bundle = ClasspathFolder.holding(WATCHED, "bundle.yaml");
                Stream<Path> files = Files.list(bundle.path().resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, into.resolve(file.getFileName().toString()));
            }
        }
    }

    private static String named(String text, ImageReference image, Path file) {
        if (image.equals(OWN) || !text.contains(OWN.repository()) || !file.endsWith("values.yaml")) {
            return text;
        }
        return text.replace("  repository: " + OWN.repository() + "\n", "  repository: " + image.repository() + "\n")
                .replace("  tag: \"\"\n", "  tag: \"" + image.tag() + "\"\n");
    }

    @Override
    public void close() {
        try {
            folder.close();
        } catch (IOException e) {
            throw LibraryProblems.broken("charts", String.valueOf(e.getMessage()), e);
        }
    }
}
