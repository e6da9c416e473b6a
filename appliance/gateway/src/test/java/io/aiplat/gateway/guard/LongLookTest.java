package io.aiplat.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.gateway.api.contract.ApiException;
import io.aiplat.gateway.call.Endpoint;
import io.aiplat.gateway.endpoint.Endpoints;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.gateway.guard.evaluation.GuardCounter;
import io.aiplat.gateway.guard.evaluation.PatternEvaluator;
import io.aiplat.routing.Guard;
import io.aiplat.routing.Guard.Entity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whoever looks for long lets others go on: as many long looks as there are cores keep nobody waiting.
@Timeout(60)
class LongLookTest {
    private static final Endpoint CHAT = Objects.requireNonNull(Endpoints.ALL.at("/v1/chat/completions"));

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1                                     | 100000
            "a"                                   | 100000
            {"type":"text","text":"a"}            | 50000
            """)
    void manySmallValuesKeepNobodyWaiting(String value, int count) throws InterruptedException {
        othersGoOn("[" + (value + ",").repeat(count) + "1]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            call 1 2                              | 100000
            ﷺ                                     | 200000
            """)
    void longTextsKeepNobodyWaiting(String text, int count) throws InterruptedException {
        othersGoOn('"' + text.repeat(count) + '"');
    }

    @Test
    void aPatternThatTriesForLongKeepsNobodyWaiting() throws InterruptedException {
        othersGoOn("\"" + "a".repeat(110) + "!\"", Pattern.compile("a*a*a*b"));
    }

    private static void othersGoOn(String content, Pattern... patterns) throws InterruptedException {
        byte[] body =
                ("{\"messages\":[{\"role\":\"user\",\"content\":" + content + "}]}").getBytes(StandardCharsets.UTF_8);
        GuardChain watch = new GuardChain(
                Guard.Moment.BEFORE,
                List.of(PatternEvaluator.of(
                        "test",
                        Set.of(Entity.EMAIL, Entity.PHONE),
                        List.of(patterns),
                        PatternEvaluator.Action.MASK,
                        new GuardCounter((_, _) -> {}))));
        AtomicInteger begun = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        // Of a look that has ended before another thread had its turn.
        AtomicInteger before = new AtomicInteger(-1);
        CountDownLatch had = new CountDownLatch(1);
        Runnable other = () -> {
            before.set(done.get());
            had.countDown();
        };
        List<Thread> looks = new ArrayList<>();
        for (int i = 0; i < CORES; i++) {
            looks.add(Thread.startVirtualThread(() -> {
                // All cores are taken when it comes, whatever the machine does with the thread of the test.
                if (begun.incrementAndGet() == CORES) {
                    Thread.startVirtualThread(other);
                }
                try {
                    look(watch, body);
                } catch (ApiException _) {
                    // On a busy machine the time for looking may be over; that is an end, too.
                } finally {
                    done.incrementAndGet();
                }
            }));
        }
        for (Thread look : looks) {
            look.join();
        }
        had.await();
        assertEquals(0, before.get(), "looks that had ended before another thread had its turn");
        assertEquals(CORES, done.get());
    }

    private static void look(GuardChain watch, byte[] body) {
        try {
            TextDocument.passed(watch, body, body.length, CHAT.guards().asked(), GuardMemory.FREE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
