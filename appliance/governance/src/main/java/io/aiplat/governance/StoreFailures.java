package io.aiplat.governance;

import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;

/// What a person should read of a failure of the file system or of SQLite, without a full stop.
final class StoreFailures {
    private StoreFailures() {}

    static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException there -> there.getFile() + " is there already";
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
    }

    static String reason(SQLException e) {
        return "SQLite says: " + String.valueOf(e.getMessage()).strip();
    }

    static ApplianceException of(Store store, SQLException e) {
        return new ApplianceException(GovernanceProblems.storeUnreadable(store.file(), reason(e)), e);
    }

    static ApplianceException of(Store store, IOException e) {
        return new ApplianceException(GovernanceProblems.journalNotWritten(store.journal(), reason(e)), e);
    }

    static ApplianceException of(Store store, JournalException e) {
        return new ApplianceException(GovernanceProblems.journalNotWritten(store.journal(), e.reason()), e);
    }
}
