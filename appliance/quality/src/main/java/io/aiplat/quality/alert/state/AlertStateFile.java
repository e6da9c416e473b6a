package io.aiplat.quality.alert.state;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.AtomicFile;
import io.aiplat.store.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// File of [KeptAlerts]: one of JSON, replaced as a whole. There is none before something was wrong.
public final class AlertStateFile implements Durable {
    private static final int FORMAT = 1;
    private static final String NAME = "state.json";

    private final Path file;

    /// @param folder of alerts in a home; may not exist yet
    public AlertStateFile(Path folder) {
        this.file = folder.resolve(NAME);
    }

    /// What was kept; nothing where nothing was.
    ///
    /// @throws ApplianceException ALERTS_NOT_READ or ALERTS_OF_ANOTHER_VERSION
    public KeptAlerts read() {
        if (written() > FORMAT) {
            throw new ApplianceException(AlertProblems.ofAnotherVersion(file));
        }
        try {
            return tree().map(KeptAlertsJson::read).orElse(KeptAlerts.NONE);
        } catch (IllegalArgumentException e) {
            throw new ApplianceException(AlertProblems.notRead(file, String.valueOf(e.getMessage())), e);
        }
    }

    /// Replaces what was kept.
    ///
    /// @throws ApplianceException ALERTS_NOT_WRITTEN
    public void write(KeptAlerts kept) {
        try {
            AtomicFile.makeFolder(file.resolveSibling("").toAbsolutePath());
            AtomicFile.write(file, KeptAlertsJson.write(kept, FORMAT));
        } catch (IOException e) {
            throw new ApplianceException(AlertProblems.notWritten(file, String.valueOf(e.getMessage())), e);
        }
    }

    private Optional<JsonNode> tree() {
        try {
            return Optional.of(KeptAlertsJson.tree(Files.readAllBytes(file)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new ApplianceException(AlertProblems.notRead(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(AlertProblems.notRead(file, String.valueOf(e.getMessage())), e);
        }
    }

    @Override
    public String name() {
        return "alerts";
    }

    @Override
    public int format() {
        return FORMAT;
    }

    @Override
    public int written() {
        return tree().map(node -> node.path(KeptAlertsJson.FORMAT).asInt(0)).orElse(0);
    }

    @Override
    public void snapshot(Path folder) {
        try {
            AtomicFile.write(folder.resolve(NAME), Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            // Nothing was ever wrong, or it has just been deleted.
            return;
        } catch (IOException e) {
            throw new ApplianceException(AlertProblems.notRead(file, String.valueOf(e.getMessage())), e);
        }
    }

    /// There has been no other format yet.
    @Override
    public void migrate() {
        KeptAlerts _ = read();
    }
}
