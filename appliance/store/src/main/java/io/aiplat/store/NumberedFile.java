package io.aiplat.store;

import com.fasterxml.jackson.core.JacksonException;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Durable state that is one file of JSON, with the number of its format in it. It is replaced as a whole, so who
/// reads needs no lock. There is no file where there is nothing to say.
///
/// @param <C> what the file says
abstract class NumberedFile<C extends NumberedFile.Content> implements Durable {
    private static final int FORMAT = 1;

    private final Path file;
    private final String name;
    private final Class<C> type;

    /// What a file says.
    interface Content {
        /// The number of its format.
        int format();
    }

    /// @param name by which a backup keeps it
    NumberedFile(Path file, String name, Class<C> type) {
        this.file = file;
        this.name = name;
        this.type = type;
    }

    /// Where it is, whether it is there or not.
    final Path file() {
        return file;
    }

    /// What the file says; empty where there is none.
    ///
    /// @throws ApplianceException STORE_STATE_NEWER, or as [#broken] and [#unreadable] have it
    final Optional<C> content() {
        Optional<C> content = raw();
        int found = content.map(Content::format).orElse(0);
        if (found > FORMAT) {
            throw new ApplianceException(StoreProblems.stateNewer(file, found, FORMAT));
        }
        return content;
    }

    private Optional<C> raw() {
        try {
            return Optional.of(StoreJson.MAPPER.readValue(Files.readAllBytes(file), type));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new ApplianceException(broken(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(unreadable(StoreProblems.reason(e)), e);
        }
    }

    /// The problem with a file that cannot be understood.
    Problem broken(String why) {
        return StoreProblems.stateBroken(file, why);
    }

    /// The problem with a file that cannot be read.
    Problem unreadable(String reason) {
        return StoreProblems.homeUnreadable(file, reason);
    }

    /// Replaces the file, or removes it.
    ///
    /// @param content empty for none
    /// @throws ApplianceException STORE_NOT_WRITTEN
    final void replace(Optional<C> content) {
        try {
            if (content.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                AtomicFile.write(file, StoreJson.pretty(content.get()));
            }
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int format() {
        return FORMAT;
    }

    @Override
    public final int written() {
        return raw().map(Content::format).orElse(0);
    }

    @Override
    public final void snapshot(Path folder) {
        FileCopy.of(file, folder);
    }

    /// There has been no other format yet.
    @Override
    public final void migrate() {
        Optional<C> _ = content();
    }
}
