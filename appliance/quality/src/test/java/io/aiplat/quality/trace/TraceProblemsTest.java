package io.aiplat.quality.trace;

import io.aiplat.quality.alert.rule.AlertRuleProblems;
import io.aiplat.quality.alert.state.AlertProblems;
import io.aiplat.quality.request.RequestProblems;
import io.aiplat.quality.view.ViewProblems;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceProblemsTest {
    @Test
    void sayWhatIsWrongAndWhatToDo() {
        Path file = Path.of("/home/a/.aiplat/traces/traces.db");
        Path state = Path.of("/home/a/.aiplat/alerts/state.json");
        Golden.problems(
                List.of(
                        TraceProblems.class,
                        RequestProblems.class,
                        AlertRuleProblems.class,
                        AlertProblems.class,
                        ViewProblems.class),
                List.of(
                        TraceProblems.notWritten(file, "SQLite says: database or disk is full"),
                        TraceProblems.notRead(file, "SQLite says: file is not a database"),
                        TraceProblems.ofAnotherVersion(file),
                        TraceProblems.unknown("4bf92f3577b34da6a3ce929d0e0e4736"),
                        RequestProblems.unknown("req_0123456789abcdef"),
                        AlertRuleProblems.broken(
                                "/home/a/.aiplat/alerts/own.yaml",
                                "/home/a/.aiplat/alerts/own.yaml:5:9: expr is missing: an expression of PromQL."),
                        AlertProblems.notRead(state, "it has no number of a format"),
                        AlertProblems.notWritten(state, "No space left on device"),
                        AlertProblems.ofAnotherVersion(state),
                        AlertProblems.unknownRule("AiplatUpstreamUp"),
                        AlertProblems.unknownSilence("8f3a2b10"),
                        AlertProblems.noReceiver(),
                        AlertProblems.notDelivered("webhook: the address answered 404"),
                        ViewProblems.unknown("costs", List.of("cost", "slo"))));
    }
}
