package io.aiplat.gateway.admin;

import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.management.ManagementException;
import io.aiplat.management.ManagementProblems;
import io.aiplat.model.Problem;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Programs depend on statuses of HTTP: that of a problem of the management API changes only with the list beside
/// this.
class ManagementStatusTest {
    private static final Path FILE = Path.of("/x");

    @Test
    void everyProblemIsAnsweredWithTheStatusItHad() {
        String list = Stream.concat(
                        wrong(), Stream.concat(governance(), storage()).map(p -> ManagementException.of(p, null)))
                .map(answer -> answer.problem().code().id() + " " + answer.status() + "\n")
                .sorted()
                .collect(Collectors.joining());

        Golden.matches("statuses/management.txt", list);
    }

    private static Stream<ManagementException> wrong() {
        return Stream.of(
                ManagementException.nowhere(ManagementProblems.unknownAddress("/x")),
                ManagementException.wrongMethod(
                        ManagementProblems.wrongMethod("PUT", "/keys", List.of("GET")), List.of("GET")),
                ManagementException.wrong(ManagementProblems.notJson("It is a list."), null),
                ManagementException.wrong(ManagementProblems.unknownField("x", List.of()), "x"),
                ManagementException.wrong(ManagementProblems.invalidValue("x", "it is 1"), "x"));
    }

    private static Stream<Problem> governance() {
        return Stream.of(
                ManagementProblems.keyKept("owner"),
                GovernanceProblems.nameTaken(LimitOwnerKind.KEY, "x"),
                GovernanceProblems.notFound(LimitOwnerKind.KEY, "x"),
                GovernanceProblems.inUse(LimitOwnerKind.TEAM, "x", 1),
                GovernanceProblems.tokenTaken("x"),
                GovernanceProblems.revoked("x"),
                GovernanceProblems.withdrawn("x"));
    }

    private static Stream<Problem> storage() {
        return Stream.of(
                GovernanceProblems.storeNewer(FILE, 2, 1),
                GovernanceProblems.storeUnreadable(FILE, "x"),
                GovernanceProblems.responsesUnusable(FILE, "x"),
                GovernanceProblems.diskFull(FILE),
                GovernanceProblems.storeLocked(FILE),
                GovernanceProblems.storeDamaged(FILE, "x"),
                GovernanceProblems.storeBehind(FILE, FILE, "x"),
                GovernanceProblems.storeExposed(FILE, "x"),
                GovernanceProblems.storeForeign(FILE, "x"),
                GovernanceProblems.journalInUse(FILE, "x"),
                GovernanceProblems.journalForeign(FILE, "x"),
                GovernanceProblems.journalDamaged(FILE, "x"),
                GovernanceProblems.journalNotWritten(FILE, "x"));
    }
}
