package io.aiplat.library;

import io.aiplat.model.catalog.Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The folder of a bundle: `bundle.yaml`, `images.lock`, `manifests/`.
final class BundleFolder {
    private static final Pattern WORKLOAD = Pattern.compile("(Deployment|StatefulSet|DaemonSet|Job)/[a-z0-9-]+");

    private BundleFolder() {}

    static Bundle read(Path folder) {
        YamlFields fields = YamlFields.read(folder.resolve("bundle.yaml")).only("summary", "manifests", "workloads");
        for (String workload : fields.texts("workloads")) {
            if (!WORKLOAD.matcher(workload).matches()) {
                throw fields.wrong("'" + workload + "' is not a workload like Deployment/name");
            }
        }
        return new Bundle(
                // In a JAR the name of a folder may end with a slash.
                folder.getFileName().toString().replace("/", ""),
                fields.text("summary"),
                manifests(fields, folder.resolve("manifests")),
                ImagesLock.read(folder.resolve("images.lock")).images(),
                fields.texts("workloads"));
    }

    private static Map<String, String> manifests(YamlFields fields, Path folder) {
        Map<String, String> manifests = new LinkedHashMap<>();
        List<String> names = fields.texts("manifests");
        try {
            for (String name : names) {
                manifests.put(name, Files.readString(folder.resolve(name)));
            }
            if (!manifests.keySet().equals(namesIn(folder))) {
                throw fields.wrong("'manifests' lists " + names + " and the folder holds " + namesIn(folder));
            }
            return manifests;
        } catch (IOException e) {
            throw LibraryProblems.broken(folder.toString(), "A manifest cannot be read: " + e.getMessage(), e);
        }
    }

    private static Set<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toUnmodifiableSet());
        }
    }
}
