package io.aiplat.store;

import com.fasterxml.jackson.core.JacksonException;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Which bundles a home has put into its cluster because a person wanted them, so that one that is taken out of the
/// settings again is missed. There is no file where there are none. Write under the [HomeLock].
public final class InstalledBundlesFile implements Durable {
    private static final int FORMAT = 1;

    private final Path file;

    /// The file of a home, whether it is there or not.
    public InstalledBundlesFile(Home home) {
        this.file = home.root().resolve("bundles.json");
    }

    /// What the file says.
    private record Content(int format, List<String> bundles) {
        Content {
            bundles = List.copyOf(bundles);
        }
    }

    /// Their names.
    ///
    /// @throws ApplianceException STORE_STATE_NEWER or STORE_STATE_BROKEN
    public List<String> read() {
        Optional<Content> content = content();
        if (content.isPresent() && content.get().format() > FORMAT) {
            throw new ApplianceException(
                    StoreProblems.stateNewer(file, content.get().format(), FORMAT));
        }
        return content.map(Content::bundles).orElse(List.of());
    }

    private Optional<Content> content() {
        try {
            return Optional.of(StoreJson.MAPPER.readValue(Files.readAllBytes(file), Content.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new ApplianceException(StoreProblems.stateBroken(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.homeUnreadable(file, StoreProblems.reason(e)), e);
        }
    }

    /// Replaces them. The home must be open.
    ///
    /// @throws ApplianceException STORE_NOT_WRITTEN
    public void write(List<String> bundles) {
        try {
            if (bundles.isEmpty()) {
                Files.deleteIfExists(file);
            } else if (!bundles.equals(read())) {
                AtomicFile.write(file, StoreJson.pretty(new Content(FORMAT, bundles)));
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public String name() {
        return "bundles";
    }

    @Override
    public int format() {
        return FORMAT;
    }

    @Override
    public int written() {
        return content().map(Content::format).orElse(0);
    }

    @Override
    public void snapshot(Path folder) {
        FileCopy.of(file, folder);
    }

    /// There has been no other format yet.
    @Override
    public void migrate() {
        read();
    }
}
