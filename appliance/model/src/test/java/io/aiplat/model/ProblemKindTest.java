package io.aiplat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem.Kind;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemKindTest {
    @ParameterizedTest
    @EnumSource
    void everyKindHasAnExitStatusAStatusOfHttpAndAReason(Kind kind) {
        assertNotEquals(ExitCode.OK, kind.exit());
        assertTrue(kind.httpStatus() >= 400 && kind.httpStatus() <= 599, kind + ": " + kind.httpStatus());
        assertTrue(kind.reason().matches("([A-Z][a-z]+)+"), kind.reason());
    }

    @Test
    void noTwoKindsHaveTheSameReason() {
        Set<String> reasons = Arrays.stream(Kind.values()).map(Kind::reason).collect(Collectors.toSet());

        assertEquals(Kind.values().length, reasons.size(), reasons.toString());
    }

    @ParameterizedTest
    @EnumSource
    void aCodeThatIsNoFinerHasWhatItsKindHas(Kind kind) {
        ProblemCode code = new ProblemCode("ROOM_WHAT", kind);

        assertEquals(kind.exit(), code.exit());
        assertEquals(kind.httpStatus(), code.httpStatus());
        assertEquals(kind.reason(), code.reason());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void everyExitStatusTellsOfAKind(ExitCode exit) {
        ProblemCode code = new ProblemCode("ROOM_WHAT", exit);

        assertEquals(exit, code.exit());
        assertEquals(code.kind().httpStatus(), code.httpStatus());
    }

    /// Only whoever asks wrongly is told a status of 400 to 499.
    @Test
    void aConflictOnTheMachineIsNoFaultOfWhoeverAsks() {
        ProblemCode code = new ProblemCode("ROOM_WHAT", Kind.CONFLICT, ExitCode.HOST);

        assertEquals(ExitCode.HOST, code.exit());
        assertEquals(503, code.httpStatus());
        assertEquals("Conflict", code.reason());
    }

    @Test
    void aStatusOfHttpMayBeFinerThanTheKind() {
        assertEquals(
                405,
                new ProblemCode("ROOM_WHAT", Kind.INVALID).answeredWith(405).httpStatus());
    }

    @Test
    void aProblemNeverEndsInSuccess() {
        ProblemCode code = new ProblemCode("ROOM_WHAT", Kind.BUG);

        assertThrows(IllegalArgumentException.class, () -> new ProblemCode("ROOM_WHAT", ExitCode.OK));
        assertThrows(IllegalArgumentException.class, () -> new ProblemCode("ROOM_WHAT", Kind.BUG, ExitCode.OK));
        assertThrows(IllegalArgumentException.class, () -> code.answeredWith(200));
    }
}
