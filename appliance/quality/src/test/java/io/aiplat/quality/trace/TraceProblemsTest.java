package io.aiplat.quality.trace;

import io.aiplat.quality.request.RequestProblems;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceProblemsTest {
    @Test
    void sayWhatIsWrongAndWhatToDo() {
        Path file = Path.of("/home/a/.aiplat/traces/traces.db");
        Golden.problems(
                List.of(TraceProblems.class, RequestProblems.class),
                List.of(
                        TraceProblems.notWritten(file, "SQLite says: database or disk is full"),
                        TraceProblems.notRead(file, "SQLite says: file is not a database"),
                        TraceProblems.ofAnotherVersion(file),
                        TraceProblems.unknown("4bf92f3577b34da6a3ce929d0e0e4736"),
                        RequestProblems.unknown("req_0123456789abcdef")));
    }
}
