package io.aiplat.library;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.catalog.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this JAR brings along: bundles, profiles and the node's image. There is no index; the folders are
/// the index.
public final class Library {
    static final String NODE_LOCK = "node.lock";
    private static final String JSON = ".json";

    /// Reads it all, and checks all of it.
    ///
    /// @throws ApplianceException LIBRARY_BROKEN if a file is not as it should be; a fault of the build
    public Catalog catalog() {
        try (ClasspathFolder bundles = ClasspathFolder.holding("bundles", NODE_LOCK);
                ClasspathFolder profiles = ClasspathFolder.holding("gpu-profiles", "README.md")) {
            return catalog(bundles.path(), profiles.path());
        } catch (IOException e) {
            throw LibraryProblems.broken("this JAR", String.valueOf(e.getMessage()), e);
        }
    }

    /// The dashboards of the bundle `observability`, in Grafana's JSON, by the names of their files.
    ///
    /// @throws ApplianceException LIBRARY_BROKEN if they cannot be read; a fault of the build
    public SortedMap<String, String> dashboards() {
        try (ClasspathFolder bundles = ClasspathFolder.holding("bundles", NODE_LOCK)) {
            SortedMap<String, String> dashboards = new TreeMap<>();
            for (Path file : children(bundles.path().resolve("observability/dashboards"))) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(JSON)) {
                    dashboards.put(name.substring(0, name.length() - JSON.length()), Files.readString(file));
                }
            }
            return dashboards;
        } catch (IOException e) {
            throw LibraryProblems.broken("this JAR", String.valueOf(e.getMessage()), e);
        }
    }

    /// Reads from folders, as they are in the sources.
    ///
    /// @param bundles  one folder for each bundle, and the lock of the node's image
    /// @param profiles one YAML file for each profile
    static Catalog catalog(Path bundles, Path profiles) throws IOException {
        return new Catalog(bundles(bundles), profiles(profiles), nodeImage(bundles.resolve(NODE_LOCK)));
    }

    private static Map<String, Bundle> bundles(Path folder) throws IOException {
        return children(folder).stream()
                .filter(Files::isDirectory)
                .map(BundleFolder::read)
                .collect(Collectors.toMap(Bundle::name, Function.identity()));
    }

    private static List<Profile> profiles(Path folder) throws IOException {
        List<Profile> profiles = children(folder).stream()
                .filter(f -> f.toString().endsWith(".yaml"))
                .map(ProfileFile::read)
                .toList();
        ProfileFile.requireExactlyOneEach(profiles);
        return profiles;
    }

    private static ImageReference nodeImage(Path lock) {
        List<ImageReference> images = ImagesLock.read(lock).images();
        if (images.size() != 1) {
            throw LibraryProblems.broken(lock.toString(), "It names " + images.size() + " images, and a node has one.");
        }
        return images.getFirst();
    }

    // Folders in a JAR end with a slash, and the order of a folder's entries is up to the file system.
    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }
}
