package io.aiplat.provisioning.gitops;

import io.aiplat.config.kustomize.Kustomize;
import io.aiplat.config.manifest.RenderedObject;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Builds the objects of a source's files: folders with a kustomization by what is built in, others of all that is in
/// them, and the layouts of Flux and Argo CD of what they lead to. Nothing leads out of the files, and no program is
/// run.
final class SourceObjects {
    private static final List<String> NAMES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    private final Path root;
    private final List<Path> written = new ArrayList<>();

    private SourceObjects(Path root) {
        this.root = root;
    }

    /// What came of it.
    ///
    /// @param objects in the order in which they are applied
    /// @param notes   what was left out, a sentence each
    record Built(List<RenderedObject> objects, List<String> notes) {}

    /// The objects of a folder.
    ///
    /// @param path in the files; empty for all of them
    /// @throws ApplianceException GITOPS_NO_FOLDER, GITOPS_NOT_SERVED, and those of kustomize
    static Built build(Snapshot files, String path) {
        SourceObjects of = new SourceObjects(files.root());
        try {
            List<String> notes = new ArrayList<>();
            List<RenderedObject> objects = of.folder(path, true);
            if (objects.stream().anyMatch(LayoutExpansion::concerns)) {
                objects = new LayoutExpansion(of, path, notes).expand(objects);
            }
            return new Built(objects, notes);
        } finally {
            of.tidy();
        }
    }

    /// Builds one folder.
    ///
    /// @param deep whether a folder without a kustomization is built of the folders in it, too
    List<RenderedObject> folder(String path, boolean deep) {
        Path folder = root.resolve(path).normalize();
        if (!folder.startsWith(root) || !Files.isDirectory(folder)) {
            throw new ApplianceException(
                    GitopsProblems.noFolder(path, "There is no such folder in this revision of the source."));
        }
        if (isBare(folder)) {
            write(folder, deep);
        }
        return Kustomize.build(folder, root);
    }

    private static boolean isBare(Path folder) {
        return NAMES.stream().noneMatch(name -> Files.exists(folder.resolve(name)));
    }

    /// A kustomization of all that is there, into our copy: as Flux does it.
    private void write(Path folder, boolean deep) {
        List<String> found = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    if (dir.equals(folder)) {
                        return FileVisitResult.CONTINUE;
                    }
                    if (!deep || isHidden(dir)) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    if (isBare(dir)) {
                        return FileVisitResult.CONTINUE;
                    }
                    found.add(folder.relativize(dir).toString());
                    return FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String name = file.getFileName().toString();
                    if (!isHidden(file) && (name.endsWith(".yaml") || name.endsWith(".yml"))) {
                        found.add(folder.relativize(file).toString());
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
            found.sort(Comparator.naturalOrder());
            write(folder, Map.of("resources", found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    /// Writes an overlay beside the folders of our copy.
    void overlay(String name, Map<String, ?> kustomization) {
        write(root.resolve(name), kustomization);
    }

    private void write(Path folder, Map<String, ?> kustomization) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(NAMES.getFirst());
            written.add(file);
            Files.writeString(file, RenderedObject.yaml(kustomization));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What was written goes again: the copy is looked at once more when the same commit is built anew.
    private void tidy() {
        try {
            for (Path file : written) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A problem's words without the place of our copy, which is nobody's business.
    static String local(Path root, String text) {
        return text.lines()
                .map(line -> line.replace(root + "/", "").replace(root.toString(), "its files"))
                .collect(Collectors.joining("\n"));
    }
}
