package io.aiplat.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.gateway.guard.evaluation.GuardCounter;
import io.aiplat.gateway.guard.evaluation.PatternEvaluator;
import io.aiplat.routing.Guard;
import io.aiplat.wire.MemoryAccount;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a server of models can make a guarded stream hold is bounded, and counted.
class GuardedStreamTest {
    private static final GuardChain WATCH = new GuardChain(
            Guard.Moment.AFTER,
            List.of(PatternEvaluator.of(
                    "test",
                    Set.of(Guard.Entity.EMAIL),
                    List.of(),
                    PatternEvaluator.Action.MASK,
                    new GuardCounter((_, _) -> {}))));

    private final Account account = new Account(64L << 20);
    private final GuardedStream stream = new GuardedStream(WATCH, EventFormat.CHAT, "id", account);

    /// Grants up to a bound.
    private static final class Account implements MemoryAccount {
        private final long most;
        private long held;

        Account(long most) {
            this.most = most;
        }

        @Override
        public void acquire(long bytes) {
            assertTrue(tryAcquire(bytes));
        }

        @Override
        public boolean tryAcquire(long bytes) {
            boolean granted = held + bytes <= most;
            held += granted ? bytes : 0;
            return granted;
        }

        @Override
        public void release(long bytes) {
            held -= bytes;
        }
    }

    private void pass(String data) {
        byte[] bytes = ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
        stream.pass(bytes, 0, bytes.length);
        stream.out().clear(GuardedStream.KEPT);
    }

    private static String choice(int index, String text, String more) {
        return "{\"choices\":[{\"index\":" + index + ",\"delta\":{\"content\":\"" + text + "\"}}]" + more + "}";
    }

    @Test
    void aUsualStreamAsksForNoMemory() {
        for (int i = 0; i < 1000; i++) {
            pass(choice(i % 2, "some words ", ""));
        }
        assertEquals(0, account.held);
    }

    @Test
    void refusesAServerThatOpensTextsWithoutEnd() {
        ApiException refused = assertThrows(ApiException.class, () -> {
            for (int i = 0; i < 5_000; i++) {
                pass(choice(i, "a", ""));
            }
        });

        assertEquals("guard_failed", refused.error().code());
        assertEquals(502, refused.error().status());
    }

    @Test
    void countsTheEventsThatTextsAreHeldFor() {
        String large = ",\"x\":\"" + "y".repeat(1 << 20) + "\"";
        ApiException refused = assertThrows(ApiException.class, () -> {
            for (int i = 0; i < 100; i++) {
                pass(choice(i, "a", large));
            }
        });

        assertEquals(503, refused.error().status());
        assertTrue(account.held > 32L << 20, () -> "held " + account.held);
    }

    @Test
    void countsTheLeavesOfAnEventBeforeTheyAreKept() {
        String leaves = ",\"x\":[" + "0,".repeat(1 << 20) + "0]";

        assertEquals(
                503,
                assertThrows(ApiException.class, () -> pass(choice(0, "a", leaves)))
                        .error()
                        .status());
    }

    @Test
    void countsTheNamesOnTheWayToEachLeaf() {
        String name = "n".repeat(16_000);
        String deep =
                ",\"x\":" + ("{\"" + name + "\":").repeat(100) + "[" + "0,".repeat(20_000) + "0]" + "}".repeat(100);

        assertEquals(
                503,
                assertThrows(ApiException.class, () -> pass(choice(0, "a", deep)))
                        .error()
                        .status());
    }
}
