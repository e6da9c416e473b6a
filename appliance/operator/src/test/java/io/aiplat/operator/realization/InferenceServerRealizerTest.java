package io.aiplat.operator.realization;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.operator.desired.ContainerWorkload;
import io.aiplat.operator.desired.InferenceServer;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.Route;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.source.Fragment;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class InferenceServerRealizerTest {
    private static final ResourceKey KEY =
            new ResourceKey("inferenceendpoints.kro.run", "inference", "gemma", Instant.EPOCH);
    private static final URI ENDPOINT = URI.create("http://gemma.inference.svc.cluster.local:8000/v1");
    private static final InferenceServer SERVER = new InferenceServer(
            "gemma",
            new ContainerWorkload(
                    "gemma",
                    new ContainerWorkload.Container(
                            "image",
                            null,
                            8000,
                            null,
                            null,
                            List.of(),
                            List.of(),
                            Map.of(),
                            List.of(),
                            ContainerWorkload.Startup.PLAIN),
                    2,
                    null,
                    true,
                    null,
                    new OwnerReference()),
            ENDPOINT);

    @Test
    void eachCopyIsADeploymentOfOneRoute() {
        Fragment fragment = InferenceServerRealizer.fragment(KEY, SERVER, 2);

        Route route = fragment.routes().getFirst();
        assertEquals(
                List.of("gemma", "gemma"),
                route.deployments().stream().map(Deployment::model).toList());
        assertEquals(Strategy.PREFIX, route.strategy());
        assertEquals(
                new TreeSet<>(List.of(ServiceAddresses.copy(ENDPOINT, 0), ServiceAddresses.copy(ENDPOINT, 1))),
                new TreeSet<>(fragment.upstreams().values().stream()
                        .map(Upstream::url)
                        .toList()));
        fragment.upstreams().values().forEach(each -> assertEquals(0, each.gpus()));
    }

    @Test
    void whatACopyIsGivenOfGpusIsWhatItsRequestsShare() {
        assertEquals(0, RequestedGpus.of((ResourceRequirements) null));
        assertEquals(
                5,
                RequestedGpus.of(Map.of(
                        "nvidia.com/gpu",
                        new Quantity("2"),
                        "nvidia.com/mig-1g.5gb",
                        new Quantity("3"),
                        "memory",
                        new Quantity("1Gi"))));
    }

    @Test
    void aServerThatIsAwayKeepsItsRoute() {
        assertEquals(
                1, InferenceServerRealizer.fragment(KEY, SERVER, 0).upstreams().size());
        assertEquals(
                Route.MOST_DEPLOYMENTS,
                InferenceServerRealizer.fragment(KEY, SERVER, 1000).upstreams().size());
    }

    @Test
    void theMarkOfACopyIsNoPartOfAnAddress() {
        URI second = ServiceAddresses.copy(ENDPOINT, 1);

        assertEquals(OptionalInt.of(1), ServiceAddresses.copy(second));
        assertEquals(OptionalInt.empty(), ServiceAddresses.copy(ENDPOINT));
        assertEquals(ENDPOINT, ServiceAddresses.INSIDE.reachable(second));
    }
}
