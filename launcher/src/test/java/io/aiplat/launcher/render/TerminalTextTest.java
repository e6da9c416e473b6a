package io.aiplat.launcher.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.ExitCode;
import io.aiplat.model.Problem;
import io.aiplat.model.ProblemCode;
import io.aiplat.model.plan.Event;
import io.aiplat.model.plan.ModelStep;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.model.plan.StepResult;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What somebody else says does nothing to a terminal, wherever it is printed.
class TerminalTextTest {
    /// Every character that does something, and how its like are told from ours.
    private static final String EVIL = evil();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private static String evil() {
        StringBuilder evil = new StringBuilder("a\u001b]0;owned\u0007\u001b[2J");
        for (char c = 0; c < 0x20; c++) {
            evil.append(c).append('.');
        }
        for (char c = 0x7F; c <= 0x9F; c++) {
            evil.append(c).append('.');
        }
        return evil.append("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029z")
                .toString();
    }

    /// What was printed, after it was made sure that nothing in it acts.
    private String harmless() {
        return harmless(bytes.toString(StandardCharsets.UTF_8));
    }

    private static String harmless(String printed) {
        printed.chars()
                .forEach(c -> assertFalse(
                        (c < 0x20 && c != '\n' && c != '\t')
                                || (c >= 0x7f && c <= 0x9f)
                                || (c >= 0x2028 && c <= 0x202e)
                                || (c >= 0x2066 && c <= 0x2069),
                        () -> "U+" + Integer.toHexString(c) + " in " + printed));
        assertTrue(printed.contains("\\u001b]0;owned\\u0007"), printed);
        return printed;
    }

    @Test
    void leavesOrdinaryTextAlone() {
        String text = "Zwölf\tBären 🐻‍❄️ שלום\r\n\n日本語";
        assertSame(text, TerminalText.text(text));
    }

    @Test
    void showsAReturnThatWouldHideWhatWasThere() {
        assertEquals("safe\\rEVIL\r\nb\\r", TerminalText.text("safe\rEVIL\r\nb\r"));
        assertEquals("a\\nb\\tc", TerminalText.line("a\nb\tc"));
    }

    @Test
    void answersNotesAndQuestionsDoNothing() {
        Output output = Output.to(stream, stream, Output.Style.LIVE_IN_COLOR);
        output.value(Map.of(), EVIL + "\n");
        harmless();
        bytes.reset();
        output.note(EVIL);
        harmless();
        bytes.reset();
        output.ask(EVIL);
        harmless();
    }

    @Test
    void piecesOfAnAnswerDoNothingWhereverTheyAreCut() {
        AnswerPrinter pieces = Output.to(stream, stream, Output.Style.LIVE).pieces();
        EVIL.chars().forEach(c -> pieces.accept(Character.toString(c)));
        pieces.end();
        harmless();
        bytes.reset();
        List.of("one\r", "\ntwo\r", "three", "\r").forEach(pieces::accept);
        pieces.end();
        assertEquals("one\r\ntwo\\rthree\\r\n", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void cellsStayWithinTheirLines() {
        String table = new Table("NAME", "SIZE")
                .row("evil\nsmoke   1 GB\u001b]0;owned\u0007", "2 GB")
                .toText();
        assertEquals(2, table.lines().count(), table);
        harmless(table);
    }

    @Test
    void problemsDoNothingAndAreNotForged() {
        Problem problem = new Problem(
                new ProblemCode("ROOM_WHAT", ExitCode.USAGE),
                EVIL + "\nerror FORGED_ONE: trust me",
                EVIL + "\nerror FORGED_TWO: trust me",
                List.of(EVIL + "\nerror FORGED_THREE: trust me"));
        Output output = Output.to(stream, stream, Output.Style.LIVE);
        output.problem(problem);
        output.warning(problem);
        assertEquals(
                1, harmless().lines().filter(line -> line.startsWith("error ")).count(), harmless());
    }

    @Test
    void eventsDoNothing() {
        Step step = new ModelStep.PullModel(EVIL);
        try (PlainRenderer renderer = new PlainRenderer(stream, InstantSource.system())) {
            renderer.accept(new Event.Planned(
                    new PlanResult.Plan(ClusterKind.NONE, EngineKind.EMBEDDED, List.of(EVIL), List.of(step))));
            renderer.accept(new Event.Started(1, 1, step));
            renderer.accept(new Event.Progressed(step, EVIL, 1, 2));
            renderer.accept(new Event.Ended(step, new StepResult.Done(EVIL), Duration.ofSeconds(1)));
        }
        harmless();
    }

    @Test
    void theLiveLineIsTheOnlyOneThatMoves() {
        Step step = new ModelStep.PullModel(EVIL);
        try (LiveRenderer renderer = new LiveRenderer(stream, InstantSource.system(), false)) {
            renderer.accept(new Event.Started(1, 1, step));
            renderer.accept(new Event.Progressed(step, EVIL, 1, 2));
            renderer.draw();
            renderer.accept(new Event.Ended(step, new StepResult.Unchanged(EVIL), Duration.ofSeconds(1)));
        }
        harmless(bytes.toString(StandardCharsets.UTF_8)
                .replace("\r\u001b[K", "")
                .replace("\u001b[?7l", "")
                .replace("\u001b[?7h", ""));
    }

    @Test
    void jsonStaysJsonAndDoesNothing() throws Exception {
        Output.to(stream, stream, Output.Style.JSON).value(Map.of("answer", EVIL), "");
        assertEquals(
                EVIL, new ObjectMapper().readTree(harmless()).path("answer").textValue());
    }
}
