package io.aiplat.governance.wal;

import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.governance.store.GovernanceStore;
import io.aiplat.governance.store.StoreFailures;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.Durable;
import io.aiplat.store.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;

/// Keys, limits and spend as durable state: the SQLite file and the write-ahead log of one moment. The SQLite file is
/// copied first, and then what the log has beyond it, of which nothing goes meanwhile.
public final class DurableLedger implements Durable {
    private static final int ATTEMPTS = 10;

    private final GovernanceStore store;
    private final InstantSource clock;

    /// That in a folder, which need not be there.
    ///
    /// @param clock dates a migration
    public DurableLedger(Path folder, InstantSource clock) {
        this.store = new GovernanceStore(folder);
        this.clock = clock;
    }

    @Override
    public String name() {
        return "governance";
    }

    @Override
    public int format() {
        return GovernanceStore.newest();
    }

    @Override
    public int written() {
        return store.version();
    }

    @Override
    public void snapshot(Path folder) {
        GovernanceStore copy = new GovernanceStore(folder);
        store.copy(copy, from -> {
            Files.createDirectories(
                    copy.journal(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            for (Path file : WalRecovery.segments(store.journal())) {
                if (WalRecovery.number(file) >= from.segment()) {
                    copy(file, from.store(), copy.journal());
                }
            }
        });
    }

    private static void copy(Path file, long store, Path folder) throws IOException {
        Path copy = folder.resolve(file.getFileName());
        for (int i = 1; ; i++) {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            try (WalSegment segment = WalSegment.open(folder, copy, store, WalRecovery.number(file))) {
                if (segment != null) {
                    segment.clearBehindWhole();
                }
                return;
            } catch (ApplianceException e) {
                // Its head was just being written, or it is damaged: then it is so the next time, too.
                if (i == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /// Makes the tables those of this aiplat. The log has one format so far.
    ///
    /// @throws ApplianceException GOVERNANCE_STORE_NEWER, GOVERNANCE_JOURNAL_IN_USE, or as it cannot be opened
    @Override
    public void migrate() {
        int found = written();
        if (found > format()) {
            throw new ApplianceException(GovernanceProblems.storeNewer(store.file(), found, format()));
        }
        if (found == 0 || found == format()) {
            return;
        }
        try (LockFile _ = store.takeLock();
                Connection _ = store.open(clock.millis())) {
            return;
        } catch (SQLException e) {
            throw StoreFailures.of(store, e);
        }
    }
}
