package io.aiplat.routing.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.routing.Fallbacks;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.balancing.Attempts.Ended;
import io.aiplat.routing.balancing.Attempts.Next;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Fallbacks FALLBACKS =
            new Fallbacks(List.of("backup", "last"), List.of("long"), List.of("safe"));

    private static Route served(String name, String upstream) {
        return TestConfigs.named(name, TestConfigs.route(Strategy.WEIGHTED, TestConfigs.at(upstream)), Fallbacks.NONE);
    }

    private static Attempts attempts(Fallbacks fallbacks) {
        Route fast = TestConfigs.named(
                "fast", TestConfigs.route(Strategy.WEIGHTED, TestConfigs.at("a"), TestConfigs.at("b")), fallbacks);
        Router router = new Router(
                TestConfigs.plan(
                        fast, served("backup", "c"), served("last", "d"), served("long", "e"), served("safe", "f")),
                new Random(3));
        return new Attempts(router, "fast", Router.NO_PREFIX, 0, _ -> true, false, null);
    }

    private static String ask(Attempts attempts) {
        Next.Ask ask = assertInstanceOf(Next.Ask.class, attempts.next(0));
        return ask.chosen().upstream().name();
    }

    private static String failing(Attempts attempts, FailureKind kind) {
        Next.Ask ask = assertInstanceOf(Next.Ask.class, attempts.next(0));
        ask.chosen().lease().failed(Failure.of(kind), 0);
        attempts.failed(Failure.of(kind), false, 0);
        return ask.chosen().upstream().name();
    }

    @Test
    void anotherDeploymentIsAskedAtOnceAndTheSameOnlyAfterAPause() {
        Attempts attempts = attempts(Fallbacks.NONE);
        String first = failing(attempts, FailureKind.CONNECT);
        assertNotEquals(first, failing(attempts, FailureKind.CONNECT));
        assertEquals(new Next.Pause(Duration.ofMillis(200)), attempts.next(0));
        failing(attempts, FailureKind.CONNECT);
        Ended ended = assertInstanceOf(Ended.class, attempts.next(0));
        assertEquals(RetryDecision.Reason.NOBODY_LEFT, ended.reason());
        assertEquals(Failure.of(FailureKind.CONNECT), ended.last());
    }

    @Test
    void whatIsConfinedAsksNobodyOutsideHoweverOftenTheOthersFail() {
        Route fast = TestConfigs.named(
                "fast", TestConfigs.route(Strategy.WEIGHTED, TestConfigs.at("a"), TestConfigs.at("cloud")), FALLBACKS);
        Router router = new Router(
                TestConfigs.plan(
                        fast,
                        served("backup", "cloud"),
                        served("last", "d"),
                        served("long", "cloud"),
                        served("safe", "cloud")),
                new Random(3));
        Attempts attempts = new Attempts(router, "fast", Router.NO_PREFIX, 0, _ -> true, true, null);

        assertEquals("a", failing(attempts, FailureKind.CONNECT));
        assertInstanceOf(Next.Pause.class, attempts.next(0));
        assertEquals("a", failing(attempts, FailureKind.CONNECT));
        assertEquals("d", failing(attempts, FailureKind.AUTH));
        assertInstanceOf(Ended.class, attempts.next(0));
    }

    @Test
    void modelsStandInWhenNobodyIsLeft() {
        Attempts attempts = attempts(FALLBACKS);
        failing(attempts, FailureKind.RATE_LIMITED);
        failing(attempts, FailureKind.RATE_LIMITED);
        assertFalse(attempts.hasFallenBack());
        // Nobody waits for a deployment that will still be left alone then.
        assertEquals("c", failing(attempts, FailureKind.AUTH));
        assertTrue(attempts.hasFallenBack());
        assertEquals("d", ask(attempts));
        assertEquals("last", attempts.model());
    }

    @Test
    void whoRefusesOurKeyIsNotAskedAgainForTheSameRequest() {
        Router router = new Router(TestConfigs.plan(served("fast", "a")), new Random(3));
        Attempts attempts = new Attempts(router, "fast", Router.NO_PREFIX, 0, _ -> true, false, null);
        failing(attempts, FailureKind.AUTH);
        assertInstanceOf(Ended.class, attempts.next(0));
        assertEquals("a", ask(new Attempts(router, "fast", Router.NO_PREFIX, 0, _ -> true, false, null)));
    }

    @Test
    void aLongPromptGoesToTheModelForLongOnes() {
        Attempts attempts = attempts(FALLBACKS);
        failing(attempts, FailureKind.CONTEXT_WINDOW);
        assertEquals("e", ask(attempts));
    }

    @Test
    void aRefusedPromptGoesToTheModelUnderAnotherPolicy() {
        Attempts attempts = attempts(FALLBACKS);
        failing(attempts, FailureKind.CONTENT_POLICY);
        assertEquals("f", ask(attempts));
    }

    @Test
    void aModelDoesNotStandInForItself() {
        Attempts attempts = attempts(new Fallbacks(List.of(), List.of("fast", "long"), List.of()));
        failing(attempts, FailureKind.CONTEXT_WINDOW);
        assertEquals("e", ask(attempts));
    }

    @Test
    void withoutAStandInTheClientHearsOfALongPrompt() {
        Attempts attempts = attempts(Fallbacks.NONE);
        failing(attempts, FailureKind.CONTEXT_WINDOW);
        assertEquals(
                Failure.of(FailureKind.CONTEXT_WINDOW),
                assertInstanceOf(Ended.class, attempts.next(0)).last());
    }

    @Test
    void oneDeadlineHoldsForAllAttempts() {
        Attempts attempts = attempts(FALLBACKS);
        long late = Duration.ofMinutes(10).toNanos();
        attempts.next(0);
        attempts.failed(Failure.of(FailureKind.CONNECT), false, late - 1);
        assertEquals(
                RetryDecision.Reason.DEADLINE,
                assertInstanceOf(Ended.class, attempts.next(late)).reason());
    }

    @Test
    void anAnswerThatBeganIsNotBegunAgain() {
        Attempts attempts = attempts(FALLBACKS);
        attempts.next(0);
        attempts.failed(Failure.of(FailureKind.CUT), true, 0);
        assertEquals(
                RetryDecision.Reason.ANSWER_BEGUN,
                assertInstanceOf(Ended.class, attempts.next(0)).reason());
    }

    @Test
    void anUnknownModelEndsAtOnce() {
        Router router = new Router(TestConfigs.plan(served("fast", "a")), new Random(1));
        Ended ended = assertInstanceOf(
                Ended.class, new Attempts(router, "fats", Router.NO_PREFIX, 0, _ -> true, false, null).next(0));
        assertInstanceOf(RoutingResult.UnknownModel.class, ended.choice());
    }
}
