package io.aiplat.operator.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PodMeteringTest {
    @Test
    void aPodsOwnFiguresCountAndElseThoseOfItsContainers() {
        String summary = """
                {"node": {"nodeName": "one"}, "pods": [
                 {"podRef": {"name": "a", "namespace": "n", "uid": "1"},
                  "containers": [{"name": "c", "cpu": {"usageCoreNanoSeconds": 5}, "memory": {"workingSetBytes": 7}}],
                  "cpu": {"time": "2026-11-30T10:00:00Z", "usageNanoCores": 1, "usageCoreNanoSeconds": 3000000000000},
                  "memory": {"workingSetBytes": 1048576}},
                 {"podRef": {"name": "b", "namespace": "n", "uid": "2"}, "containers": [
                  {"name": "c", "cpu": {"usageCoreNanoSeconds": 5}, "memory": {"workingSetBytes": 7}},
                  {"name": "d", "cpu": {"usageCoreNanoSeconds": 6}}]},
                 {"podRef": {"name": "new", "namespace": "n", "uid": "3"}, "containers": []},
                 {"podRef": {"name": "none"}}]}
                """;
        assertEquals(
                List.of(
                        new PodMetering.Counted("1", 3_000_000_000_000L, 1_048_576),
                        new PodMetering.Counted("2", 11, 7)),
                PodMetering.counted(summary));
        assertEquals(List.of(), PodMetering.counted("{}"));
    }
}
