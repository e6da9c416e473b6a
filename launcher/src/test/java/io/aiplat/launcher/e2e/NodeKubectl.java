package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The node's own kubectl, as a person uses it.
final class NodeKubectl {
    private final TestEngine engine;
    private final @Nullable String namespace;

    NodeKubectl(TestEngine engine) {
        this(engine, null);
    }

    private NodeKubectl(TestEngine engine, @Nullable String namespace) {
        this.engine = engine;
        this.namespace = namespace;
    }

    /// The same for another namespace.
    NodeKubectl in(String other) {
        return new NodeKubectl(engine, other);
    }

    /// Runs it to its end.
    Result run(String... args) {
        List<String> command = new ArrayList<>(List.of("docker", "exec", engine.cluster, "k3s", "kubectl"));
        if (namespace != null) {
            command.addAll(List.of("-n", namespace));
        }
        command.addAll(List.of(args));
        return Program.run(command.toArray(String[]::new));
    }

    /// Applies YAML.
    void apply(String yaml) {
        applied(yaml).ok();
    }

    /// Applies YAML that the cluster shall refuse, and say so.
    void refuses(String yaml, String why) {
        Result result = applied(yaml);
        assertNotEquals(0, result.exit(), result::toString);
        result.tells(why);
    }

    private Result applied(String yaml) {
        try {
            Path file = Files.createTempFile("aiplat-e2e", ".yaml");
            try {
                Files.writeString(file, yaml);
                TestEngine.docker("cp", file.toString(), engine.cluster + ":/tmp/applied.yaml");
                return run("apply", "-f", "/tmp/applied.yaml");
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A resource, as JSON.
    JsonNode get(String resource) throws IOException {
        return new ObjectMapper()
                .readTree(run("get", resource, "-o", "json").ok().out());
    }

    /// Waits until the cluster knows a kind, which is soon after `up`.
    ///
    /// @param kind plural name and group
    void knows(String kind) throws Exception {
        Eventually.holds(
                "the cluster knows " + kind,
                Duration.ofSeconds(60),
                () -> run("get", kind).exit() == 0);
    }

    /// Waits until a resource is ready.
    void becomesReady(String resource) {
        run("wait", "--for=condition=Ready", "--timeout=180s", resource).ok();
    }

    /// Waits until a condition of a resource is true and says something.
    void becomes(String resource, String condition, String says) throws Exception {
        Eventually.holds(resource + " is " + condition + ": " + says, Duration.ofSeconds(180), () -> {
            for (JsonNode each : get(resource).at("/status/conditions")) {
                if (each.path("type").asText().equals(condition)
                        && each.path("status").asText().equals("True")
                        && each.path("message").asText().contains(says)) {
                    return true;
                }
            }
            return false;
        });
    }

    /// Has an image made and brings it into the node.
    ///
    /// @param dockerfile what it is made from
    void makeImage(String name, String dockerfile, Path folder) {
        try {
            Files.writeString(Files.createDirectories(folder).resolve("Dockerfile"), dockerfile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Another story may make an image of the same name.
        Path lock = Path.of(System.getProperty("java.io.tmpdir"), "aiplat-e2e-images.lock");
        try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = file.lock()) {
            TestEngine.docker("build", "--quiet", "--tag", name, folder.toString());
            Path saved = folder.resolve("image.tar");
            TestEngine.docker("save", "--output", saved.toString(), name);
            TestEngine.docker("cp", saved.toString(), engine.cluster + ":/tmp/image.tar");
            TestEngine.docker("image", "rm", name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TestEngine.docker("exec", engine.cluster, "k3s", "ctr", "-n", "k8s.io", "images", "import", "/tmp/image.tar");
    }

    /// Has an Ollama in a pod make a model of a folder with `model.gguf` and `Modelfile`.
    void makeModel(String namespace, String pod, String name, Path folder) {
        run("wait", "--for=condition=Ready", "--timeout=180s", "-n", namespace, "pod/" + pod)
                .ok();
        TestEngine.docker("cp", folder.toString(), engine.cluster + ":/tmp/made");
        run("cp", "/tmp/made", namespace + "/" + pod + ":/tmp/made").ok();
        Result made = run(
                "exec",
                "-n",
                namespace,
                pod,
                "--",
                "sh",
                "-c",
                "cd /tmp/made && ollama create " + name + " -f Modelfile");
        assertTrue(made.exit() == 0, made::toString);
    }
}
