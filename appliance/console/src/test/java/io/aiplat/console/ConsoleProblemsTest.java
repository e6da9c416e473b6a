package io.aiplat.console;

import io.aiplat.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleProblemsTest {
    @Test
    void everyProblemReadsAsWritten() {
        Golden.problems(
                ConsoleProblems.class,
                List.of(
                        ConsoleProblems.foreignPage(),
                        ConsoleProblems.refused("embedded", "There is no model 'x'."),
                        ConsoleProblems.noModel("there is no model x here; there are: smoke"),
                        ConsoleProblems.fileOfOwner("/srv/model.gguf"),
                        ConsoleProblems.pullFailed("llama3.2:1b", "java.lang.IllegalStateException: x"),
                        ConsoleProblems.exchangeStopped("exporting qwen3:8b to /data/qwen3.tar"),
                        ConsoleProblems.exchangeFailed(
                                "importing /data/qwen3.tar", "java.lang.IllegalStateException: x"),
                        ConsoleProblems.pullStopped("llama3.2:1b")));
    }
}
