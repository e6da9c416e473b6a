package io.aiplat.launcher.command.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.host.probe.ProbeResult;
import io.aiplat.launcher.command.invocation.CommandProblems;
import org.junit.jupiter.api.Test;

/// What doctor makes of what the appliance says of its routes and upstreams.
class ServingChecksTest {
    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void anUpstreamThatRestsIsNamed() throws JsonProcessingException {
        JsonNode places = json("""
                [{"route":"fast","upstream":"cloud","health":"paused","successes":9,"failures":3},
                 {"route":"smoke","upstream":"engine","health":"well","successes":2,"failures":0}]""");
        assertEquals(
                new ProbeResult.Warn(
                        CommandProblems.servingUnwell("upstreams", "resting after failures: cloud (fast, 3 failures)")),
                ServingChecks.upstreams(places));
    }

    @Test
    void whoAnsweredIsNamed() throws JsonProcessingException {
        JsonNode places = json("""
                [{"route":"smoke","upstream":"engine","health":"well","successes":2,"failures":0},
                 {"route":"idle","upstream":"other","health":"well","successes":0,"failures":0}]""");
        assertEquals(new ProbeResult.Pass("answered: engine"), ServingChecks.upstreams(places));
        assertEquals(new ProbeResult.Pass("none rests; nobody has asked one yet"), ServingChecks.upstreams(json("[]")));
    }

    @Test
    void aFileThatIsWrongIsTold() throws JsonProcessingException {
        JsonNode status = json("{\"routes\":\"fast; gateway.yaml is wrong now and left aside: line 3\"}");
        assertEquals(
                new ProbeResult.Warn(CommandProblems.servingUnwell(
                        "routes", "fast; gateway.yaml is wrong now and left aside: line 3")),
                ServingChecks.routes(status));
        assertEquals(new ProbeResult.Pass("fast"), ServingChecks.routes(json("{\"routes\":\"fast\"}")));
    }
}
