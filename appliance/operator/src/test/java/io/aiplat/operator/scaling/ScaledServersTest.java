package io.aiplat.operator.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.routing.Origin;
import io.aiplat.routing.scaling.RouteLoad;
import io.aiplat.routing.scaling.RouteLoads;
import io.aiplat.routing.scaling.StartResult;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// How many copies there are to be, by what is asked: from none to some, to more, and back.
class ScaledServersTest {
    private static final Origin ORIGIN = new Origin(Origin.Kind.RESOURCE, "models/default/chat", Instant.EPOCH);
    private static final ScaledServer.Rule FROM_ZERO = new ScaledServer.Rule(0, 3, 10, Duration.ofSeconds(30));

    private long seconds;
    private RouteLoad load = RouteLoad.NONE;
    private int changes;
    private final ScaledServers servers = new ScaledServers(
            Duration.ofMinutes(5), () -> Duration.ofSeconds(seconds).toNanos());
    private final ScaledServer server = servers.server(ORIGIN, "chat", () -> changes++);

    ScaledServersTest() {
        // The thread of it would look too; it has a second until then.
        servers.follow((origin, route) -> load);
        servers.close();
    }

    /// The same that the registry gives to the gateway, though its thread has ended.
    private ScaledServer asleep() {
        server.follow(FROM_ZERO, 0);
        server.found(false, false);
        return server;
    }

    private static void comes(ScaledServer server) {
        server.take();
        server.found(true, false);
    }

    private void after(long time, int inFlight) {
        for (long i = 0; i < time; i++) {
            seconds++;
            load = new RouteLoad(inFlight, load.ended());
            server.look();
        }
    }

    @Test
    void nobodyAsksSoNothingRunsAndTheFirstWhoDoesIsOneStart() {
        ScaledServer cold = asleep();
        assertEquals(0, cold.copies());
        assertFalse(cold.isRunning());
        after(100, 0);
        assertEquals(0, changes);

        CompletableFuture<StartResult> start = cold.start();
        assertSame(start, cold.start());
        assertEquals(1, changes);
        assertEquals(1, cold.copies());
        cold.found(false, false);
        assertFalse(start.isDone());
        comes(cold);
        assertInstanceOf(StartResult.Awake.class, start.getNow(null));
        assertTrue(cold.isRunning());
        assertInstanceOf(StartResult.Awake.class, cold.start().getNow(null));
    }

    @Test
    void itGoesAfterTheIdleTimeAndNotBefore() {
        ScaledServer cold = asleep();
        cold.start();
        comes(cold);
        after(60, 1);
        assertEquals(1, cold.copies());
        after(29, 0);
        assertTrue(cold.isRunning());
        after(1, 0);
        assertEquals(0, cold.copies());
        assertFalse(cold.isRunning(), "who comes now waits, though the pod may take a while to go");
        assertEquals(2, changes);
    }

    @Test
    void aCopyThatIsAboutToGoAnswersNobody() {
        ScaledServer cold = asleep();
        cold.start();
        comes(cold);
        after(31, 0);
        assertEquals(0, cold.take());
        CompletableFuture<StartResult> start = cold.start();
        cold.found(true, false);
        assertFalse(start.isDone(), "it is the copy from before");
        comes(cold);
        assertTrue(start.isDone());
    }

    @Test
    void whatIsShorterThanALookCountsAsUse() {
        ScaledServer cold = asleep();
        cold.start();
        comes(cold);
        for (int i = 0; i < 10; i++) {
            after(20, 0);
            load = new RouteLoad(0, load.ended() + 1);
        }
        assertEquals(1, cold.copies());
    }

    @Test
    void manyRequestsAreMoreCopiesAtOnceAndFewerOnlyAfterAWhile() {
        ScaledServer cold = asleep();
        cold.start();
        comes(cold);
        after(1, 25);
        assertEquals(3, cold.copies());
        after(1, 90);
        assertEquals(3, cold.copies(), "no more than the greatest number");
        after(20, 1);
        after(1, 15);
        after(20, 1);
        assertEquals(2, cold.copies(), "as many as were asked for meanwhile");
        after(31, 1);
        assertEquals(1, cold.copies());
    }

    @Test
    void aStartIsNotTakenBackBeforeItHasComeToSomething() {
        ScaledServer cold = asleep();
        cold.start();
        cold.found(false, false);
        after(3600, 0);
        assertEquals(1, cold.copies(), "a model that takes an hour to come");
        comes(cold);
        after(29, 0);
        assertEquals(1, cold.copies(), "and then it has its idle time");
        after(2, 0);
        assertEquals(0, cold.copies());
    }

    @Test
    void whatCannotStartIsToldAtOnceAndTriedAnewAfterAWhile() {
        ScaledServer cold = asleep();
        CompletableFuture<StartResult> start = cold.start();
        cold.found(false, true);
        StartResult.Failed failed = assertInstanceOf(StartResult.Failed.class, start.getNow(null));
        assertEquals("The status of models/default/chat says why.", failed.where());
        assertInstanceOf(StartResult.Failed.class, cold.start().getNow(null));
        after(31, 0);
        assertEquals(0, cold.copies());
        cold.found(false, false);
        assertNull(cold.start().getNow(null), "a new start");
        comes(cold);
        assertTrue(cold.isRunning());
    }

    /// The gateway counts a request in before it looks whether a copy runs.
    @Test
    void aRequestInTheMomentOfItsEndKeepsIt() {
        ScaledServers other = new ScaledServers(
                Duration.ofMinutes(5), () -> Duration.ofSeconds(seconds).toNanos());
        ScaledServer racing = other.server(ORIGIN, "chat", () -> changes++);
        racing.follow(FROM_ZERO, 1);
        comes(racing);
        int[] looks = {0};
        other.follow((_, _) -> ++looks[0] == 2 ? new RouteLoad(1, 0) : RouteLoad.NONE);
        seconds += 31;
        racing.look();
        other.close();
        assertEquals(2, looks[0]);
        assertEquals(1, racing.copies());
    }

    /// Gateways that are other processes: what they do not know yet, they may send a request by.
    @Test
    void theLastCopyStaysUntilAllGatewaysHaveHeardThatItGoes() {
        boolean[] heard = {false};
        int[] asking = {0};
        ScaledServers other = new ScaledServers(
                Duration.ofMinutes(5), () -> Duration.ofSeconds(seconds).toNanos());
        ScaledServer far = other.server(ORIGIN, "chat", () -> changes++);
        other.follow(new RouteLoads() {
            @Override
            public RouteLoad of(Origin origin, String route) {
                return new RouteLoad(asking[0], 0);
            }

            @Override
            public boolean isKnownAsleep(Origin origin) {
                return heard[0];
            }
        });
        other.close();
        far.follow(FROM_ZERO, 1);
        comes(far);
        seconds += 31;
        far.look();
        assertEquals(1, far.copies());
        assertFalse(far.isRunning(), "which is what gateways are told");

        asking[0] = 1;
        CompletableFuture<StartResult> start = far.start();
        far.look();
        assertTrue(far.isRunning(), "somebody asked meanwhile");
        assertInstanceOf(StartResult.Awake.class, start.getNow(null));

        asking[0] = 0;
        seconds += 31;
        far.look();
        seconds += 5;
        far.look();
        assertEquals(1, far.copies());
        heard[0] = true;
        far.look();
        assertEquals(0, far.copies());
        assertFalse(far.isRunning());
    }

    @Test
    void whereTheClusterMeasuresOnlyNoneAndSomeAreSaidHere() {
        ScaledServer cold = server;
        cold.follow(FROM_ZERO.wakingOnly(), 2);
        comes(cold);
        after(5, 90);
        assertEquals(1, cold.copies());
        cold.follow(FROM_ZERO, 3);
        assertEquals(3, cold.copies(), "what an autoscaler has set stays when that goes");
        after(100, 0);
        assertEquals(0, cold.copies());
    }

    @Test
    void whatNeverRestsKeepsNobodyWaiting() {
        server.follow(new ScaledServer.Rule(1, 3, 10, Duration.ofSeconds(30)), 1);
        server.found(false, false);
        assertTrue(server.isRunning());
        server.follow(null, 1);
        assertTrue(server.isRunning());
    }

    @Test
    void whoWaitsForAResourceThatGoesIsTold() {
        ScaledServer cold = servers.server(ORIGIN, "chat", () -> {});
        cold.follow(FROM_ZERO, 0);
        cold.found(false, false);
        assertNotNull(servers.of(ORIGIN));
        CompletableFuture<StartResult> start = cold.start();
        servers.release(ORIGIN);
        assertInstanceOf(StartResult.Failed.class, start.getNow(null));
        assertNull(servers.of(ORIGIN));
    }
}
