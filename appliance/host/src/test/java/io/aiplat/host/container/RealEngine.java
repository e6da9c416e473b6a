package io.aiplat.host.container;

import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assumptions;

/// The engine of this machine, for tests that need one.
final class RealEngine {
    static final ImageReference BUSYBOX = ImageReference.parse("aiplat-testbed/busybox:1");

    private RealEngine() {}

    /// The engine, or the test is skipped and says why.
    static ContainerEngine orSkip(Map<String, String> environment) {
        ContainerEngine engine = new ContainerEngine(
                environment,
                Path.of(System.getProperty("user.home")),
                System.getProperty("user.name"),
                Clock.systemUTC());
        if (engine.facts() instanceof ContainerEngineFacts.Unusable(var problem)) {
            skip(problem.what() + ": " + problem.why());
        }
        if (engine.images().find(BUSYBOX).isEmpty()) {
            skip("the engine has no image " + BUSYBOX + "; testbed/build makes it");
        }
        return engine;
    }

    static void skip(String reason) {
        System.out.println("SKIPPED: " + reason);
        Assumptions.abort(reason);
    }

    static String uniqueName() {
        return "it-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    }

    /// What the docker command says: an opinion that is not ours.
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
