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
                        OperatorProblems.noSuchEngine("whisper", "FasterWhisper"),
                        OperatorProblems.adapters("llama"),
                        OperatorProblems.sourceOutOfReach("llama", "s3://bucket/llama")));
    }
}
