package io.aiplat.governance.store;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a person should read of a failure of the file system or of SQLite, without a full stop. A full disk is
/// called one wherever it shows.
public final class StoreFailures {
    // SQLite's primary result codes: https://sqlite.org/rescode.html
    private static final int ERROR = 1;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int READONLY = 8;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int NOT_A_DATABASE = 26;

    private StoreFailures() {}

    /// Why a file could not be had, with its name where it is known.
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// What SQLite says, as its own words.
    public static String reason(SQLException e) {
        return "SQLite says: " + String.valueOf(e.getMessage()).strip();
    }

    /// What SQLite's failure means: GOVERNANCE_DISK_FULL, GOVERNANCE_STORE_LOCKED, GOVERNANCE_STORE_DAMAGED or
    /// GOVERNANCE_STORE_UNREADABLE.
    public static ApplianceException of(GovernanceStore store, SQLException e) {
        return new ApplianceException(problem(store, e), e);
    }

    private static Problem problem(GovernanceStore store, SQLException e) {
        return switch (code(e)) {
            case FULL -> GovernanceProblems.diskFull(store.file());
            case BUSY, LOCKED -> GovernanceProblems.storeLocked(store.file());
            case CORRUPT, NOT_A_DATABASE -> GovernanceProblems.storeDamaged(store.file(), reason(e));
            case READONLY ->
                GovernanceProblems.storeUnreadable(
                        store.file(), reason(e) + ": it, its folder or its disk is read-only");
            default ->
                // Where SQLite cannot make its shared memory on a full disk, it speaks of an error of input or output.
                hasNoRoom(store.folder())
                        ? GovernanceProblems.diskFull(store.file())
                        : GovernanceProblems.storeUnreadable(store.file(), reason(e));
        };
    }

    /// Why the journal cannot be written: GOVERNANCE_DISK_FULL or GOVERNANCE_JOURNAL_NOT_WRITTEN.
    public static ApplianceException of(GovernanceStore store, IOException e) {
        return new ApplianceException(problem(store.journal(), reason(e), e), e);
    }

    /// Why the journal cannot be written: GOVERNANCE_DISK_FULL or GOVERNANCE_JOURNAL_NOT_WRITTEN.
    public static ApplianceException of(GovernanceStore store, WalException e) {
        return new ApplianceException(problem(store.journal(), e), e);
    }

    /// Why the journal in a folder cannot be written.
    public static Problem problem(Path journal, WalException e) {
        return problem(journal, e.reason(), e.getCause());
    }

    private static Problem problem(Path journal, String reason, @Nullable Throwable cause) {
        return cause instanceof IOException && isFull(cause)
                ? GovernanceProblems.diskFull(journal)
                : GovernanceProblems.journalNotWritten(journal, reason);
    }

    /// Whether SQLite has found nothing worse than a statement that does not fit.
    static boolean isGeneral(SQLException e) {
        return code(e) == ERROR;
    }

    // That of a batch is of its cause.
    private static int code(SQLException e) {
        int code = e.getErrorCode() & 0xff;
        return code == 0 && e.getCause() instanceof SQLException cause ? code(cause) : code;
    }

    // The system's words, which the JDK passes on: for ENOSPC and for EDQUOT.
    private static boolean isFull(Throwable e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return said.contains("no space left") || said.contains("quota exceeded");
    }

    private static boolean hasNoRoom(Path folder) {
        return folder.toFile().getUsableSpace() == 0 && folder.toFile().getTotalSpace() > 0;
    }
}
