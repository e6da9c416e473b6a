package io.aiplat.launcher.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.serve.ServeProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.routing.Deployment;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Origin;
import io.aiplat.routing.Route;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Strategy;
import io.aiplat.routing.Upstream;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.routing.file.ConfigReadResult;
import io.aiplat.routing.source.Fragment;
import io.aiplat.routing.source.FragmentResult;
import io.aiplat.routing.source.RouteProblem;
import io.aiplat.routing.source.RouteSource;
import io.aiplat.store.Home;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConfigReloadTest {
    private static final String ALIAS = "aliases: {fast: smoke}";

    @TempDir
    Path folder;

    private ConfigReload file;
    private final Followed followed = new Followed();
    private int edits;

    /// Goes by a plan, or is told what is wrong.
    private static final class Followed implements ConfigReload.Follower {
        final List<GatewayConfig> plans = new ArrayList<>();
        final List<String> problems = new ArrayList<>();
        final List<List<RouteProblem>> rejected = new ArrayList<>();
        boolean cannot;

        @Override
        public void follow(GatewayConfig plan) {
            if (cannot) {
                throw new ApplianceException(ServeProblems.engineNotOpen());
            }
            plans.add(plan);
        }

        @Override
        public void keep(List<Problem> wrong) {
            wrong.forEach(problem -> problems.add(problem.code().id()));
        }

        @Override
        public void reject(List<RouteProblem> parts) {
            rejected.add(parts);
        }
    }

    @BeforeEach
    void ofAnAppliance() {
        file = ConfigReload.ofAppliance(new Home(folder), Map.of());
    }

    private void write(String text) throws IOException {
        Files.writeString(file.path(), text);
        // Two edits may be nearer to each other than the clock of the file system can tell.
        Files.setLastModifiedTime(file.path(), FileTime.fromMillis(1_000_000L * ++edits));
    }

    private void look() {
        file.look(followed);
        file.look(followed);
    }

    @Test
    void withoutAFileEveryModelIsServedByItsName() {
        GatewayConfig plan =
                assertInstanceOf(ConfigReadResult.Accepted.class, file.read()).plan();
        assertEquals("*", plan.routes().getFirst().name());
        look();
        assertEquals(List.of(), followed.plans);
        assertEquals(List.of(), followed.problems);
    }

    @Test
    void aGatewayByItselfNeedsOne() {
        ConfigReload alone = ConfigReload.ofRun(folder.resolve("gateway.yaml"), Map.of());
        assertEquals(
                "ROUTING_FILE_UNREADABLE", alone.problems().getFirst().code().id());
    }

    @Test
    void isFollowedOnceWhenItChangesOrAppears() throws IOException {
        file.read();
        write(ALIAS);
        look();
        look();
        assertEquals(1, followed.plans.size());
        assertEquals(Map.of("fast", "smoke"), followed.plans.getFirst().aliases());
        write("aliases: {quick: smoke}");
        look();
        assertEquals(2, followed.plans.size());
    }

    @Test
    void isNotReadBeforeItHasBeenWrittenToTheEnd() throws IOException {
        file.read();
        write("");
        file.look(followed);
        write(ALIAS);
        file.look(followed);
        assertEquals(List.of(), followed.plans);
        file.look(followed);
        assertEquals(1, followed.plans.size());
    }

    @Test
    void whatIsWrongIsToldOnceAndLeftAside() throws IOException {
        write(ALIAS);
        file.read();
        write("aliases: {a: b, b: a}");
        look();
        look();
        assertEquals(List.of("ROUTING_CIRCLE", "ROUTING_CIRCLE"), followed.problems);
        Files.delete(file.path());
        look();
        assertEquals("ROUTING_FILE_GONE", followed.problems.getLast());
        assertTrue(followed.plans.isEmpty(), "its prices must not go with it");
        followed.cannot = true;
        write(ALIAS);
        look();
        assertEquals("SERVE_ENGINE_NOT_OPEN", followed.problems.getLast());
    }

    @Test
    void aFileThatLostItsContentsIsLeftAsideAndTold() throws IOException {
        for (String nothing : List.of("", "# gone\n", "null\n", "{}", " \n", "---\n")) {
            write(ALIAS);
            assertInstanceOf(ConfigReadResult.Accepted.class, file.read());
            write(nothing);
            look();
            assertEquals(List.of("ROUTING_FILE_EMPTY"), followed.problems, nothing);
            assertEquals(List.of(), followed.plans, nothing);
            assertEquals("ROUTING_FILE_EMPTY", file.problems().getFirst().code().id(), "at the start as well");
            followed.problems.clear();
        }
    }

    @Test
    void aFileThatLostAllModelsIsLeftAsideUntilAStart() throws IOException {
        String models = "upstreams: {a: {provider: openai, url: 'http://127.0.0.1:1/v1'}}\n"
                + "models: [{name: m, deployments: [{upstream: a, model: m}], price: {input: 1, output: 1}}]\n";
        write(models);
        file.read();
        write(ALIAS);
        look();
        assertEquals(List.of("ROUTING_FILE_LOST"), followed.problems);
        assertEquals(List.of(), followed.plans);
        assertInstanceOf(ConfigReadResult.Accepted.class, file.read(), "what a file says at a start holds");
        write(models);
        look();
        assertEquals(1, followed.plans.size());
    }

    @Test
    void aFileThatLostAllKeysIsLeftAsideUntilAStart() throws IOException {
        file = ConfigReload.ofRun(folder.resolve("run.yaml"), Map.of());
        write("keys: [{name: a, key: sk-12345678}, {name: b, key: sk-87654321}]");
        file.read();
        write("keys: [{name: a, key: sk-12345678}]");
        look();
        assertEquals(1, followed.plans.size(), "one of two may go");
        write(ALIAS.replace("smoke", "quick") + "\nport: 4000");
        look();
        write("port: 4000");
        look();
        assertEquals("ROUTING_FILE_LOST", followed.problems.getLast());
        assertEquals(1, followed.plans.size());
    }

    @Test
    void aChangeShowsWhateverTheFilesTimesSay() throws IOException {
        write(ALIAS);
        FileTime time = Files.getLastModifiedTime(file.path());
        file.read();
        Files.writeString(file.path(), "aliases: {slow: smoke}");
        Files.setLastModifiedTime(file.path(), time);
        look();
        assertEquals(Map.of("slow", "smoke"), followed.plans.getLast().aliases());
        Files.writeString(file.path(), "aliases: {later: smoke}");
        Files.setLastModifiedTime(file.path(), FileTime.fromMillis(4_000_000_000_000L));
        look();
        assertEquals(Map.of("later", "smoke"), followed.plans.getLast().aliases());
    }

    /// Things that a file can become.
    private interface Becoming {
        void at(Path path) throws Exception;
    }

    @TestFactory
    @Timeout(60)
    Stream<DynamicTest> servesOnWhateverTheFileBecomes() {
        Map<String, Becoming> things = new LinkedHashMap<>();
        things.put("a pipe that nobody writes", path -> run("mkfifo", path.toString()));
        things.put("a device without end", path -> Files.createSymbolicLink(path, Path.of("/dev/zero")));
        things.put("a folder", Files::createDirectory);
        things.put("a link to itself", path -> Files.createSymbolicLink(path, path));
        things.put("nothing", _ -> {});
        things.put("a file without end", path -> {
            try (RandomAccessFile large = new RandomAccessFile(path.toFile(), "rw")) {
                large.setLength(1L << 40);
            }
        });
        things.put("brackets", path -> Files.writeString(path, "[".repeat(100_000)));
        things.put("bytes", path -> Files.write(path, new byte[] {(byte) 0xff, 0, (byte) 0xfe}));
        things.put("a secret from a device", path -> Files.writeString(path, "aliases: {a: '${file:/dev/zero}'}"));
        things.put("a secret from a pipe", path -> {
            run("mkfifo", path.resolveSibling("secret").toString());
            Files.writeString(path, "aliases: {a: '${file:secret}'}");
        });
        return things.entrySet().stream()
                .map(thing -> DynamicTest.dynamicTest(thing.getKey(), () -> {
                    ofAnAppliance();
                    Followed told = new Followed();
                    Files.deleteIfExists(file.path());
                    Files.writeString(file.path(), ALIAS);
                    file.read();
                    Files.delete(file.path());
                    thing.getValue().at(file.path());
                    for (int i = 0; i < 5; i++) {
                        file.look(told);
                    }
                    assertEquals(1, told.problems.size(), () -> "told once: " + told.problems);
                    assertEquals(List.of(), told.plans);
                    Files.deleteIfExists(file.path());
                    Files.writeString(file.path(), "aliases: {again: smoke}");
                    file.look(told);
                    file.look(told);
                    assertEquals(1, told.plans.size(), "it is followed again");
                }));
    }

    private static void run(String... command) throws Exception {
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    @Test
    void afterAFaultOfOursTheFileIsFollowedAgain() throws IOException {
        file.read();
        List<String> problems = new ArrayList<>();
        Error deep = new StackOverflowError();
        ConfigReload.Follower breaking = new ConfigReload.Follower() {
            @Override
            public void follow(GatewayConfig plan) {
                if (plan.aliases().containsKey("deep")) {
                    throw deep;
                }
                throw new IllegalStateException("no such place");
            }

            @Override
            public void keep(List<Problem> wrong) {
                problems.add(wrong.getFirst().code().id());
                throw new IllegalStateException("nobody listens");
            }

            @Override
            public void reject(List<RouteProblem> parts) {
                throw new AssertionError(parts);
            }
        };
        write(ALIAS);
        file.look(breaking);
        file.look(breaking);
        write("aliases: {deep: smoke}");
        file.look(breaking);
        file.look(breaking);
        assertEquals(List.of("ROUTING_FILE_NOT_FOLLOWED", "ROUTING_FILE_NOT_FOLLOWED"), problems);
        write("aliases: {fast: tiny}");
        look();
        assertEquals(1, followed.plans.size());
    }

    @Test
    void whatStoodInTheWayForAWhileDoesNotKeepAPlanForEver() throws IOException {
        file.read();
        followed.cannot = true;
        write(ALIAS);
        look();
        assertEquals(List.of("SERVE_ENGINE_NOT_OPEN"), followed.problems);
        followed.cannot = false;
        for (int i = 0; i < 20; i++) {
            file.look(followed);
        }
        assertEquals(1, followed.plans.size());
        assertEquals(1, followed.problems.size());
    }

    /// A resource that a test makes up.
    private static final class Resource implements RouteSource {
        private volatile FragmentResult says;
        private volatile Runnable listener = () -> {};
        final List<List<Problem>> told = new ArrayList<>();

        Resource(String route) {
            says = fragment(route);
        }

        private static FragmentResult fragment(String route) {
            Upstream server =
                    new Upstream("vllm", UpstreamKind.OPENAI, URI.create("http://127.0.0.1:1/v1"), null, Map.of());
            return new FragmentResult.Complete(Fragment.of(
                    server, List.of(Route.of(route, List.of(Deployment.of("vllm", "m")), Strategy.WEIGHTED))));
        }

        void says(FragmentResult now) {
            says = now;
            listener.run();
        }

        @Override
        public Origin origin() {
            return new Origin(Origin.Kind.RESOURCE, "team-a/vllm", Instant.EPOCH);
        }

        @Override
        public FragmentResult current() {
            return says;
        }

        @Override
        public void onChange(Runnable listener) {
            this.listener = listener;
        }

        @Override
        public void told(List<Problem> problems) {
            told.add(problems);
        }
    }

    private List<String> served() {
        return followed.plans.getLast().routes().stream().map(Route::name).toList();
    }

    @Test
    void anotherSourceIsFollowedAsItComesChangesBreaksAndGoes() throws IOException {
        write(ALIAS);
        file.read();
        Resource resource = new Resource("big");
        file.add(resource);
        file.look(followed);
        assertEquals(List.of("big", "*"), served());
        assertEquals("team-a/vllm", followed.plans.getLast().originOf("big").name());
        assertEquals(
                file.path().toString(),
                followed.plans.getLast().originOf("fast").name());
        resource.says(Resource.fragment("bigger"));
        look();
        assertEquals(List.of("bigger", "*"), served());
        Problem problem = RoutingProblems.partRejected("spec", "resource team-a/vllm", "It is empty.");
        resource.says(new FragmentResult.Broken(List.of(problem)));
        look();
        assertEquals(2, followed.plans.size(), "what it said before is served on");
        assertEquals(List.of(List.of(new RouteProblem(resource.origin(), problem))), followed.rejected);
        resource.says(Resource.fragment("fast"));
        look();
        assertEquals(List.of("*"), served(), "the name is the file's");
        assertEquals(
                "ROUTING_NAME_TAKEN", resource.told.getLast().getFirst().code().id());
        write("aliases: {quick: smoke}");
        look();
        assertEquals(List.of("fast", "*"), served());
        assertEquals(List.of(), followed.rejected.getLast());
        file.remove(resource);
        file.look(followed);
        assertEquals(List.of("*"), served());
        assertEquals(List.of(), followed.problems, "the file was never wrong");
    }

    @Test
    void aWrongFileKeepsNoOtherSourceFromBeingFollowed() throws IOException {
        write(ALIAS);
        file.read();
        write("[");
        look();
        file.add(new Resource("big"));
        look();
        assertEquals(List.of("big", "*"), served());
        assertEquals(Map.of("fast", "smoke"), followed.plans.getLast().aliases());
        assertEquals(
                List.of("ROUTING_FILE_MALFORMED", "ROUTING_FILE_MALFORMED"),
                followed.problems,
                "who follows is told again that the file is wrong");
    }

    @Test
    void aReadingThatDoesNotComeBackIsLeftToItself() throws Exception {
        ReadTimeout<String> reading = new ReadTimeout<>(Duration.ofMillis(50));
        CountDownLatch stuck = new CountDownLatch(1);
        assertNull(reading.of(() -> {
            stuck.await();
            return "late";
        }));
        assertNull(reading.of(() -> "another"), "one at a time");
        stuck.countDown();
        String came = Eventually.seen("it comes", () -> reading.of(() -> "another"), Objects::nonNull);
        assertEquals("late", came);
        assertEquals("another", reading.of(() -> "another"));
    }
}
