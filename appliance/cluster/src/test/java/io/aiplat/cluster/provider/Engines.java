package io.aiplat.cluster.provider;

import io.aiplat.cluster.kubernetes.Owner;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.plan.ClusterSpec;
import io.aiplat.model.plan.GpuHandover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/// The real engine, for tests that need one.
final class Engines {
    static final ImageReference NODE = ImageReference.parse("aiplat-testbed/k3s:v1.36.4");
    static final Settings.Network DIRECT = new Settings.Network(null, null, List.of(), null, Map.of());

    private Engines() {}

    /// The engine, or the test is skipped and says why.
    static ContainerEngine orSkip(ImageReference... images) {
        ContainerEngine engine = new ContainerEngine(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                System.getProperty("user.name"),
                Clock.systemUTC());
        switch (engine.facts()) {
            case ContainerEngineFacts.Unusable(var problem) -> skip(problem.what() + ": " + problem.why());
            case ContainerEngineFacts.Answers _ -> {
                for (ImageReference image : images) {
                    if (engine.images().find(image).isEmpty()) {
                        skip("the engine has no image " + image + "; testbed/build makes it");
                    }
                }
            }
        }
        return engine;
    }

    private static void skip(String reason) {
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
    }

    static String uniqueName() {
        return "it-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    static ClusterSpec wish(String name, String owner, String namespace) {
        return new ClusterSpec(ClusterKind.DOCKER, name, owner, NODE, false, 0, 0, GpuHandover.NONE, namespace);
    }

    /// Everything the engine has of a name, as the docker command lists it: an opinion that is not ours.
    static String listing(String name) throws IOException, InterruptedException {
        return new TreeSet<>(List.of(
                        docker("ps", "-a", "--filter", "name=" + name, "--format", "container {{.Names}}"),
                        docker("network", "ls", "--filter", "name=" + name, "--format", "network {{.Name}}"),
                        docker("volume", "ls", "--filter", "name=" + name, "--format", "volume {{.Name}}"),
                        docker("volume", "ls", "--filter", "label=" + Owner.ENGINE_CLUSTER + "=" + name, "-q"),
                        docker("volume", "ls", "--filter", "dangling=true", "-q")
                                .lines()
                                .filter(v -> v.matches("[0-9a-f]{64}"))
                                .sorted()
                                .collect(Collectors.joining("\n"))))
                .toString();
    }

    static String docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(arguments));
        command.addFirst("docker");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + out);
        }
        return out.strip();
    }
}
