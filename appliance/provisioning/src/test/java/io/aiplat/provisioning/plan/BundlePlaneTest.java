package io.aiplat.provisioning.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Bundle;
import io.aiplat.model.catalog.Bundle.ExposedService;
import io.aiplat.model.catalog.BundleValue;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.model.plan.BundleStep;
import io.aiplat.model.plan.Observed;
import io.aiplat.model.plan.Patch;
import io.aiplat.model.plan.PlanResult;
import io.aiplat.model.plan.Step;
import io.aiplat.testkit.TestSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Bundles that a person wants: which are planned, in which order, and what happens with one that is wanted no more.
class BundlePlaneTest {
    private static final ImageReference NODE = ImageReference.parse("rancher/k3s:v1");
    private static final ImageFacts HERE = new ImageFacts.Local("sha256:1", 1000);
    private static final ImageFacts MISSING = new ImageFacts.Missing("The registry does not answer.");
    private static final Observed NOTHING = new Observed(new Observed.Cluster.Absent(), null);
    private static final String OLLAMA = "Apply bundle ollama";
    private static final String GATEWAY = "Start the gateway on 127.0.0.1:8585";

    private final Planner planner = new Planner((_, _, _, _) -> List.of(), List.of());

    private static ImageReference image(String bundle) {
        return ImageReference.parse("example/" + bundle + ":1");
    }

    private static Bundle bundle(String name, String... needs) {
        return new Bundle(
                name,
                "For tests.",
                Map.of(),
                List.of(image(name)),
                List.of("Deployment/" + name),
                List.of(needs),
                List.of(new BundleValue.Scheduling(name)),
                name.equals("web") ? List.of(new ExposedService("web", 80)) : List.of(),
                false);
    }

    private static Inputs inputs(ClusterKind kind, EngineKind engine, Observed observed, List<String> wanted) {
        Settings plain = TestSettings.of(
                Path.of("/home/a"), TestSettings.cluster(kind, "aiplat"), TestSettings.models(engine, null), Map.of());
        Settings settings = plain.with(new Settings.WantedBundles(wanted));
        List<Bundle> all = List.of(
                bundle("ollama"),
                bundle("store"),
                bundle("web", "store"),
                bundle("hen", "egg"),
                bundle("egg", "hen"),
                bundle("lost", "nowhere"));
        Map<ImageReference, ImageFacts> images = new HashMap<>();
        all.forEach(b -> images.put(image(b.name()), b.name().equals("store") ? new ImageFacts.Pullable() : HERE));
        images.put(NODE, HERE);
        return new Inputs(
                settings,
                new Inputs.Identity("owner-1", 40001, 40002),
                host(images),
                new Catalog(all.stream().collect(Collectors.toMap(Bundle::name, b -> b)), List.of(), NODE),
                Map.of(),
                observed);
    }

    private static HostFacts host(Map<ImageReference, ImageFacts> images) {
        ContainerEngineFacts engine = new ContainerEngineFacts.Answers(
                "unix:///run/docker.sock", "29", "1.44", 2, false, "linux", List.of(), List.of(), 8L << 30, 0);
        return new HostFacts(
                "linux", "amd64", 2, 8L << 30, 8L << 30, 80L << 30, List.of(), true, List.of(), null, engine, Map.of(),
                null, null, images);
    }

    private static Inputs docker(String... wanted) {
        return inputs(ClusterKind.DOCKER, EngineKind.AUTO, NOTHING, List.of(wanted));
    }

    private List<Step> steps(Inputs in) {
        return assertInstanceOf(PlanResult.Plan.class, planner.plan(in)).steps();
    }

    private List<String> titles(Inputs in) {
        return steps(in).stream().map(Step::title).skip(2).toList();
    }

    private List<Problem> refused(Inputs in) {
        return assertInstanceOf(PlanResult.Refused.class, planner.plan(in)).problems();
    }

    private List<String> codes(Inputs in) {
        return refused(in).stream().map(problem -> problem.code().id()).toList();
    }

    @Test
    void whatIsNeededIsAvailableBeforeWhatNeedsIt() {
        assertEquals(
                List.of(
                        "Copy image example/ollama:1 into the node",
                        "Copy image example/web:1 into the node",
                        OLLAMA,
                        "Apply bundle store",
                        "Wait for store",
                        "Apply bundle web",
                        GATEWAY,
                        "Wait for ollama",
                        "Wait for web",
                        "Reach web:80 of web",
                        "Wait for the gateway"),
                titles(docker("web")));
        assertEquals(titles(docker("web")), titles(docker("web", "store")), "needed and named is once");
    }

    @Test
    void valuesBecomePatchesWhereSomethingIsKnown() {
        List<Patch> usual = patches(docker("store"));
        assertEquals(
                List.of(
                        new Patch.SetNamespace("aiplat"),
                        new Patch.SetImage(image("store"), image("store"), Patch.PullPolicy.IF_NOT_PRESENT)),
                usual);
        Inputs in = docker("store");
        Settings s = in.settings();
        Settings.Pod pod = new Settings.Pod(0, 0, 0, null, List.of("*"), Map.of(), List.of("login"));
        Settings.Cluster c = s.cluster();
        Settings tolerant = s.with(new Settings.Cluster(
                c.kind(), c.name(), null, null, c.namespace(), c.apiPort(), c.modelPort(), c.gpus(), pod));
        assertEquals(
                new Patch.SetScheduling("store", List.of("*"), Map.of(), List.of("login")),
                patches(new Inputs(tolerant, in.identity(), in.host(), in.catalog(), in.images(), in.observed()))
                        .getLast());
    }

    private List<Patch> patches(Inputs in) {
        return steps(in).stream()
                .filter(step -> step instanceof BundleStep.ApplyBundle apply
                        && apply.bundle().equals("store"))
                .map(step -> ((BundleStep.ApplyBundle) step).patches())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void gatewaysShareADatabaseWhereOneIsNamedAndItsRightsGoWithIt() {
        Inputs in = docker("store");
        assertEquals(new Patch.OmitObjects(List.of("ClusterRole/teams")), database(in, Settings.GatewayDatabase.NONE));
        Secret url = new Secret("postgresql://a:b@db/keys");
        assertEquals(
                new Patch.ShareDatabase("store", "aiplat-database", "url", url, null),
                database(in, new Settings.GatewayDatabase(url, null, null)));
        assertEquals(
                new Patch.ShareDatabase("store", "pg-app", "uri", null, null),
                database(in, new Settings.GatewayDatabase(null, null, "pg-app/uri")));
        assertEquals(
                new Patch.ShareDatabase("store", "mine", "url", null, null),
                database(in, new Settings.GatewayDatabase(null, null, "mine")));
    }

    @Test
    void aDatabaseThatIsSaidTwiceOrNotAsAnAddressIsRefused() {
        Secret url = new Secret("postgresql://a:b@db/keys");
        for (Settings.GatewayDatabase wrong : List.of(
                new Settings.GatewayDatabase(url, null, "mine"),
                new Settings.GatewayDatabase(new Secret("db:5432"), null, null),
                new Settings.GatewayDatabase(null, Path.of("ca.pem"), null))) {
            Inputs in = docker("store");
            assertEquals(List.of("PLAN_DATABASE_UNUSABLE"), codes(with(in, wrong)), wrong.toString());
        }
    }

    private static Inputs with(Inputs in, Settings.GatewayDatabase database) {
        return new Inputs(
                in.settings().with(database), in.identity(), in.host(), in.catalog(), in.images(), in.observed());
    }

    private static Patch database(Inputs in, Settings.GatewayDatabase database) {
        Bundle gateways = new Bundle(
                "store",
                "For tests.",
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(new BundleValue.KeyDatabase("store", List.of("ClusterRole/teams"))),
                List.of(),
                false);
        return BundlePatches.of(gateways, with(in, database), ClusterKind.DOCKER)
                .getLast();
    }

    @Test
    void onlyImagesOfPlannedBundlesAreLookedFor() {
        assertEquals(List.of(NODE, image("ollama")), images(docker()));
        assertEquals(List.of(NODE, image("ollama"), image("store"), image("web")), images(docker("web")));
        assertEquals(
                List.of(NODE, image("store")),
                images(inputs(ClusterKind.AUTO, EngineKind.EMBEDDED, NOTHING, List.of("store"))));
        assertEquals(List.of(), images(inputs(ClusterKind.EXISTING, EngineKind.AUTO, NOTHING, List.of("web"))));
    }

    private List<ImageReference> images(Inputs in) {
        return planner.images(in.settings(), in.catalog());
    }

    @Test
    void aNameThatIsNoneIsRefusedWithTheNearestAndAll() {
        Problem problem = refused(docker("stor")).getFirst();
        assertEquals("PLAN_BUNDLE_UNKNOWN", problem.code().id());
        assertTrue(problem.why().contains("egg, hen, lost, ollama, store, web"), problem.why());
        assertTrue(problem.why().contains("did you mean 'store'?"), problem.why());
        assertTrue(refused(docker("lost")).getFirst().why().contains("Bundle lost needs it."));
        assertEquals(
                List.of("PLAN_BUNDLE_UNKNOWN"),
                codes(inputs(ClusterKind.EXISTING, EngineKind.AUTO, NOTHING, List.of("stor"))));
    }

    @Test
    void circlesAreRefusedByName() {
        assertEquals(
                "Bundles need one another: hen needs egg needs hen",
                refused(docker("hen")).getFirst().what());
    }

    @Test
    void withoutAClusterTheyAreRefusedAndNeverLeftOut() {
        assertEquals(
                List.of("PLAN_BUNDLES_NEED_CLUSTER"),
                codes(inputs(ClusterKind.NONE, EngineKind.EMBEDDED, NOTHING, List.of("store"))));
        Inputs in = inputs(ClusterKind.AUTO, EngineKind.AUTO, NOTHING, List.of("store"));
        Map<ImageReference, ImageFacts> images = new HashMap<>(in.host().images());
        images.put(image("store"), MISSING);
        assertEquals(
                List.of("PLAN_IMAGE_MISSING"),
                codes(new Inputs(
                        in.settings(), in.identity(), host(images), in.catalog(), in.images(), in.observed())));
    }

    @Test
    void oneThatIsThereAlreadyNeedsNoImageAgain() {
        Observed running = new Observed(new Observed.Cluster.Running(1, 2), null, 0, List.of("store"));
        Inputs in = inputs(ClusterKind.DOCKER, EngineKind.AUTO, running, List.of("web"));
        Inputs without =
                new Inputs(in.settings(), in.identity(), host(Map.of()), in.catalog(), in.images(), in.observed());
        List<Problem> problems = refused(without);
        assertEquals(1, problems.size());
        assertTrue(problems.getFirst().what().contains("example/web:1"), problems::toString);
    }

    @Test
    void whatIsWantedNoMoreIsRemovedAndTheEnginesIsNot() {
        Observed had =
                new Observed(new Observed.Cluster.Stopped(), null, 0, List.of("web", "store", "of-another-version"));
        assertEquals(
                List.of(
                        "Copy image example/ollama:1 into the node",
                        "Remove bundle web",
                        "Remove bundle of-another-version",
                        OLLAMA,
                        "Apply bundle store",
                        GATEWAY,
                        "Wait for ollama",
                        "Wait for store",
                        "Wait for the gateway"),
                titles(inputs(ClusterKind.DOCKER, EngineKind.AUTO, had, List.of("store"))));
    }

    @Test
    void thatOfTheEngineIsABundleLikeOthersWhereItRunsNoModels() {
        Inputs in = inputs(ClusterKind.DOCKER, EngineKind.EMBEDDED, NOTHING, List.of("ollama"));
        assertEquals(
                List.of(
                        "Copy image example/ollama:1 into the node",
                        OLLAMA,
                        GATEWAY,
                        "Wait for ollama",
                        "Wait for the gateway"),
                titles(in));
    }
}
