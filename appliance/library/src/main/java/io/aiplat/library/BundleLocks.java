package io.aiplat.library;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// The locks in a `bundles` folder of the sources, which `aiplat images lock` fills in before a release.
///
/// @param folder holds `node.lock` and a folder for each bundle
public record BundleLocks(Path folder) {

    /// The files, the node's first.
    ///
    /// @throws ApplianceException LIBRARY_NO_BUNDLES if this is no such folder
    public List<Path> files() {
        Path node = folder.resolve(Library.NODE_LOCK);
        if (!Files.exists(node)) {
            throw new ApplianceException(LibraryProblems.noBundles(folder));
        }
        List<Path> files = new ArrayList<>(List.of(node));
        try (Stream<Path> bundles = Files.list(folder)) {
            bundles.map(b -> b.resolve("images.lock"))
                    .filter(Files::exists)
                    .sorted()
                    .forEach(files::add);
            return files;
        } catch (IOException e) {
            throw new ApplianceException(LibraryProblems.noBundles(folder), e);
        }
    }

    /// Asks for every digest and then writes every file; if one cannot be had, nothing is written.
    ///
    /// @param digests of an image, as a registry tells it
    /// @return what each file pins now
    /// @throws ApplianceException of the registry, LIBRARY_NO_BUNDLES, or LIBRARY_LOCK_NOT_WRITTEN
    public Map<Path, ImagesLock> fill(Function<ImageReference, String> digests) {
        Map<Path, ImagesLock> filled = new LinkedHashMap<>();
        files().forEach(f -> filled.put(f, ImagesLock.read(f).filled(digests)));
        filled.forEach((file, lock) -> {
            try {
                Files.writeString(file, lock.toText());
            } catch (IOException e) {
                throw new ApplianceException(LibraryProblems.lockNotWritten(file, String.valueOf(e.getMessage())), e);
            }
        });
        return filled;
    }
}
