package io.aiplat.management;

import io.aiplat.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManagementProblemsTest {
    @Test
    void everyProblemReadsAsWritten() {
        Golden.problems(
                ManagementProblems.class,
                List.of(
                        ManagementProblems.unknownAddress("/key"),
                        ManagementProblems.wrongMethod("PUT", "/keys", List.of("GET", "POST")),
                        ManagementProblems.notJson("It is of the type array."),
                        ManagementProblems.unknownField("nam", List.of("name", "role")),
                        ManagementProblems.invalidValue(
                                "expires", "it is a time such as 2026-12-31T23:59:59Z, not soon"),
                        ManagementProblems.keyKept("owner"),
                        ManagementProblems.keyOutOfReach("ci", "It opens more than the key that asks may give."),
                        ManagementProblems.roleUnowned("team-admin is for a key that has a team"),
                        ManagementProblems.userOfOthers("ada"),
                        ManagementProblems.noJob("7"),
                        ManagementProblems.jobFailed("model-pull", "big", "java.lang.IllegalStateException"),
                        ManagementProblems.jobCancelled("model-pull", "big")));
    }
}
