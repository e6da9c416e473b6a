package io.aiplat.launcher.command.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SpendTextTest {
    private static final String ROW = """
            {"day": "2026-11-30", "name": %s, "requests": 2, "input_tokens": 5, "cached_tokens": 1, "output_tokens": 7,
             "cost": 0.250000, "gpu_seconds": %s, "cpu_seconds": %s, "memory_gib_seconds": 0, "pod_gpu_seconds": 0,
             "machine_cost": %s, "total_cost": %s}""";

    private static JsonNode report(String by, String... rows) throws IOException {
        return ManagementClient.JSON.readTree("{\"by\":\"" + by + "\",\"from\":\"2026-11-01\",\"to\":\"2026-11-30\","
                + "\"data\":[" + String.join(",", rows) + "]}");
    }

    @Test
    void onlyWhatAnybodyHasUsedHasAColumn() throws IOException {
        String plain = SpendText.table(report("key", ROW.formatted("\"a\"", 0, 0, 0, "0.25")), "EUR");
        assertTrue(plain.lines().findFirst().orElse("").endsWith("COST EUR"), plain);
        assertFalse(plain.contains("GPU"), plain);

        String used = SpendText.table(
                report(
                        "tenant",
                        ROW.formatted("\"a\"", "10.26", "0", "0.5", "0.75"),
                        ROW.formatted("\"b\"", "0", "3600.04", "1.000001", "1.250001")),
                "EUR");
        assertTrue(used.contains("MACHINES EUR"), used);
        assertFalse(used.contains("POD GPU S"), used);
        assertTrue(
                used.lines()
                        .anyMatch(line ->
                                line.matches("total +4 +10 +2 +14 +0\\.5 +10\\.3 +3600 +1\\.500001 +2\\.000001 *")),
                used);
    }

    @Test
    void linesForProgramsHaveEveryFigureAndNamesThatAreNoFormulas() throws IOException {
        String csv = SpendText.csv(
                report(
                        "key",
                        ROW.formatted("\"a, \\\"b\\\"\"", "1.5", "0", "0.1", "0.35"),
                        ROW.formatted("\"=1+1\"", "0", "0", "0", "0.25")),
                "EUR");
        assertEquals("""
                day,key,requests,input_tokens,cached_tokens,output_tokens,gpu_seconds,cpu_seconds,memory_gib_seconds,\
                pod_gpu_seconds,cost,machine_cost,total_cost,currency
                2026-11-30,"a, ""b\""",2,5,1,7,1.5,0,0,0,0.25,0.1,0.35,EUR
                2026-11-30,'=1+1,2,5,1,7,0,0,0,0,0.25,0,0.25,EUR
                """, csv.replace("\r\n", "\n"));
    }
}
