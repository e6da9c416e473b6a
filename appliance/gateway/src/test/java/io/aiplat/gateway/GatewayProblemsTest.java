package io.aiplat.gateway;

import io.aiplat.gateway.http.GatewayProblems;
import io.aiplat.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatewayProblemsTest {
    @Test
    void everyProblemReadsAsWritten() {
        Golden.problems(
                GatewayProblems.class,
                List.of(
                        GatewayProblems.portTaken("127.0.0.1", 8080),
                        GatewayProblems.addressNotHere("192.0.2.1"),
                        GatewayProblems.cannotListen("127.0.0.1", 80, "Permission denied"),
                        GatewayProblems.answerCut("embedded", "smoke")));
    }
}
