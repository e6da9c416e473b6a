package io.aiplat.provisioning.gpu.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.host.gpu.GpuFacts;
import io.aiplat.host.gpu.NvmlOutcome;
import io.aiplat.model.host.DriverLibrary;
import io.aiplat.model.host.GpuDriver;
import io.aiplat.model.host.GpuIdentity;
import io.aiplat.model.host.GpuPlatform;
import io.aiplat.model.host.GpuReading;
import io.aiplat.provisioning.gpu.GpuEvidence.NvmlAnswer;
import io.aiplat.provisioning.gpu.watch.DriverVersions;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NvmlWordsTest {
    private static final String VERSION = "570.86.15";

    private static GpuReading card(String fault) {
        return new GpuReading(
                new GpuIdentity(0, "GPU-1", "0000:01:00.0", "8.9", ""),
                "NVIDIA GeForce RTX 4090",
                false,
                true,
                OptionalLong.of(24L << 30),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                List.of(),
                List.of(),
                fault);
    }

    private static GpuFacts facts(NvmlOutcome outcome, GpuReading... cards) {
        GpuDriver driver = new GpuDriver(
                GpuPlatform.NATIVE,
                VERSION,
                "12.8",
                List.of(),
                List.of(new DriverLibrary("libcuda.so.1", "/usr/lib/libcuda.so.575.57.08")),
                null);
        return new GpuFacts(List.of(), driver, List.of(), outcome, List.of(cards));
    }

    private static NvmlOutcome outcome(NvmlOutcome.State state, String said) {
        return new NvmlOutcome(state, said);
    }

    @Test
    void whatItCountsIsItsAnswer() {
        GpuFacts facts = facts(outcome(NvmlOutcome.State.ANSWERS, ""), card(""));
        assertEquals(new NvmlAnswer(VERSION, 1, ""), NvmlWords.of(facts));
        assertEquals(1, DriverVersions.cards(facts));
        assertEquals("", DriverVersions.fault(facts));
        assertEquals("575.57.08", DriverVersions.libraries(facts));
    }

    @Test
    void aLostCardIsNamed() {
        GpuFacts facts = facts(outcome(NvmlOutcome.State.ANSWERS, ""), card("GPU is lost"));
        assertEquals("Of card 0 (NVIDIA GeForce RTX 4090) it says: GPU is lost.", DriverVersions.fault(facts));
    }

    @Test
    void whatItRefusesIsQuoted() {
        GpuFacts facts = facts(outcome(NvmlOutcome.State.REFUSES, "Driver/library version mismatch"));
        assertEquals(new NvmlAnswer("", 0, "It says: Driver/library version mismatch."), NvmlWords.of(facts));
        assertEquals(0, DriverVersions.cards(facts));
    }

    @Test
    void theAnswerOfItsProgramIsAsGood() {
        assertEquals(
                new NvmlAnswer(VERSION, 1, ""), NvmlWords.of(facts(outcome(NvmlOutcome.State.BROKEN, "x"), card(""))));
    }

    @Test
    void whereNobodyWasAskedNothingIsCountedAndNothingIsWrong() {
        GpuFacts facts = facts(outcome(NvmlOutcome.State.ABSENT, ""));
        assertEquals(-1, DriverVersions.cards(facts));
        assertEquals("", DriverVersions.fault(facts));
    }
}
