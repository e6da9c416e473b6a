package io.aiplat.routing.balancing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.routing.FallbackReason;
import io.aiplat.routing.balancing.RetryDecision.FallBack;
import io.aiplat.routing.balancing.RetryDecision.GiveUp;
import io.aiplat.routing.balancing.RetryDecision.Reason;
import io.aiplat.routing.balancing.RetryDecision.Retry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static RetryDecision decide(FailureKind kind, boolean begun, int made, Duration remaining) {
        return RetryPolicy.decide(Failure.of(kind), begun, made, 2, remaining);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsRepeatedOnceTheClientHasAByte(FailureKind kind) {
        assertEquals(new GiveUp(Reason.ANSWER_BEGUN), decide(kind, true, 1, MINUTE));
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsRepeatedPastTheDeadline(FailureKind kind) {
        assertEquals(new GiveUp(Reason.DEADLINE), decide(kind, false, 1, Duration.ZERO));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "TIMEOUT", "RATE_LIMITED", "SERVER_ERROR", "CUT", "AUTH", "NO_MODEL", "BUSY"})
    void whatAnotherMightDoBetterIsRepeatedAndThenFallsBack(FailureKind kind) {
        assertEquals(new Retry(Duration.ofMillis(100)), decide(kind, false, 1, MINUTE));
        assertEquals(new Retry(Duration.ofMillis(200)), decide(kind, false, 2, MINUTE));
        assertEquals(new FallBack(FallbackReason.GENERAL), decide(kind, false, 3, MINUTE));
    }

    @Test
    void whatWouldFailAnywhereIsNot() {
        assertEquals(new GiveUp(Reason.REQUEST_AT_FAULT), decide(FailureKind.BAD_REQUEST, false, 1, MINUTE));
    }

    @Test
    void aLongPromptAndARefusedOneFallBackAtOnce() {
        assertEquals(new FallBack(FallbackReason.CONTEXT_WINDOW), decide(FailureKind.CONTEXT_WINDOW, false, 1, MINUTE));
        assertEquals(new FallBack(FallbackReason.CONTENT_POLICY), decide(FailureKind.CONTENT_POLICY, false, 1, MINUTE));
    }

    @Test
    void pausesGrowToFiveSecondsAndNeverPastTheDeadline() {
        Failure failure = Failure.of(FailureKind.CONNECT);
        assertEquals(new Retry(Duration.ofSeconds(5)), RetryPolicy.decide(failure, false, 9, 10, MINUTE));
        assertEquals(new Retry(Duration.ZERO), RetryPolicy.decide(failure, false, 9, 10, Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({
        "400,BAD_REQUEST",
        "401,AUTH",
        "403,AUTH",
        "404,NO_MODEL",
        "408,TIMEOUT",
        "413,BAD_REQUEST",
        "422,BAD_REQUEST",
        "429,RATE_LIMITED",
        "500,SERVER_ERROR",
        "503,SERVER_ERROR",
        "529,SERVER_ERROR"
    })
    void aStatusSaysHowItFailed(int status, FailureKind kind) {
        assertEquals(kind, Failure.ofStatus(status, null).kind());
    }

    @Test
    void anOverloadedServerIsTakenAtItsWord() {
        assertEquals(
                FailureKind.RATE_LIMITED,
                Failure.ofStatus(503, Duration.ofSeconds(9)).kind());
    }
}
