package io.aiplat.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    private static final String TOKEN = "sk-aiplat-" + "Ab1".repeat(14) + "x";

    @Test
    void takesKnownSecretsOutWhereverTheyStand() {
        Redaction redaction = Redaction.of(List.of(new Secret("sk-up/1234"), new Secret("sk-up/1234-longer")));
        assertEquals("key ***, header ***!", redaction.clean("key sk-up/1234, header sk-up/1234-longer!"));
        assertEquals("lower ***", redaction.clean("lower SK-UP/1234"));
        assertEquals("{\"k\":\"***\"}", redaction.clean("{\"k\":\"sk-up\\/1234\"}"));
        assertTrue(redaction.finds("x sk-up/1234"));
        assertFalse(redaction.finds("x sk-up"));
    }

    @Test
    void takesTheWordsOfAHeaderOut() {
        Redaction redaction = Redaction.of(List.of(new Secret("Token 0123456789abcdef"), new Secret("on")));
        assertEquals("it was ***, on our side", redaction.clean("it was 0123456789abcdef, on our side"));
    }

    @Test
    void knowsSomeByTheirShape() {
        assertEquals("http://***@host:1/v1 no", Redaction.SHAPES.clean("http://user:p@ss@host:1/v1 no"));
        assertEquals("token ***.", Redaction.SHAPES.clean("token " + TOKEN + "."));
        assertEquals("Authorization: Bearer ***", Redaction.SHAPES.clean("Authorization: Bearer abcdefgh123"));
    }

    @Test
    void leavesWhatHasNoneAsItIs() {
        String text = "The upstream failed: mail ann@example.com about http://host/a@b, see sk-aiplat-Ab1x.";
        assertSame(text, Redaction.SHAPES.clean(text));
        assertSame(text, Redaction.of(List.of(new Secret("other"))).clean(text));
    }

    @Test
    void aProblemQuotesNoPasswordOfAnAddress() {
        Problem problem = new Problem(
                new ProblemCode("ROOM_WHAT", ExitCode.USAGE),
                "http://user:secret@host does not answer",
                "It said " + TOKEN + ".",
                List.of("curl http://user:secret@host"));
        assertEquals("""
                error ROOM_WHAT: http://***@host does not answer
                  why: It said ***.
                  try: curl http://***@host
                """, problem.toText());
    }
}
