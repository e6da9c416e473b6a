package io.aiplat.operator;

import io.aiplat.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperatorProblemsTest {
    @Test
    void sayWhatIsWrongAndWhatToDo() {
        Golden.problems(
                OperatorProblems.class,
                List.of(
                        OperatorProblems.unknownProvider("fast", "bedrock"),
                        OperatorProblems.noEndpoint("fast", "openai"),
                        OperatorProblems.kindOfAnother("models.ollama.io"),
                        OperatorProblems.noImage("claude-assistant"),
                        OperatorProblems.secretsNotUnderstood("claude-assistant"),
                        OperatorProblems.objectOfAnother("Deployment tenant-demo/claude-assistant"),
                        OperatorProblems.teamOfAnother("research"),
                        OperatorProblems.budgetNotUnderstood(
                                "research", "a rolling window has 1 minute to 31 days, not PT2160H")));
    }
}
