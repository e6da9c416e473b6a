package io.aiplat.operator.pods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.ColdStart;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.routing.scaling.RouteLoads;
import io.aiplat.routing.scaling.StartResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a gateway knows of servers, by what the operator has published, and what it tells in return.
class PublishedScalingTest {
    private static final Origin CHAT = new Origin(Origin.Kind.RESOURCE, "models/default/chat", Instant.EPOCH);
    private static final Origin OTHER = new Origin(Origin.Kind.RESOURCE, "models/default/other", Instant.EPOCH);
    private static final RouteLoads LOADS =
            (origin, route) -> origin.equals(CHAT) && route.equals("chat") ? new RouteLoad(3, 7) : RouteLoad.NONE;

    private final PublishedScaling scaling = new PublishedScaling(Duration.ofSeconds(5));
    private final ColdStart chat = Objects.requireNonNull(scaling.of(CHAT));

    private void asleep(long number, @Nullable String trouble) {
        scaling.become(new ScalingDocument(number, List.of(new ScalingDocument.Resting(CHAT, trouble))).bytes());
    }

    private LoadExchange.Answer ask(long after) throws InterruptedException {
        byte[] question = LoadExchange.bytes(new LoadExchange.Question(
                after, List.of(new LoadExchange.Asked(CHAT, "chat"), new LoadExchange.Asked(OTHER, "other"))));
        return LoadExchange.read(scaling.answer(question, LOADS), LoadExchange.Answer.class);
    }

    @Test
    void whatIsNotSaidToRestRuns() {
        assertTrue(chat.isRunning());
        asleep(1, null);
        assertFalse(chat.isRunning());
        assertTrue(Objects.requireNonNull(scaling.of(OTHER)).isRunning());
        assertSame(chat, scaling.of(CHAT), "the same for all plans");
        assertNull(scaling.of(Origin.file("gateway.yaml")), "nobody starts what a file names");
    }

    @Test
    void whoWaitsIsToldWhenItRuns() {
        asleep(1, null);
        CompletableFuture<StartResult> start = chat.start();
        assertSame(start, chat.start());
        asleep(2, null);
        assertFalse(start.isDone());
        scaling.become(new ScalingDocument(3, List.of()).bytes());
        assertInstanceOf(StartResult.Awake.class, start.getNow(null));
        assertInstanceOf(StartResult.Awake.class, chat.start().getNow(null));
    }

    @Test
    void whatCannotBeStartedIsToldWithWhereToRead() {
        asleep(1, null);
        CompletableFuture<StartResult> start = chat.start();
        asleep(2, "The status says why.");
        StartResult.Failed failed = assertInstanceOf(StartResult.Failed.class, start.getNow(null));
        assertEquals("The status says why.", failed.where());
        assertInstanceOf(StartResult.Failed.class, chat.start().getNow(null), "at once");
    }

    @Test
    void theOperatorIsToldLoadsAndByWhatDocument() throws Exception {
        asleep(4, null);
        LoadExchange.Answer answer = ask(-1);
        assertEquals(4, answer.number());
        assertEquals(List.of(new LoadExchange.Load(CHAT, 3, 7), new LoadExchange.Load(OTHER, 0, 0)), answer.loads());
        assertEquals(List.of(), answer.wanted());
    }

    @Test
    void aStartIsToldAtOnceAndUntilItIsThere() throws Exception {
        asleep(1, null);
        long known = ask(-1).starts();
        CompletableFuture<LoadExchange.Answer> asked = CompletableFuture.supplyAsync(() -> {
            try {
                return ask(known);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        CompletableFuture<StartResult> start = chat.start();
        LoadExchange.Answer answer = asked.get();
        assertEquals(List.of(CHAT), answer.wanted());
        assertEquals(List.of(CHAT), ask(answer.starts()).wanted(), "who missed it is told again");
        scaling.become(new ScalingDocument(2, List.of()).bytes());
        assertTrue(start.isDone());
        assertEquals(List.of(), ask(answer.starts()).wanted());
    }

    @Test
    void whatCannotBeReadChangesNothing() {
        asleep(1, null);
        scaling.become("{".getBytes(StandardCharsets.UTF_8));
        scaling.become(null);
        assertFalse(chat.isRunning());
        assertThrows(IllegalArgumentException.class, () -> scaling.answer(new byte[] {'['}, LOADS));
    }
}
