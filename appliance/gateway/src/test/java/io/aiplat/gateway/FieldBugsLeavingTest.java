package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.ANSWER;
import static io.aiplat.gateway.FrontOf.PIECE;
import static io.aiplat.gateway.FrontOf.STREAM;
import static io.aiplat.gateway.FrontOf.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.limit.Limits;
import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatDelta.FinishReason;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happens upstream when a client leaves.
///
/// Row 1, LiteLLM #13774, #14304, #30223, #36123 and #37140, new-api #6921: the upstream went on to generate for
/// nobody. Row 2, Bifrost #6802 and #4678: its connection was lost, or drained. Row 15, Bifrost #4678: it was given
/// back twice.
@Timeout(20)
class FieldBugsLeavingTest {
    private static final Duration AT_WORST = Duration.ofMillis(250);
    private static final String ONE_AT_A_TIME = "sk-one-at-a-time";

    private FrontOf front = new FrontOf();

    FieldBugsLeavingTest() throws IOException {
        limitConcurrency();
    }

    private void limitConcurrency() {
        front.key(ONE_AT_A_TIME, new Limits(List.of(), null, null, 1, List.of()));
    }

    @AfterEach
    void close() {
        front.close();
    }

    /// Row 1: while the answer streams.
    @Test
    void theUpstreamIsLeftInTheMiddleOfAStream() throws Exception {
        front.upstream.reply(Reply.events(PIECE).hanging());
        Socket client = front.ask(ONE_AT_A_TIME, FrontOf.body(STREAM));
        readUntil(client.getInputStream(), PIECE);

        assertTheUpstreamIsLeftBy(client);
    }

    /// Row 1: while nothing has come yet.
    @Test
    void theUpstreamIsLeftBeforeItsFirstByte() throws Exception {
        front.upstream.reply(Reply.nothing());
        Socket client = front.ask(ONE_AT_A_TIME, FrontOf.body(STREAM));
        front.upstream.awaitAsked(1);

        assertTheUpstreamIsLeftBy(client);
    }

    /// Row 1: while an answer in one piece is under way, which is what LiteLLM #37140 is about.
    @Test
    void theUpstreamIsLeftInTheMiddleOfAnAnswerInOnePiece() throws Exception {
        front.upstream.reply(Reply.chunks("{\"choices\":[", "]}").hanging());
        Socket client = front.ask(ONE_AT_A_TIME, FrontOf.body(""));
        front.upstream.awaitAsked(1);

        assertTheUpstreamIsLeftBy(client);
    }

    private void assertTheUpstreamIsLeftBy(Socket client) throws Exception {
        long left = System.nanoTime();
        client.close();
        long took = front.upstream.awaitLeaving() - left;

        assertTrue(took < AT_WORST.toNanos(), () -> Duration.ofNanos(took).toString());
        front.awaitNoCalls();
        assertEquals(1, front.spent(1).requests());
        assertThePlaceIsFree();
    }

    private void assertThePlaceIsFree() throws Exception {
        front.upstream.reply(Reply.json(ANSWER));
        try (Socket next = front.ask(ONE_AT_A_TIME, FrontOf.body(""))) {
            assertTrue(readUntil(next.getInputStream(), "\r\n").contains(" 200 "));
        }
    }

    /// Row 1: who waits in line and leaves never reaches the upstream, costs nothing and makes room.
    @Test
    void whoLeavesWhileItWaitsForAPlaceIsForgotten() throws Exception {
        front.close();
        front = new FrontOf(Rules.USUAL.bounded(1, 1));
        limitConcurrency();
        front.upstream.reply(Reply.json(ANSWER).hanging());
        Socket first = front.ask("");
        front.upstream.awaitAsked(1);
        Socket waiting = front.ask(ONE_AT_A_TIME, FrontOf.body(""));
        awaitRefusal();

        waiting.close();
        // The place in line is free again: this one waits in it.
        Socket next = awaitPlaceInLine();
        front.upstream.reply(Reply.json(ANSWER));
        first.close();

        assertTrue(readUntil(next.getInputStream(), "\r\n").contains(" 200 "));
        next.close();
        assertEquals(2, front.spent(2).requests(), "the one that left in line was never sent");
        assertThePlaceIsFree();
    }

    /// Until the line is full.
    private void awaitRefusal() throws InterruptedException {
        Eventually.seen(
                "a request is refused",
                Duration.ofSeconds(30),
                () -> front.chat("").statusCode(),
                status -> status == 503);
    }

    private Socket awaitPlaceInLine() throws Exception {
        while (true) {
            Socket next = front.ask(ONE_AT_A_TIME, FrontOf.body(""));
            next.setSoTimeout(200);
            try {
                next.getInputStream().read();
                next.close();
            } catch (SocketTimeoutException _) {
                // It waits, as it shall.
                next.setSoTimeout(10_000);
                return next;
            }
        }
    }

    /// Row 1: an engine of this machine is interrupted, too.
    @Test
    void anEngineIsInterruptedWhenItsClientLeaves() throws Exception {
        try (RunningGateway gateway = new RunningGateway()) {
            BlockingQueue<Long> interrupted = new LinkedBlockingQueue<>();
            CountDownLatch working = new CountDownLatch(1);
            gateway.engine.answer = (_, _) -> {
                working.countDown();
                try {
                    Thread.sleep(Duration.ofMinutes(1));
                } catch (InterruptedException e) {
                    interrupted.add(System.nanoTime());
                    throw new CancellationException();
                }
            };
            Socket client = gateway.socket();
            String body = RunningGateway.chatBody("");
            client.getOutputStream()
                    .write((FrontOf.head(RunningGateway.KEY, body.length()) + body).getBytes(StandardCharsets.UTF_8));
            assertTrue(working.await(10, TimeUnit.SECONDS));
            long left = System.nanoTime();
            client.close();

            Long seen = interrupted.poll(10, TimeUnit.SECONDS);
            assertTrue(seen != null && seen - left < AT_WORST.toNanos(), () -> "seen: " + seen);
            gateway.engine.answer = (_, sink) -> sink.accept(new ChatDelta.Finished(FinishReason.STOP, 1, 1));
            assertEquals(200, gateway.chat("").statusCode(), "nothing of the interrupt is left");
        }
    }

    /// Row 2 and 15: connections of answers that ended are used again, those of abandoned ones never.
    @Test
    void onlyConnectionsOfWholeAnswersAreUsedAgain() throws Exception {
        front.upstream.always(Reply.json(ANSWER));
        for (int i = 0; i < 10; i++) {
            assertEquals(200, front.chat("").statusCode());
        }
        assertEquals(1, front.upstream.connections());

        for (int i = 0; i < 5; i++) {
            front.upstream.reply(Reply.events(PIECE).hanging());
            Socket client = front.ask(STREAM);
            readUntil(client.getInputStream(), PIECE);
            client.close();
            front.upstream.awaitLeaving();
        }
        front.awaitNoCalls();
        assertEquals(5, front.upstream.connections(), "the first took over the idle one, the others made theirs");
        assertEquals(200, front.chat("").statusCode());
        assertEquals(6, front.upstream.connections());
    }
}
