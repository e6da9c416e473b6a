package io.aiplat.governance.wal;

import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.governance.store.SpendStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Recovery of the write-ahead log: takes in what a process that is gone has left in it.
/// Reservations that it left open are settled in full: their requests may have run.
///
/// @param last     the highest number of a segment so far
/// @param store    the number of the store
/// @param recovery what was found
public record WalRecovery(long store, int last, WalRecoveryReport recovery) {
    private static final Pattern SEGMENT = Pattern.compile("[0-9]{8}\\.journal");

    /// Brings the store up to date and empties the folder.
    ///
    /// @throws io.aiplat.model.ApplianceException GOVERNANCE_JOURNAL_FOREIGN, GOVERNANCE_JOURNAL_DAMAGED;
    ///     nothing was changed then
    public static WalRecovery run(Path folder, SpendStore books) throws IOException, SQLException {
        SpendStore.Position position = books.load();
        boolean torn = false;
        boolean found = false;
        int last = position.segment();
        List<Path> files = segments(folder);
        for (Path file : files) {
            int number = number(file);
            found |= number == position.segment();
            // What is below was taken in, and its process died before it could delete the file.
            if (number >= position.segment()) {
                torn |= take(folder, file, number, position, books);
                last = Math.max(last, number);
            }
        }
        List<LedgerEntry> lost = books.open();
        lost.forEach(entry -> books.take(entry.settledInFull(entry.micros())));
        books.commit(last + 1, 0);
        // What is not on the disk yet stays in the journal too: it is passed over as long as SQLite's log is whole.
        if (books.checkpoint()) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        WalRecoveryReport recovery = new WalRecoveryReport(lost.size(), torn, position.position() > 0 && !found);
        return new WalRecovery(position.store(), last, recovery);
    }

    private static boolean take(Path folder, Path file, int number, SpendStore.Position position, SpendStore books)
            throws IOException {
        try (WalSegment segment = WalSegment.open(folder, file, position.store(), number)) {
            int from = number == position.segment() ? position.position() : 0;
            return segment != null && new WalSegmentReader(segment, from).replay(folder, books::take);
        }
    }

    static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> SEGMENT.matcher(f.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().substring(0, 8));
    }
}
