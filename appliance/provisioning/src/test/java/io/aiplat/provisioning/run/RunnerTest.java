package io.aiplat.provisioning.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Progress;
import io.aiplat.model.Readiness;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunnerTest {
    private static final StepResult DONE = new StepResult.Done("made");
    private static final StepResult UNCHANGED = new StepResult.Unchanged("was there");
    private static final StepResult FAILED = new StepResult.Failed(RunProblems.interrupted());

    private final List<String> written = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    @Test
    void stepsRunInOrderAndEachIsWrittenDown() {
        assertInstanceOf(StepResult.Done.class, run(Map.of("a", UNCHANGED, "b", DONE)));
        assertEquals(List.of("begun a", "ended a Unchanged", "begun b", "ended b Done"), written);
        assertEquals(
                List.of("Planned", "Started", "Ended", "Started", "Ended"),
                events.stream().map(e -> e.getClass().getSimpleName()).toList());
    }

    @Test
    void aRunWithNothingToDoSaysSo() {
        assertInstanceOf(StepResult.Unchanged.class, run(Map.of("a", UNCHANGED, "b", UNCHANGED)));
    }

    @Test
    void theFirstFailureStopsTheRun() {
        assertEquals(FAILED, run(Map.of("a", FAILED, "b", DONE)));
        assertEquals(List.of("begun a", "ended a Failed"), written);
    }

    @Test
    void aProblemThrownByAStepIsAFailedStep() {
        Runner runner = new Runner(
                (_, _) -> {
                    throw new ApplianceException(RunProblems.interrupted());
                },
                log(),
                InstantSource.fixed(Instant.EPOCH));
        assertEquals(FAILED, runner.run(plan(List.of("a")), events::add));
    }

    @Test
    void waitingEndsWithTheLastReason() {
        Iterator<Readiness> looks = List.<Readiness>of(
                        new Readiness.NotYet("no node"), new Readiness.NotYet("the kubelet is silent"))
                .iterator();
        Iterator<Instant> times = List.of(Instant.EPOCH, Instant.EPOCH, Instant.EPOCH.plusSeconds(5))
                .iterator();
        ReadinessPoller await = new ReadinessPoller(times::next);
        ApplianceException e = assertThrows(
                ApplianceException.class,
                () -> await.until("the node", Duration.ofSeconds(4), looks::next, Progress.NONE));
        assertTrue(
                e.problem().why().contains("the kubelet is silent"), e.problem().why());
    }

    @Test
    void waitingIsOverAtOnceWhenItIsUseless() {
        ReadinessPoller await = new ReadinessPoller(InstantSource.fixed(Instant.EPOCH));
        Readiness never = new Readiness.Never(RunProblems.applianceDied("boom"));
        ApplianceException e = assertThrows(
                ApplianceException.class, () -> await.until("it", Duration.ofDays(1), () -> never, Progress.NONE));
        assertEquals("RUN_APPLIANCE_DIED", e.problem().code().id());
    }

    /// Without a bound this would wait for ever.
    @Test
    @Timeout(60)
    void waitingDoesNotOutlastItsLimitForALookThatDoesNotComeBack() throws InterruptedException {
        Instant end = Instant.EPOCH.plusMillis(1);
        Iterator<Instant> times = List.of(Instant.EPOCH, end).iterator();
        CountDownLatch interrupted = new CountDownLatch(1);
        ReadinessPoller await = new ReadinessPoller(times::next);
        ApplianceException e = assertThrows(
                ApplianceException.class,
                () -> await.until("the node", Duration.ofMillis(1), () -> silent(interrupted), Progress.NONE));
        assertEquals("RUN_NOT_READY_IN_TIME", e.problem().code().id());
        assertTrue(
                e.problem().why().contains("was not answered in time"),
                e.problem().why());
        interrupted.await();
    }

    /// Asks somebody who takes the question and never answers.
    private static Readiness silent(CountDownLatch interrupted) {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket asked = new Socket(nobody.getInetAddress(), nobody.getLocalPort())) {
            return new Readiness.NotYet("said " + asked.getInputStream().read());
        } catch (IOException e) {
            interrupted.countDown();
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatALookThrowsIsThrown() {
        ReadinessPoller await = new ReadinessPoller(InstantSource.fixed(Instant.EPOCH));
        RuntimeException broken = new IllegalStateException("broken");
        assertSame(
                broken,
                assertThrows(
                        IllegalStateException.class,
                        () -> await.until(
                                "it",
                                Duration.ofDays(1),
                                () -> {
                                    throw broken;
                                },
                                Progress.NONE)));
    }

    private StepResult run(Map<String, StepResult> results) {
        List<String> names = results.keySet().stream().sorted().toList();
        Runner runner = new Runner(
                (step, _) -> {
                    StepResult result = results.get(((ModelStep.PutModel) step).model());
                    return result == null ? FAILED : result;
                },
                log(),
                InstantSource.fixed(Instant.EPOCH));
        return runner.run(plan(names), events::add);
    }

    private static PlanResult.Plan plan(List<String> models) {
        return new PlanResult.Plan(
                ClusterKind.NONE,
                EngineKind.EMBEDDED,
                List.of(),
                models.stream().<Step>map(ModelStep.PutModel::new).toList());
    }

    private Runner.StepRecorder log() {
        return new Runner.StepRecorder() {
            @Override
            public void begun(Step step) {
                written.add("begun " + ((ModelStep.PutModel) step).model());
            }

            @Override
            public void ended(Step step, StepResult result, Duration took) {
                written.add("ended " + ((ModelStep.PutModel) step).model() + " "
                        + result.getClass().getSimpleName());
            }
        };
    }
}
