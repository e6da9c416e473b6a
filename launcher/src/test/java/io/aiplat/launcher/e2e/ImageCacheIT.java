package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images that a node has pulled through the cache are there for the next one, with the same digest and without their
/// registry. The nodes are containerd, which asks mirrors as it does in k3s.
class ImageCacheIT {
    private static final Path PROGRAMS = Path.of(System.getProperty("user.home"), ".cache", "aiplat-testbed", "bin");

    @TempDir
    Path folder;

    @Test
    void aSecondNodePullsWhatTheFirstHasPulledWithoutTheRegistry() throws Exception {
        Need.that(
                Program.succeeds(PROGRAMS.resolve("containerd").toString(), "--version")
                        && Program.run("id", "-u").out().strip().equals("0"),
                "the testbed's containerd, as root: testbed/build");
        String image = "aiplat-e2e/cached:" + ProcessHandle.current().pid();
        push(image);
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            String name;
            String first;
            try (TestRegistry registry = TestRegistry.open()) {
                aiplat.with("AIPLAT_MODELS_PLAIN_REGISTRIES", registry.name());
                name = registry.name() + "/" + image;
                first = pulled(aiplat, "first", name);
            }
            // The registry is gone, and it is another process: what was kept answers, and no connection.
            assertEquals(first, pulled(aiplat, "second", name));
            assertTrue(first.startsWith("sha256:"), first);
            aiplat.run("image", "cache", "list").ok().tells(name).tells(first);
            aiplat.run("down", "--purge", "--yes").ok();
        }
    }

    private static void push(String image) {
        String there = "127.0.0.1:5000/" + image;
        docker("tag", "aiplat-testbed/busybox:1", there);
        try {
            docker("push", "--quiet", there);
        } finally {
            docker("rmi", there);
        }
    }

    /// The digest of an image that a node has pulled by the mirror and by nothing else.
    private String pulled(Aiplat aiplat, String node, String image) throws Exception {
        Running cache = aiplat.start("image", "cache", "serve", "--port", Integer.toString(aiplat.port))
                .awaits("Images are served on 127.0.0.1:" + aiplat.port);
        try {
            Path place = Files.createDirectory(folder.resolve(node));
            Path hosts = Files.createDirectories(place.resolve("hosts/_default"));
            Files.writeString(
                    hosts.resolve("hosts.toml"),
                    "[host.\"http://127.0.0.1:" + aiplat.port + "\"]\ncapabilities = [\"pull\", \"resolve\"]\n");
            Running containerd = containerd(place);
            try {
                Eventually.holds(
                        "containerd answers",
                        Duration.ofSeconds(60),
                        () -> ctr(place, "version").exit() == 0);
                ctr(place, "content", "fetch", "--hosts-dir", hosts.getParent().toString(), image)
                        .ok();
                return ctr(place, "images", "ls").ok().out().replaceAll("(?s).*(sha256:[0-9a-f]{64}).*", "$1");
            } finally {
                containerd.terminate().result();
            }
        } finally {
            cache.terminate();
            assertEquals(0, cache.result().exit());
        }
    }

    private static Running containerd(Path place) throws Exception {
        Path config = Files.writeString(place.resolve("config.toml"), """
                version = 3
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime", "io.containerd.grpc.v1.cri"]
                [grpc]
                address = "%1$s/sock"
                """.formatted(place));
        return Running.start(
                List.of(PROGRAMS.resolve("containerd").toString(), "--config", config.toString()),
                System.getenv(),
                place,
                place);
    }

    private static Result ctr(Path place, String... args) {
        List<String> command = new ArrayList<>(List.of(
                PROGRAMS.resolve("ctr").toString(), "-a", place.resolve("sock").toString()));
        command.addAll(List.of(args));
        return Program.run(command.toArray(String[]::new));
    }
}
