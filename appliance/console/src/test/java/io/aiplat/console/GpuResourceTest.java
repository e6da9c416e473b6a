package io.aiplat.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aiplat.model.host.GpuIdentity;
import io.aiplat.model.host.GpuReading;
import io.aiplat.model.host.GpuReport;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GpuResourceTest {
    private final RunningConsole page = new RunningConsole();

    @AfterEach
    void close() {
        page.close();
    }

    private JsonNode asked() throws Exception {
        return new JsonMapper()
                .readTree(page.get("/admin/v1/gpus", RunningConsole.WITH_KEY).body());
    }

    @Test
    void aFigureThatNobodyTellsIsNull() throws Exception {
        page.gpus = new GpuReport(
                List.of(new GpuReport.Card(
                        "amd",
                        "amdgpu",
                        true,
                        GpuReading.unread(
                                new GpuIdentity(-1, "", "0000:03:00.0", "", ""),
                                "PCI 1002:744c",
                                true,
                                OptionalLong.of(100),
                                OptionalLong.of(60)))),
                null,
                "",
                List.of("libcuda.so.1 is in none of the usual folders."),
                new GpuReport.Choice("amd-24gb", "fits"));
        JsonNode report = asked();
        JsonNode card = report.at("/data/0");
        assertEquals("0000:03:00.0", card.path("pci_bus_id").asText());
        assertEquals(40, card.path("memory_used_bytes").asLong());
        assertTrue(card.path("index").isNull());
        assertTrue(card.path("temperature_celsius").isNull());
        assertEquals("amd-24gb", report.at("/profile/name").asText());
        assertEquals(1, report.path("faults").size());
        assertTrue(report.path("driver").isMissingNode());
    }

    @Test
    void aMachineWithoutAGpuHasAnEmptyList() throws Exception {
        assertTrue(asked().path("data").isEmpty());
    }
}
