package io.aiplat.provisioning.gpu.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.inference.ResidentModel;
import io.aiplat.provisioning.gpu.watch.GpuWatchState.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpuWatchStateTest {
    private static final long GIB = 1L << 30;
    private static final String OLD = "570.86.15";
    private static final String NEW = "575.57.08";

    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final GpuWatchState state = new GpuWatchState(true);

    private static ResidentModel model(long gpu) {
        return new ResidentModel("qwen3:8b", null, null, false, 6 * GIB, gpu * GIB, 8192);
    }

    private Verdict sees(ResidentModel... resident) {
        return reads(new WatchReading(now, true, List.of(resident), 1, "", OLD, OLD, OLD));
    }

    /// Each reading twenty seconds after the one before.
    private Verdict reads(WatchReading reading) {
        Verdict verdict = state.next(reading);
        now = now.plusSeconds(20);
        return verdict;
    }

    private WatchReading machine(int cards, String fault, String driver, String libraries, String node) {
        return new WatchReading(now, true, List.of(), cards, fault, driver, libraries, node);
    }

    private void mends(Verdict verdict) {
        state.mended(verdict.mend(), now);
        now = now.plus(Duration.ofMinutes(1));
    }

    @Test
    void aModelOnItsGpuIsLeftAlone() {
        sees(model(6));
        Verdict verdict = sees(model(6));
        assertNull(verdict.mend());
        assertEquals(List.of(), state.alarms());
    }

    @Test
    void aModelThatNeverWasOnAGpuIsNobodysFault() {
        sees(model(0));
        assertNull(sees(model(0)).mend());
    }

    @Test
    void aModelThatLeftItsGpuIsReloadedAndCountedOnce() {
        sees(model(6));
        Verdict fell = sees(model(0));
        assertEquals(List.of(FallbackCause.MODEL), fell.fallbacks());
        assertEquals(
                "qwen3:8b",
                assertInstanceOf(GpuMend.Reload.class, fell.mend()).model().name());
        assertEquals(
                "qwen3:8b was on a GPU and computes on processors now",
                state.alarms().getFirst().what());
        mends(fell);
        Verdict well = sees(model(6));
        assertEquals(List.of("no longer: qwen3:8b was on a GPU and computes on processors now"), well.news());
        assertEquals(List.of(), state.alarms());
    }

    @Test
    void itIsNotJudgedWhileItIsBeingLoaded() {
        sees(model(6));
        Verdict fell = sees(model(0));
        state.mended(fell.mend(), now);
        assertNull(sees(model(0)).mend());
        assertNull(sees(model(0)).mend());
    }

    @Test
    void oneThatWasOutOfMemoryMeanwhileIsKnownAgain() {
        sees(model(6));
        sees();
        assertInstanceOf(GpuMend.Reload.class, sees(model(0)).mend());
    }

    @Test
    void lessThanHalfAtTheSameSizeIsAFallbackAndALongerContextIsNone() {
        sees(model(6));
        assertNull(sees(model(4)).mend());
        ResidentModel longer = new ResidentModel("qwen3:8b", null, null, false, 20 * GIB, 6 * GIB, 32768);
        assertNull(sees(longer).mend());
        sees(model(6));
        assertInstanceOf(GpuMend.Reload.class, sees(model(2)).mend());
    }

    @Test
    void whereReloadingDoesNotHelpTheNodeIsStartedAgain() {
        sees(model(6));
        mends(sees(model(0)));
        assertInstanceOf(GpuMend.RestartNode.class, sees(model(0)).mend());
    }

    @Test
    void whereTheNodeIsNotOursOnlyReloadingIsTried() {
        GpuWatchState host = new GpuWatchState(false);
        host.next(new WatchReading(now, true, List.of(model(6)), 1, "", OLD, OLD, ""));
        for (int i = 0; i < GpuWatchState.MOST; i++) {
            now = now.plus(Duration.ofMinutes(1));
            Verdict fell = host.next(new WatchReading(now, true, List.of(model(0)), 1, "", OLD, OLD, ""));
            host.mended(assertInstanceOf(GpuMend.Reload.class, fell.mend()), now);
        }
    }

    @Test
    void itIsMendedThreeTimesAnHourAndThenItSaysSo() {
        sees(model(6));
        for (int i = 0; i < GpuWatchState.MOST; i++) {
            mends(sees(model(0)));
        }
        Verdict fourth = sees(model(0));
        assertNull(fourth.mend());
        assertTrue(fourth.news().getFirst().contains("not mended any more within this hour"), () -> "" + fourth);
        assertEquals("GPU_MENDS_EXHAUSTED", state.alarms().getLast().code().id());
        assertEquals(List.of(), sees(model(0)).news(), "it is said once");

        now = now.plus(Duration.ofHours(1));
        assertInstanceOf(GpuMend.Reload.class, sees(model(0)).mend(), "an hour later it is tried again");
    }

    @Test
    void aDriverThatWasUpdatedHasTheNodeMadeAnew() {
        reads(machine(1, "", OLD, OLD, OLD));
        Verdict updated = reads(machine(1, "", NEW, NEW, OLD));
        assertEquals(List.of(FallbackCause.DRIVER), updated.fallbacks());
        assertEquals(new GpuMend.RecreateNode(OLD, NEW), updated.mend());
        mends(updated);
        assertNull(reads(machine(1, "", NEW, NEW, NEW)).mend());
        assertEquals(List.of(), state.alarms());
    }

    @Test
    void librariesThatAreNewerThanTheModuleNeedAPerson() {
        reads(machine(1, "", OLD, OLD, OLD));
        Verdict half = reads(machine(1, "", OLD, NEW, OLD));
        assertNull(half.mend());
        assertEquals(
                "GPU_LIBRARY_OTHER_VERSION", state.alarms().getFirst().code().id());
        assertTrue(half.news().getFirst().contains("Restart this machine"), () -> "" + half);
    }

    @Test
    void aCardThatIsLostIsSaidAndReloadingIsNotTried() {
        sees(model(6));
        Verdict lost = reads(new WatchReading(now, true, List.of(model(0)), 0, "Unknown error", OLD, OLD, OLD));
        assertEquals(List.of(FallbackCause.CARD, FallbackCause.MODEL), lost.fallbacks());
        assertNull(lost.mend());
        assertEquals("GPU_LOST", state.alarms().getFirst().code().id());
    }

    @Test
    void fewerCardsAreALossAndAllOfThemAgainAreNone() {
        reads(machine(2, "", OLD, OLD, OLD));
        assertEquals(
                List.of(FallbackCause.CARD),
                reads(machine(1, "", OLD, OLD, OLD)).fallbacks());
        assertEquals(List.of(), reads(machine(1, "", OLD, OLD, OLD)).fallbacks());
        assertEquals(
                List.of("no longer: A GPU that was there does not answer any more"),
                reads(machine(2, "", OLD, OLD, OLD)).news());
    }

    @Test
    void aDriverThatNeverAnsweredIsTheLaddersToExplain() {
        reads(machine(0, "Driver/library version mismatch", OLD, OLD, ""));
        assertEquals(List.of(), state.alarms());
    }

    @Test
    void anEngineThatDoesNotAnswerHasGivenNothingBack() {
        sees(model(6));
        mends(sees(model(0)));
        reads(new WatchReading(now, false, List.of(), 1, "", OLD, OLD, OLD));
        assertEquals(1, state.alarms().size());
        assertEquals(List.of(), sees(model(0)).fallbacks(), "it is the same fall");
    }
}
