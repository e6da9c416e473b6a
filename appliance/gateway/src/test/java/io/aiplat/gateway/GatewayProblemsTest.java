package io.aiplat.gateway;

import io.aiplat.gateway.admin.ManagementProblems;
import io.aiplat.gateway.http.GatewayProblems;
import io.aiplat.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayProblemsTest {
    @Test
    void everyProblemReadsAsWritten() {
        Golden.problems(
                List.of(GatewayProblems.class, ManagementProblems.class),
                List.of(
                        GatewayProblems.portTaken("127.0.0.1", 8080),
                        GatewayProblems.addressNotHere("192.0.2.1"),
                        GatewayProblems.cannotListen("127.0.0.1", 80, "Permission denied"),
                        GatewayProblems.answerCut("embedded", "smoke"),
                        ManagementProblems.unknownAddress("/key"),
                        ManagementProblems.wrongMethod("PUT", "/keys", List.of("GET", "POST")),
                        ManagementProblems.notJson("It is of the type array."),
                        ManagementProblems.unknownField("nam", List.of("name", "role")),
                        ManagementProblems.invalidValue(
                                "expires", "it is a time such as 2026-12-31T23:59:59Z, not soon"),
                        ManagementProblems.keyKept("owner")));
    }
}
