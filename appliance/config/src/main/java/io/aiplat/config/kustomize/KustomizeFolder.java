package io.aiplat.config.kustomize;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One folder with a kustomization. Its files are read from in or below it, as kustomize does, so that a folder of
/// somebody else cannot pull in files of whoever builds it; other folders may be anywhere in the bound.
///
/// @param root  its real path
/// @param way   the folders that led here
/// @param bound the real path of the folder that nothing leads out of; the root of the file system for none
record KustomizeFolder(Path root, List<Path> way, Path bound) {
    /// The most bytes of a file.
    static final int MOST_BYTES = 10 << 20;

    private static final List<String> NAMES = List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
    private static final Pattern REMOTE = Pattern.compile(
            ".*://.*|git@.*|git::.*|.*[?&](ref|version)=.*|(github\\.com|gitlab\\.com|bitbucket\\.org)[/:].*");

    /// Where a build begins.
    ///
    /// @param bound which nothing may lead out of
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if there is no such folder
    static KustomizeFolder start(Path folder, Path bound) {
        try {
            Path root = folder.toRealPath();
            if (Files.isDirectory(root)) {
                return new KustomizeFolder(root, List.of(), bound.toRealPath()).bounded(folder.toString());
            }
        } catch (IOException _) {
            // Said below.
        }
        throw broken(folder.toString(), "There is no such folder.");
    }

    private KustomizeFolder bounded(String where) {
        if (!root.startsWith(bound)) {
            throw broken(where, root + " is outside of " + bound + ", which nothing may lead out of.");
        }
        return this;
    }

    private static ApplianceException broken(String where, String why) {
        return new ApplianceException(KustomizeProblems.broken(where, why));
    }

    /// How problems call one of its files.
    String label(String name) {
        return root.resolve(name).toString();
    }

    /// The name of its kustomization file.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN` if it has none, or several
    String kustomization() {
        List<String> there = NAMES.stream()
                .filter(name -> Files.isRegularFile(root.resolve(name)))
                .toList();
        return switch (there.size()) {
            case 0 -> throw broken(root.toString(), "It has no kustomization.yaml.");
            case 1 -> there.getFirst();
            default -> throw broken(root.toString(), "It has more than one kustomization file: " + there + ".");
        };
    }

    /// Whether a name is that of a file.
    boolean isFile(String name) {
        return Files.isRegularFile(root.resolve(name));
    }

    /// The bytes of a file in or below the folder.
    ///
    /// @throws ApplianceException `KUSTOMIZE_BROKEN`, `KUSTOMIZE_REMOTE`
    byte[] bytes(String name) {
        try {
            Path file =
                    real(name).orElseThrow(() -> broken(label(kustomization()), "There is no file " + name + " here."));
            if (!file.startsWith(root)) {
                throw broken(
                        label(kustomization()),
                        name + " is not in or below this folder. Files of other folders come through a kustomization"
                                + " of theirs.");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw broken(file.toString(), "A file has at most " + (MOST_BYTES >> 20) + " MiB.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ApplianceException(
                    KustomizeProblems.broken(label(name), "It cannot be read: " + e.getMessage() + "."), e);
        }
    }

    /// The text of a file in or below the folder.
    ///
    /// @throws ApplianceException as [#bytes(String)]
    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /// Another folder, with a kustomization of its own.
    ///
    /// @throws ApplianceException `KUSTOMIZE_REMOTE`, `KUSTOMIZE_BROKEN` if there is none or the way is a circle
    KustomizeFolder folder(String name) {
        Path there = real(name)
                .filter(Files::isDirectory)
                .orElseThrow(() -> broken(label(kustomization()), "There is no file and no folder " + name + " here."));
        List<Path> further = new ArrayList<>(way);
        further.add(root);
        further.stream().filter(before -> before.startsWith(there)).findFirst().ifPresent(before -> {
            throw broken(
                    label(kustomization()),
                    "It names " + there + ", which leads back to " + before + ": the folders go in a circle.");
        });
        return new KustomizeFolder(there, further, bound).bounded(label(kustomization()));
    }

    private Optional<Path> real(String name) {
        Path there = root.resolve(name);
        if (!Files.exists(there) && REMOTE.matcher(name).matches()) {
            throw new ApplianceException(KustomizeProblems.remote(label(kustomization()), name));
        }
        try {
            return Optional.of(there.toRealPath());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
