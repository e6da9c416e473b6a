package io.aiplat.console.gpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.inference.ResidentModel;
import io.aiplat.model.host.GpuIdentity;
import io.aiplat.model.host.GpuProcess;
import io.aiplat.model.host.GpuReading;
import io.aiplat.model.host.GpuReport;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelProcessesTest {
    private static final long GIB = 1L << 30;

    private static GpuProcess process(long pid, String name, double gib) {
        return new GpuProcess(pid, OptionalLong.of((long) (gib * GIB)), name, "", "", "");
    }

    private static ResidentModel model(String name, double gib) {
        return new ResidentModel(name, null, null, false, (long) (gib * GIB), (long) (gib * GIB), 4096);
    }

    private static GpuReading card(GpuProcess... processes) {
        return new GpuReading(
                GpuIdentity.UNKNOWN,
                "RTX 4090",
                false,
                true,
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Arrays.asList(processes),
                List.of(),
                "");
    }

    private static Map<Long, String> told(List<ResidentModel> models, GpuReading... cards) {
        List<GpuReport.Card> all = Arrays.stream(cards)
                .map(card -> new GpuReport.Card("nvidia", "570", true, card))
                .toList();
        return ModelProcesses.of(
                new GpuReport(all, null, "", List.of(), new GpuReport.Choice("nvidia-24gb", "")), models);
    }

    @Test
    void aProcessOfAnEngineRunsTheModelOfItsSize() {
        assertEquals(
                Map.of(7L, "big", 8L, "small"),
                told(
                        List.of(model("small", 1), model("big", 9)),
                        card(process(7, "ollama", 9.4), process(8, "ollama", 1.5), process(9, "python", 1))));
    }

    @Test
    void aModelSpreadOverTwoCardsIsOneProcess() {
        assertEquals(
                Map.of(7L, "big"),
                told(
                        List.of(model("big", 30)),
                        card(process(7, "llama-server", 16)),
                        card(process(7, "llama-server", 15))));
    }

    @Test
    void whereItIsInDoubtNothingIsTold() {
        GpuReading two = card(process(7, "ollama", 5), process(8, "ollama", 5.1));
        assertEquals(Map.of(), told(List.of(model("one", 5), model("other", 9)), two), "both are nearest to the same");
        assertEquals(Map.of(), told(List.of(model("one", 5)), two), "two processes, one model");
        assertEquals(Map.of(), told(List.of(model("one", 0)), card(process(7, "ollama", 5))), "it is on processors");
    }
}
