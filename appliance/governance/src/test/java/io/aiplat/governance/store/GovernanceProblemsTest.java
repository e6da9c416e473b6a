package io.aiplat.governance.store;

import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.shared.SharedProblems;
import io.aiplat.governance.use.WorkloadProblems;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GovernanceProblemsTest {
    private static final Path HOME = Path.of("/home/ann/.local/share/aiplat/governance");
    private static final Path JOURNAL = HOME.resolve("journal");
    private static final String URL = "postgresql://db.example:5432/aiplat";

    @Test
    void sayWhatIsWrongAndWhatToDo() {
        Golden.problems(
                List.of(GovernanceProblems.class, SharedProblems.class, WorkloadProblems.class),
                List.of(
                        WorkloadProblems.notRead(
                                Path.of("/home/a/.local/share/aiplat/gateway/use"),
                                "java.nio.file.AccessDeniedException: /home/a/.local/share/aiplat/gateway/use"),
                        GovernanceProblems.nameTaken(LimitOwnerKind.KEY, "laptop"),
                        GovernanceProblems.notFound(LimitOwnerKind.TEAM, "research"),
                        GovernanceProblems.inUse(LimitOwnerKind.USER, "ann", 2),
                        GovernanceProblems.tokenTaken("laptop"),
                        GovernanceProblems.revoked("laptop"),
                        GovernanceProblems.withdrawn("laptop"),
                        GovernanceProblems.storeNewer(HOME.resolve("governance.db"), 7, 2),
                        GovernanceProblems.storeUnreadable(
                                HOME.resolve("governance.db"),
                                "SQLite says: [SQLITE_CANTOPEN] unable to open database file"),
                        GovernanceProblems.responsesUnusable(
                                HOME.resolve("responses.db"), "SQLite says: [SQLITE_FULL] database or disk is full"),
                        GovernanceProblems.diskFull(HOME.resolve("governance.db")),
                        GovernanceProblems.storeLocked(HOME.resolve("governance.db")),
                        GovernanceProblems.storeDamaged(
                                HOME.resolve("governance.db"), "SQLite says: [SQLITE_CORRUPT] malformed"),
                        GovernanceProblems.storeBehind(
                                HOME.resolve("governance.db"), HOME.resolve("governance.mark"), "it is gone, or empty"),
                        GovernanceProblems.storeExposed(HOME, "other users may write to it"),
                        GovernanceProblems.storeForeign(HOME.resolve("governance.db"), "photos, albums"),
                        GovernanceProblems.journalInUse(HOME, "It is process 4711."),
                        GovernanceProblems.journalForeign(
                                JOURNAL, JOURNAL.resolve("00000007.journal") + " belongs to another store"),
                        GovernanceProblems.journalDamaged(
                                JOURNAL, "In 00000007.journal the record at byte 640 is not whole"),
                        GovernanceProblems.journalNotWritten(JOURNAL, "No space left on device"),
                        SharedProblems.databaseAway(URL, "PostgreSQL says: Connection to db.example:5432 refused"),
                        SharedProblems.databaseRefuses(
                                URL,
                                "aiplat",
                                "aiplat",
                                "PostgreSQL says: FATAL: password authentication failed for user \"aiplat\""),
                        SharedProblems.databaseFails(URL, "PostgreSQL says: ERROR: relation \"ledger\" does not exist"),
                        SharedProblems.databaseNewer(URL, 7, 1),
                        SharedProblems.databaseNotEmpty(URL),
                        SharedProblems.nothingToShare(HOME)));
    }
}
