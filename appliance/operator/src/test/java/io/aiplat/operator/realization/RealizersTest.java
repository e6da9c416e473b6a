package io.aiplat.operator.realization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.operator.bundles.BundleHome;
import io.aiplat.operator.desired.DesiredState;
import io.aiplat.operator.desired.GatewayRoutes;
import io.aiplat.operator.desired.ServedModel;
import io.aiplat.operator.realization.Realization.Stage;
import io.aiplat.operator.reconciler.ResourceProblems;
import io.aiplat.operator.scaling.ScaledServers;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.source.Fragment;
import io.aiplat.routing.source.FragmentResult;
import io.aiplat.routing.source.RouteSource;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RealizersTest {
    private static final ResourceKey ONE = key("one", 1);
    private static final ResourceKey OTHER = key("other", 2);
    private static final List<DesiredState> LLAMA = List.of(new ServedModel("llama2", "llama2:7b"));

    private final MadeUpModels home = new MadeUpModels();
    private final List<RouteSource> gateway = new ArrayList<>();
    private final RoutePublisher publisher = new RoutePublisher(gateway::add, gateway::remove);
    private long nanos;
    private final Realizers realizers = new Realizers(
            home,
            ServiceAddresses.INSIDE,
            publisher,
            MadeUpRealizers.unasked(),
            PodGateway.NONE,
            new MadeUpTeams(),
            BundleHome.NONE,
            new ScaledServers(Duration.ofMinutes(5), () -> nanos),
            () -> nanos);

    private static ResourceKey key(String name, long age) {
        return new ResourceKey("models.ollama.io", "default", name, Instant.ofEpochSecond(age));
    }

    private Fragment served() {
        return ((FragmentResult.Complete) gateway.getFirst().current()).fragment();
    }

    @Test
    void aModelIsBroughtServedAndGoesWithItsResource() {
        Realization first = realizers.realize(ONE, LLAMA, null);
        assertEquals(Stage.PROGRESSING, first.stage());
        assertNotNull(first.again());
        assertTrue(gateway.isEmpty(), "what is not here is not served");

        home.states.put("llama2:7b", new ModelState.Coming("fetching", 40, 100, 10L, 6L));
        ModelReport coming = realizers.realize(ONE, LLAMA, first.model()).model();
        assertEquals(
                List.of(40L, 100L, 10L, 6L),
                List.of(coming.bytes(), coming.totalBytes(), coming.bytesPerSecond(), coming.secondsLeft()));

        home.has("llama2:7b");
        Realization ready = realizers.realize(ONE, LLAMA, coming);
        assertEquals(Stage.READY, ready.stage());
        assertEquals(Map.of("llama2", "llama2:7b"), served().aliases());

        realizers.release(ONE, ready.model());
        assertTrue(gateway.isEmpty());
        assertEquals(List.of("bring llama2:7b", "remove llama2:7b"), home.log);
    }

    @Test
    void aModelThatWasHereBeforeStays() {
        home.has("llama2:7b");
        Realization ready = realizers.realize(ONE, LLAMA, null);
        realizers.release(ONE, ready.model());
        assertEquals(List.of(), home.log);
    }

    @Test
    void aModelThatTwoWantGoesWithTheLast() {
        ModelReport first = realizers.realize(ONE, LLAMA, null).model();
        ModelReport second = realizers.realize(OTHER, LLAMA, null).model();
        home.has("llama2:7b");
        first = realizers.realize(ONE, LLAMA, first).model();
        second = realizers.realize(OTHER, LLAMA, second).model();
        realizers.release(ONE, first);
        assertEquals(List.of("bring llama2:7b"), home.log);
        realizers.release(OTHER, second);
        assertEquals(List.of("bring llama2:7b", "remove llama2:7b"), home.log);
    }

    /// What this process knew is gone after a restart; the status of the resource is not.
    @Test
    void afterARestartWhatCameForAResourceStillGoesWithIt() {
        ModelReport known = new ModelReport("llama2:7b", true, null, 100L, 100L, null, null, null, null, null);
        realizers.release(ONE, known);
        assertEquals(List.of("remove llama2:7b"), home.log);
    }

    @Test
    void anotherModelTakesThePlaceOfTheOneBefore() {
        ModelReport before = realizers.realize(ONE, LLAMA, null).model();
        home.has("llama2:7b");
        before = realizers.realize(ONE, LLAMA, before).model();
        realizers.realize(ONE, List.of(new ServedModel("llama2", "phi")), before);
        assertEquals(List.of("bring llama2:7b", "remove llama2:7b", "bring phi"), home.log);
    }

    @Test
    void whatCouldNotBeHadIsTriedAgainAfterAWhile() {
        Problem problem = ResourceProblems.noEndpoint("x", "openai");
        home.states.put("llama2:7b", new ModelState.Failed(problem));
        Realization failed = realizers.realize(ONE, LLAMA, null);
        assertEquals(Stage.DEGRADED, failed.stage());
        assertEquals("Invalid", failed.reason());
        assertTrue(failed.message().contains(problem.why()));
        realizers.realize(ONE, LLAMA, failed.model());
        assertEquals(List.of(), home.log, "it is not tried in a hot loop");
        nanos += Duration.ofMinutes(2).toNanos();
        assertEquals(
                Stage.PROGRESSING, realizers.realize(ONE, LLAMA, failed.model()).stage());
        assertEquals(List.of("bring llama2:7b"), home.log);
    }

    @Test
    void aModelMayBeServedByItsOwnNameAlone() {
        home.has("llama2:7b");
        Realization ready = realizers.realize(ONE, List.of(new ServedModel(null, "llama2:7b")), null);
        assertEquals("llama2:7b is here and served as llama2:7b.", ready.message());
        assertEquals(Fragment.EMPTY, served());
    }

    @Test
    void aModelSeesAsMuchAtOnceAsItsResourceSays() {
        home.has("llama2:7b");
        realizers.realize(ONE, List.of(new ServedModel("sized", "llama2:7b", 8192, null)), null);
        Deployment deployment = served().routes().getFirst().deployments().getFirst();
        assertEquals(8192, deployment.context());
        assertEquals(
                UpstreamKind.EMBEDDED,
                served().upstreams().get(deployment.upstream()).provider());
    }

    @Test
    void aModelStaysInMemoryAsLongAsItsResourceSays() {
        home.has("llama2:7b");
        ServedModel model = new ServedModel("kept", "llama2:7b");
        realizers.realize(ONE, List.of(model.staying(Duration.ofSeconds(30))), null);
        Deployment deployment = served().routes().getFirst().deployments().getFirst();
        assertEquals(Duration.ofSeconds(30), deployment.keepAlive());
        assertNull(deployment.context());

        realizers.realize(ONE, List.of(model), null);
        assertEquals(Map.of("kept", "llama2:7b"), served().aliases());
    }

    @Test
    void weightsWithAnotherDigestAreNotServed() {
        home.states.put("phi", new ModelState.Here("phi", "sha256:" + "ab".repeat(32), 100, 0, 0, 0));
        assertEquals(
                Stage.READY,
                realizers
                        .realize(ONE, List.of(new ServedModel("one", "phi", null, "AB".repeat(32))), null)
                        .stage());
        Realization other = realizers.realize(ONE, List.of(new ServedModel("one", "phi", null, "cd".repeat(32))), null);
        assertEquals(Stage.DEGRADED, other.stage());
        assertTrue(other.message().contains("sha256:" + "ab".repeat(32)), other.message());
        assertTrue(gateway.isEmpty());
    }

    @Test
    void whatTheGatewayDoesNotServeIsTheResourcesTrouble() {
        home.has("llama2:7b");
        realizers.realize(ONE, LLAMA, null);
        List<ResourceKey> heard = new ArrayList<>();
        publisher.onRejection(heard::add);
        gateway.getFirst().told(List.of(ResourceProblems.noEndpoint("x", "openai")));
        assertEquals(List.of(ONE), heard);
        assertEquals(Stage.DEGRADED, realizers.realize(ONE, LLAMA, null).stage());
    }

    @Test
    void routesLeadToServersAndToModelsOfOurs() {
        URI address = URI.create("https://far.example/v1");
        Upstream far = new Upstream("far", UpstreamKind.OPENAI, address, null, Map.of());
        Route route = Route.of("far", List.of(Deployment.of("far", "m")), Strategy.WEIGHTED);
        realizers.realize(
                ONE,
                List.of(new GatewayRoutes(
                        new Fragment(null, Map.of("far", far), List.of(route), Map.of("near", "smoke"), Map.of()))),
                null);
        assertEquals(Map.of("near", "smoke"), served().aliases());
        assertEquals(List.of("far"), served().routes().stream().map(Route::name).toList());
        assertEquals(address, served().upstreams().values().iterator().next().url());
        realizers.suspend(ONE);
        assertTrue(gateway.isEmpty());
        assertNull(home.states.get("smoke"));
    }
}
