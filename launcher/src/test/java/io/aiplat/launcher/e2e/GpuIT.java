package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.GpuStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The GPUs of a machine as they are told, with stand-ins for NVIDIA's driver: real libraries whose answers are made
/// up (testbed/gpu). No card computes here.
@Tag("alone")
class GpuIT {
    private static final String METRICS = """
            eval "$(aiplat env)"
            [ -s prometheus.key ] || aiplat keys create prometheus --role metrics > prometheus.key
            curl -H "Authorization: Bearer $(cat prometheus.key)" "${OPENAI_BASE_URL%/v1}/metrics"
            """;
    private static final String API = """
            eval "$(aiplat env)"
            curl -H "Authorization: Bearer $OPENAI_API_KEY" "${OPENAI_BASE_URL%/v1}/admin/v1/gpus"
            """;

    @Test
    void aCardIsToldByTheCommandTheApiAndTheMetrics(@TempDir Path folder) throws Exception {
        String machine = GpuStandIn.machine("rtx-4090");
        // This very process pretends to compute.
        GpuStandIn driver = GpuStandIn.of(
                folder, machine + "process = " + ProcessHandle.current().pid() + " 5368709120\n");
        try (Aiplat aiplat = Aiplat.withoutEngine()
                .with("AIPLAT_MODELS_ENGINE", "embedded")
                .with("LD_LIBRARY_PATH", driver.libraries().toString())) {
            // Before anything runs the command looks by itself.
            aiplat.run("gpu")
                    .ok()
                    .tells("NVIDIA GeForce RTX 4090   1.0 GiB of 24 GiB   37%    51 °C   123 W   570.86.15")
                    .tells("570.86.15, CUDA up to 12.8, 8 libraries")
                    .tells("nvidia-24gb: 24 GiB of NVIDIA GeForce RTX 4090 lie between 22 GiB and 30 GiB")
                    .tells("5.0 GiB   java");

            // Then the appliance is asked, and says the same to programs.
            aiplat.run("up").ok();
            JsonNode card = aiplat.json("gpu").at("/data/0");
            assertEquals(
                    "GPU-11111111-2222-3333-4444-555555555555",
                    card.path("uuid").asText());
            assertEquals("8.9", card.path("compute_capability").asText());
            assertEquals(123.45, card.path("power_watts").asDouble());
            assertEquals(
                    ProcessHandle.current().pid(), card.at("/processes/0/pid").asLong());
            assertTrue(aiplat.shell(API).ok().out().contains("\"memory_used_bytes\":1073741824"));

            // Prometheus sees it, and what it does now.
            String labels = "{gpu=\"0\",name=\"NVIDIA GeForce RTX 4090\","
                    + "uuid=\"GPU-11111111-2222-3333-4444-555555555555\"} ";
            String metrics = aiplat.shell(METRICS).ok().out();
            assertTrue(metrics.contains("aiplat_gpu_memory_total_bytes" + labels + "2.5757220864E10"), metrics);
            assertTrue(metrics.contains("aiplat_gpu_memory_used_bytes" + labels + "1.073741824E9"), metrics);
            assertTrue(metrics.contains("aiplat_gpu_utilization_ratio" + labels + "0.37"), metrics);
            assertTrue(metrics.contains("aiplat_gpu_temperature_celsius" + labels + "51.0"), metrics);
            assertTrue(metrics.contains("aiplat_gpu_power_watts" + labels + "123.45"), metrics);
            driver.answer(machine.replace("temperature = 51", "temperature = 83"));
            Eventually.holds(
                    "a warmer card is scraped",
                    Duration.ofSeconds(30),
                    () -> aiplat.shell(METRICS)
                            .ok()
                            .out()
                            .contains("aiplat_gpu_temperature_celsius" + labels + "83.0"));

            // A card that falls off the bus lets the driver hang. The appliance serves on, and says so.
            driver.answer("hang = 1\n");
            Eventually.holds(
                    "a driver that hangs is told, once the last reading is old",
                    Duration.ofSeconds(60),
                    () -> aiplat.run("gpu").ok().out().contains("NVML      does not answer"));
            assertEquals("pong", aiplat.answer("smoke", "ping"));
            assertFalse(aiplat.shell(METRICS).ok().out().contains("aiplat_gpu_temperature_celsius{"));

            // It comes back by itself.
            driver.answer(machine);
            Eventually.holds(
                    "the card is scraped again",
                    Duration.ofSeconds(60),
                    () -> aiplat.shell(METRICS)
                            .ok()
                            .out()
                            .contains("aiplat_gpu_temperature_celsius" + labels + "51.0"));
        }
    }

    @Test
    void aMachineWithoutAGpuIsNoFailure() throws Exception {
        Assumptions.assumeTrue(
                Files.notExists(Path.of("/dev/nvidiactl")) && Files.notExists(Path.of("/proc/driver/nvidia")),
                "this machine has a GPU");
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            aiplat.run("gpu").ok().tells("No GPU was found on this machine").tells("https://www.nvidia.com/drivers");
            aiplat.run("up").ok();
            assertEquals(0, aiplat.json("gpu").path("data").size());
            assertFalse(aiplat.shell(METRICS).ok().out().contains("aiplat_gpu_memory_used_bytes{"));
        }
    }
}
