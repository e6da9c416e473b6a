package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.plan.ClusterStep;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import io.aiplat.testkit.Golden;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RenderersTest {
    private static final Problem PROBLEM = new Problem(
            new ProblemCode("ROOM_WHAT", ExitCode.STEP_FAILED), "It broke", "The cause.", List.of("Mend it"));
    private static final Step PULL = new ModelStep.PullModel("qwen3:0.6b");
    private static final Step WAIT = new ClusterStep.AwaitNode(Duration.ofMinutes(3));

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private Instant now = Instant.EPOCH;
    private final InstantSource clock = () -> now;

    private void tell(EventRenderer renderer) {
        PlanResult.Plan plan = new PlanResult.Plan(
                ClusterKind.NONE, EngineKind.EMBEDDED, List.of("No container engine answers."), List.of(WAIT, PULL));
        renderer.accept(new Event.Planned(plan));
        renderer.accept(new Event.Started(1, 2, WAIT));
        renderer.accept(new Event.Ended(WAIT, new StepResult.Unchanged("was ready"), Duration.ofMillis(40)));
        renderer.accept(new Event.Warned(PROBLEM));
        renderer.accept(new Event.Started(2, 2, PULL));
        for (int i = 0; i <= 10; i++) {
            renderer.accept(new Event.Progressed(PULL, "pulling", i, 10));
            now = now.plusSeconds(1);
        }
        renderer.accept(new Event.Ended(PULL, new StepResult.Done("pulled"), Duration.ofSeconds(65)));
        renderer.accept(new Event.Started(1, 1, WAIT));
        renderer.accept(new Event.Ended(WAIT, new StepResult.Failed(PROBLEM), Duration.ofSeconds(1)));
        renderer.close();
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void plainIsWholeLinesWithProgressNowAndThen() {
        tell(new PlainRenderer(out, clock));
        Golden.matches("render/plain.txt", written());
    }

    @Test
    void jsonIsOneObjectALine() {
        tell(new JsonRenderer(event -> out.println(JsonLine.of(event)), clock));
        Golden.matches("render/events.jsonl", written());
    }

    @Test
    void aTerminalKeepsALineForEachStepThatEnded() {
        tell(new LiveRenderer(out, clock, false));
        // How often the live line was drawn is a matter of luck; only what stays is looked at.
        String stays =
                written().replaceAll("\u001b\\[\\?7l.*?\u001b\\[\\?7h", "").replace("\r\u001b[K", "");
        Golden.matches("render/live.txt", stays);
    }

    @Test
    void aTerminalShowsWhatIsGoingOn() {
        try (LiveRenderer renderer = new LiveRenderer(out, clock, false)) {
            renderer.accept(new Event.Started(2, 2, PULL));
            now = now.plusSeconds(7);
            renderer.accept(new Event.Progressed(PULL, "pulling", 5, 10));
            renderer.draw();
        }
        assertTrue(written().contains("2/2 Pull model qwen3:0.6b  7 s  pulling 50%"), written());
        assertTrue(written().endsWith("\u001b[K"), "the live line is cleared at the end");
    }

    @Test
    void aTransferHasItsSpeedAndTheTimeThatIsLeft() {
        try (LiveRenderer renderer = new LiveRenderer(out, clock, false)) {
            renderer.accept(new Event.Started(2, 2, PULL));
            renderer.accept(new Event.Progressed(PULL, "pulling", 100_000_000, 500_000_000));
            now = now.plusSeconds(2);
            renderer.accept(new Event.Progressed(PULL, "pulling", 120_000_000, 500_000_000));
            renderer.draw();
        }
        assertTrue(written().contains("pulling 24%, 10 MB/s, 38 s left"), written());
        PlainRenderer plain = new PlainRenderer(out, clock);
        plain.accept(new Event.Started(2, 2, PULL));
        plain.accept(new Event.Progressed(PULL, "pulling", 0, 90_000_000_000L));
        now = now.plusSeconds(6);
        plain.accept(new Event.Progressed(PULL, "pulling", 60_000_000, 90_000_000_000L));
        assertTrue(written().contains("    pulling 0%, 10 MB/s, 2 h 29 min left"), written());
    }

    @Test
    void coloursAreOnlyWrittenWhereWanted() {
        tell(new LiveRenderer(out, clock, true));
        assertTrue(written().contains("\u001b[32mok"), written());
        bytes.reset();
        tell(new LiveRenderer(out, clock, false));
        assertFalse(written().contains("\u001b[32m"), written());
    }

    @Test
    void problemsGoToStandardErrorInTheFormatAskedFor() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Output.to(out, errors, Output.Style.PLAIN).problem(PROBLEM);
        Output.to(out, errors, Output.Style.JSON).problem(PROBLEM);
        assertEquals(
                PROBLEM.toText() + "{\"error\":{\"code\":\"ROOM_WHAT\",\"exit\":5,\"what\":\"It broke\","
                        + "\"why\":\"The cause.\",\"fixes\":[\"Mend it\"]}}" + System.lineSeparator(),
                err.toString(StandardCharsets.UTF_8));
        assertEquals("", written());
    }
}
