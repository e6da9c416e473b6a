package io.aiplat.governance;

import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.governance.store.SqliteFile;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.Durable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/// Stored responses as durable state. They are apart from keys and spend, because a backup may do without them: they
/// are what people and models said.
public final class DurableResponses implements Durable {
    private static final int PATIENCE = 5000;

    private final Path file;

    /// Those in a folder of governance, which need not be there.
    public DurableResponses(Path folder) {
        this.file = StoredResponses.file(folder);
    }

    @Override
    public String name() {
        return "responses";
    }

    @Override
    public int format() {
        return StoredResponses.FORMAT;
    }

    @Override
    public int written() {
        try {
            // Those of before the first number are of the first format.
            return SqliteFile.read(file, PATIENCE, StoredResponses::version)
                    .map(found -> Math.max(1, found))
                    .orElse(0);
        } catch (IOException e) {
            throw failed(StoreFailures.reason(e), e);
        } catch (SQLException e) {
            throw failed(StoreFailures.reason(e), e);
        }
    }

    @Override
    public void snapshot(Path folder) {
        try {
            SqliteFile.copy(file, folder.resolve(file.getFileName()), PATIENCE);
        } catch (IOException e) {
            throw failed(StoreFailures.reason(e), e);
        } catch (SQLException e) {
            throw failed(StoreFailures.reason(e), e);
        }
    }

    @Override
    public void migrate() {
        int found = written();
        if (found > format()) {
            throw new ApplianceException(
                    GovernanceProblems.responsesUnusable(file, "a newer aiplat has written it, in format " + found));
        }
    }

    private ApplianceException failed(String reason, Exception cause) {
        return new ApplianceException(GovernanceProblems.responsesUnusable(file, reason), cause);
    }
}
