package io.aiplat.store;

import com.fasterxml.jackson.core.JacksonException;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The models of the embedded engine as durable state. They are too large to be copied, and are to be had again where
/// they came from: a snapshot says by digests which files they are, and has the small ones, which people write.
public final class ModelDigests implements Durable {
    private static final String LIST = "models.json";
    private static final int FORMAT = 1;
    private static final long SMALL = 1 << 20;

    private final Path folder;

    /// The models in a folder, which need not be there.
    public ModelDigests(Path folder) {
        this.folder = folder;
    }

    /// A file of a model.
    ///
    /// @param path below the folder, with `/`
    public record ModelFile(String path, long bytes, String sha256) {}

    private record FileList(int format, List<ModelFile> files) {}

    @Override
    public String name() {
        return "models";
    }

    @Override
    public int format() {
        return FORMAT;
    }

    @Override
    public int written() {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isPresent() ? FORMAT : 0;
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(folder, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public void snapshot(Path target) {
        if (written() == 0) {
            return;
        }
        try {
            List<ModelFile> files = new ArrayList<>();
            for (Path file : files()) {
                try {
                    long bytes = Files.size(file);
                    String path = folder.relativize(file).toString();
                    files.add(new ModelFile(path, bytes, Digests.sha256(file)));
                    if (bytes <= SMALL) {
                        Path copy = target.resolve(path);
                        AtomicFile.makeFolder(
                                Objects.requireNonNull(copy.toAbsolutePath().getParent(), "a file is in a folder"));
                        AtomicFile.write(copy, Files.readAllBytes(file));
                    }
                } catch (NoSuchFileException _) {
                    // The model was removed meanwhile.
                    continue;
                }
            }
            AtomicFile.write(target.resolve(LIST), StoreJson.pretty(new FileList(FORMAT, files)));
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notCopied(folder, target, StoreProblems.reason(e)), e);
        }
    }

    /// What begins with a dot is still coming or already going.
    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes attributes) {
                return !each.equals(folder) && isHidden(each) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path each, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && !isHidden(each)) {
                    files.add(each);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path each, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    /// Which files a snapshot is of, by path.
    ///
    /// @return none where it is of no model
    /// @throws ApplianceException STORE_NOT_READ, STORE_STATE_NEWER
    public static List<ModelFile> read(Path snapshot) {
        Path list = snapshot.resolve(LIST);
        try {
            FileList read = StoreJson.MAPPER.readValue(Files.readAllBytes(list), FileList.class);
            if (read.format() > FORMAT) {
                throw new ApplianceException(StoreProblems.stateNewer(list, read.format(), FORMAT));
            }
            return List.copyOf(read.files());
        } catch (NoSuchFileException _) {
            return List.of();
        } catch (JacksonException e) {
            throw new ApplianceException(StoreProblems.notRead(list, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(list, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public void migrate() {
        // There is one format so far.
    }
}
