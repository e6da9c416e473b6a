package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The testbed's container engine, looked at from outside with its own client, for one cluster name. Closing it
/// asserts that nothing is in the engine that was not there when it was opened.
final class TestEngine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The cluster's name, and its container's.
    final String cluster;

    private final Set<String> before;

    private TestEngine(String cluster) {
        this.cluster = cluster;
        this.before = listing();
    }

    /// Looks at what is there; skips the test where there is no engine.
    ///
    /// @param story makes the cluster's name, with a number so that two runs of the tests do not meet
    static TestEngine open(String story) {
        Need.that(
                Program.succeeds(
                        "docker", "image", "inspect", "aiplat-testbed/k3s:v1.36.4", "aiplat-testbed/ollama:0.11.4"),
                "a container engine with the testbed's images: testbed/build, testbed/engine start");
        return new TestEngine(
                "aiplat-e2e-" + story + "-" + ProcessHandle.current().pid());
    }

    /// Runs `docker` and expects it to end well.
    static Result docker(String... args) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(args));
        return Program.run(command.toArray(String[]::new)).ok();
    }

    /// Id of the node's container.
    String nodeId() {
        return docker("container", "inspect", "--format", "{{.Id}}", cluster).out();
    }

    /// The node's address in the network of its cluster.
    String address() {
        return docker(
                        "container",
                        "inspect",
                        "--format",
                        "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}",
                        cluster)
                .out()
                .strip();
    }

    /// Ports of this machine that lead into the node.
    List<Integer> ports() {
        return docker("port", cluster)
                .out()
                .lines()
                .map(line -> Integer.parseInt(line.substring(line.lastIndexOf(':') + 1)))
                .distinct()
                .toList();
    }

    /// Command lines of all that runs in the node.
    String processes() {
        return docker("top", cluster, "-eo", "pid,args").out();
    }

    /// Names of the volumes that begin with the cluster's name.
    List<String> volumes() {
        return docker("volume", "ls", "--quiet", "--filter", "name=^" + cluster + "-")
                .out()
                .lines()
                .toList();
    }

    /// All pods of the cluster.
    List<Pod> pods() throws IOException {
        String all = docker("exec", cluster, "k3s", "kubectl", "get", "pods", "-A", "-o", "json")
                .out();
        List<Pod> pods = new ArrayList<>();
        for (JsonNode pod : JSON.readTree(all).path("items")) {
            pods.add(new Pod(
                    pod.at("/metadata/name").asText(),
                    pod.at("/metadata/uid").asText(),
                    pod.at("/status/phase").asText()));
        }
        return pods;
    }

    /// A pod.
    record Pod(String name, String uid, String phase) {}

    /// Asserts that nothing new is left.
    @Override
    public void close() {
        Set<String> left = listing();
        left.removeAll(before);
        assertEquals(Set.of(), left, "left in the container engine");
    }

    /// Containers, networks and volumes of the cluster's name, and the volumes that nobody uses: one without a name
    /// cannot be told from another's.
    private Set<String> listing() {
        Set<String> listing = new TreeSet<>();
        docker("ps", "--all", "--filter", "name=" + cluster, "--format", "container {{.Names}}")
                .out()
                .lines()
                .forEach(listing::add);
        docker("network", "ls", "--filter", "name=" + cluster, "--format", "network {{.Name}}")
                .out()
                .lines()
                .forEach(listing::add);
        docker("volume", "ls", "--filter", "dangling=true", "--format", "volume {{.Name}}")
                .out()
                .lines()
                .filter(line -> line.contains(cluster) || line.matches("volume [0-9a-f]{64}"))
                .forEach(listing::add);
        return listing;
    }
}
