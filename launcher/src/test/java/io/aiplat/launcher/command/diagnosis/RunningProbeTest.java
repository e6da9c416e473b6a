package io.aiplat.launcher.command.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.host.probe.ProbeResult;
import io.aiplat.launcher.command.invocation.CommandProblems;
import org.junit.jupiter.api.Test;

/// What doctor makes of what the appliance says of itself.
class RunningProbeTest {
    private static JsonNode status(String json) throws JsonProcessingException {
        return new ObjectMapper().readTree(json);
    }

    @Test
    void warnsOfWhatRunsShort() throws JsonProcessingException {
        ProbeResult verdict = RunningProbe.verdict(status("{\"short\":[\"1 MiB are free\",\"the heap is full\"]}"));

        assertEquals(new ProbeResult.Warn(CommandProblems.runningShort("1 MiB are free; the heap is full")), verdict);
    }

    @Test
    void saysThatThereIsEnough() throws JsonProcessingException {
        assertEquals(new ProbeResult.Pass("short of nothing"), RunningProbe.verdict(status("{\"short\":[]}")));
    }
}
