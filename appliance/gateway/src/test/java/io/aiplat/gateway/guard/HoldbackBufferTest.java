package io.aiplat.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.gateway.guard.evaluation.GuardCounter;
import io.aiplat.gateway.guard.evaluation.PatternEvaluator;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Guard.Entity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A text that comes in pieces is masked as if it had come whole.
class HoldbackBufferTest {
    private static final String TEXT = "🦙 Ada: ada@example.org, IBAN DE89 3704 0044 0532 0130 00. ".repeat(20)
            + "x".repeat(300) + " 🦙🦙 from 192.168.0.1, call +49 30 901820";

    private static GuardChain watch(boolean blocks, Entity... entities) {
        return new GuardChain(
                Guard.Moment.AFTER,
                List.of(PatternEvaluator.of(
                        "test",
                        Set.of(entities),
                        List.of(),
                        blocks ? PatternEvaluator.Action.BLOCK : PatternEvaluator.Action.MASK,
                        new GuardCounter((_, _) -> {}))));
    }

    private static List<String> pieces(String text, Random random) {
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            end += end < text.length() && Character.isLowSurrogate(text.charAt(end)) ? 1 : 0;
            pieces.add(text.substring(at, end));
            at = end;
        }
        return pieces;
    }

    @Test
    void masksTheSameHoweverItIsCut() {
        GuardChain watch = watch(false, Entity.values());
        String expected = watch.pass(TEXT);
        for (int seed = 0; seed < 40; seed++) {
            HoldbackBuffer channel = new HoldbackBuffer(watch, false);
            StringBuilder all = new StringBuilder();
            for (String piece : pieces(TEXT, new Random(seed))) {
                channel.add(piece);
                String passed = channel.take(false);
                assertFalse(!passed.isEmpty() && Character.isHighSurrogate(passed.charAt(passed.length() - 1)));
                all.append(passed);
            }
            all.append(channel.take(true));

            assertEquals(expected, all.toString(), "seed " + seed);
            assertFalse(channel.holds());
        }
    }

    @Test
    void holdsBackNoMoreThanItsWindow() {
        HoldbackBuffer channel = new HoldbackBuffer(watch(false, Entity.EMAIL), false);
        channel.add("y".repeat(HoldbackBuffer.WINDOW + 5));

        assertEquals("yyyyy", channel.take(false));
        channel.add("zz");
        assertEquals("yy", channel.take(false));
    }

    @Test
    void nothingOfWhatIsBlockedHasGone() {
        HoldbackBuffer channel = new HoldbackBuffer(watch(true, Entity.CREDIT_CARD), false);
        StringBuilder gone = new StringBuilder();
        ApiException blocked = assertThrows(ApiException.class, () -> {
            for (String piece : ("before " + "4111 1111 1111 1111" + " after".repeat(40)).split("(?<= )")) {
                channel.add(piece);
                gone.append(channel.take(false));
            }
        });

        assertTrue("before ".startsWith(gone.toString()), gone.toString());
        assertEquals("content_filter", blocked.error().code());
    }

    @Test
    void seesThroughEscapesInWhatAToolIsGiven() {
        HoldbackBuffer channel = new HoldbackBuffer(watch(false, Entity.EMAIL, Entity.CREDIT_CARD), true);
        channel.add("{\"to\": \"ada\\u0040exam");
        assertEquals("", channel.take(false));
        channel.add("ple.org\", \"id\":\"b@c.de\",\"card\":4111111111111111 , \"n\":1.50}");

        assertEquals(
                "{\"to\": \"<EMAIL>\", \"id\":\"<EMAIL>\",\"card\":\"<CREDIT_CARD>\" , \"n\":1.50}",
                channel.take(true));
    }
}
