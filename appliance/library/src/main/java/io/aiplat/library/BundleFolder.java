package io.aiplat.library;

import io.aiplat.config.Key;
import io.aiplat.config.ListForm;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.Section;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.BundleValue;
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
    /// Every key of `bundle.yaml`.
    private static final Section<Stated> FILE;

    private static final Pattern WORKLOAD = Pattern.compile("(Deployment|StatefulSet|DaemonSet|Job)/[a-z0-9-]+");

    private static final Pattern EXPOSED = Pattern.compile("[a-z0-9-]+:[1-9][0-9]{0,4}");

    static {
        Key<String> summary = Key.required("summary", ScalarForms.TEXT, "What it is for, one sentence.");
        Key<List<String>> manifests = Key.required(
                "manifests",
                new ListForm<>("a list of files of manifests/", ScalarForms.NAME),
                "In the order they are applied.");
        Key<List<String>> workloads = Key.required(
                "workloads",
                new ListForm<>(
                        "a list of workloads as Deployment/name",
                        new ScalarForm<>("a workload as Deployment/name", (text, _) -> workload(text))),
                "Ready when all of these are available.");
        Key<List<String>> needs = Key.with(
                "[]",
                "needs",
                new ListForm<>("a list of bundles", ScalarForms.NAME),
                "Bundles that are installed, and available, before it.");
        Key<List<BundleValue>> values =
                Key.with("[]", "values", BundleValues.LIST, "What is put into the manifests, in this order.");
        Key<List<Bundle.ExposedService>> expose = Key.with(
                "[]",
                "expose",
                new ListForm<>(
                        "a list of services as name:port",
                        new ScalarForm<>("a service as name:port", (text, _) -> exposed(text))),
                "Services that are reached from outside of the cluster.");
        Key<Boolean> ownNamespace = Key.with(
                "false",
                "own-namespace",
                ScalarForms.YES_NO,
                "Whether it is put into a namespace of its name, because the Pod Security level of the shared one"
                        + " forbids what it needs.");
        FILE = new Section<>(
                "bundle.yaml",
                "A bundle.",
                List.of(summary, manifests, workloads, needs, values, expose, ownNamespace),
                e -> new Stated(
                        e.of(summary),
                        e.of(manifests),
                        e.of(workloads),
                        e.of(needs),
                        e.of(values),
                        e.of(expose),
                        e.of(ownNamespace)));
    }

    private BundleFolder() {}

    /// What `bundle.yaml` says.
    private record Stated(
            String summary,
            List<String> manifests,
            List<String> workloads,
            List<String> needs,
            List<BundleValue> values,
            List<Bundle.ExposedService> exposed,
            boolean ownNamespace) {
        Stated {
            if (manifests.isEmpty() || workloads.isEmpty()) {
                throw new IllegalArgumentException("A bundle has manifests, and workloads that show it is ready.");
            }
        }
    }

    static Bundle read(Path folder) {
        Stated stated = CatalogFile.read(folder.resolve("bundle.yaml"), FILE);
        return new Bundle(
                // In a JAR the name of a folder may end with a slash.
                folder.getFileName().toString().replace("/", ""),
                stated.summary(),
                manifests(stated.manifests(), folder),
                ImagesLock.read(folder.resolve("images.lock")).images(),
                stated.workloads(),
                stated.needs(),
                stated.values(),
                stated.exposed(),
                stated.ownNamespace());
    }

    private static Bundle.ExposedService exposed(String text) {
        if (!EXPOSED.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a service like name:port.");
        }
        int colon = text.indexOf(':');
        return new Bundle.ExposedService(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static String workload(String text) {
        if (!WORKLOAD.matcher(text).matches()) {
            throw new IllegalArgumentException("is not a workload like Deployment/name.");
        }
        return text;
    }

    private static Map<String, String> manifests(List<String> names, Path bundle) {
        Path folder = bundle.resolve("manifests");
        Map<String, String> manifests = new LinkedHashMap<>();
        try {
            for (String name : names) {
                manifests.put(name, Files.readString(folder.resolve(name)));
            }
            if (!manifests.keySet().equals(namesIn(folder))) {
                throw LibraryProblems.broken(
                        bundle.resolve("bundle.yaml").toString(),
                        "'manifests' lists " + names + " and the folder holds " + namesIn(folder));
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
