package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a flag of `up` decided stays decided, for every command after it.
class DecidedIT {
    private static final int INTERRUPTED = 130;

    @Test
    void aPortOnceNamedIsTheHomesOwnUntilAPersonSaysOtherwise() throws Exception {
        // The variable is what other tests set the port by; it would count before any decision.
        try (Aiplat aiplat = Aiplat.withoutEngine().without("AIPLAT_GATEWAY_PORT");
                ServerSocket _ = usualPort()) {
            String port = Integer.toString(aiplat.port);
            aiplat.run("up", "--port", port).ok().tells("Kept for this home: gateway.port");
            long first = aiplat.appliance().pid();
            aiplat.run("plan").ok().tells("would find nothing to do").tells("(is done)");
            aiplat.run("doctor").ok().tells(port + " is held by this home's own aiplat");
            aiplat.run("up").ok().tells("nothing to do").tells("http://127.0.0.1:" + port);
            assertEquals(first, aiplat.appliance().pid(), "it was not started again");
            aiplat.run("restart").ok().tells("http://127.0.0.1:" + port);
            assertEquals("pong", aiplat.answer("smoke", "ping"));

            String other = Integer.toString(Aiplat.freePort());
            aiplat.run("settings", "set", "gateway.port", other).ok();
            String moves = "The endpoint moves from http://127.0.0.1:" + port + "/v1 to http://127.0.0.1:" + other;
            aiplat.run("plan").ok().tells(moves).tells("is stopped and another started");
            aiplat.run("restart").ok().tells(moves);
            aiplat.run("up", "--port", port).ok().tells("The endpoint moves from");
            aiplat.run("down").ok().tells("Down.");
            aiplat.run("up").ok().tells("http://127.0.0.1:" + port);
        }
    }

    @Test
    void aValueForTheRoutesReachesTheProcessThatRunsAlready() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            aiplat.run("up").ok();
            Files.writeString(aiplat.home.resolve("gateway.yaml"), """
                    upstreams:
                      far: {provider: openai, url: "http://127.0.0.1:9/v1", key: "${env:FAR_KEY}"}
                    models: [{name: far-model, deployments: [{upstream: far, model: m}]}]
                    """);
            assertFalse(aiplat.models().contains("far-model"));
            long before = aiplat.appliance().pid();
            aiplat.with("FAR_KEY", "sk-far").run("up").ok().tells("FAR_KEY");
            Eventually.seen("the model is served", aiplat::models, models -> models.contains("far-model"));
            assertEquals(before, aiplat.appliance().pid());
            aiplat.without("FAR_KEY").run("restart").ok();
            assertTrue(aiplat.models().contains("far-model"), aiplat.models());
        }
    }

    @Test
    void ctrlCStopsAPullAndNothingOfItStays() throws Exception {
        try (Aiplat aiplat = Aiplat.withoutEngine().with("AIPLAT_MODELS_ENGINE", "embedded")) {
            aiplat.run("up").ok();
            aiplat.run("models", "pull", "./no-such.gguf").failsWith(2, "MODELS_NO_MODEL_FILE");
            // A model that is all there, with a tail that takes a while to read and no room where it lies.
            Path large = aiplat.home.resolve("tmp").resolve("large.gguf");
            Files.copy(aiplat.home.resolve("models/smoke/model.gguf"), large);
            try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
                file.setLength(64L << 30);
            }
            Running pull = aiplat.start("models", "pull", large.toString()).awaits("reading large");
            Result stopped = pull.interrupt().result();
            assertEquals(INTERRUPTED, stopped.exit(), stopped.err());
            stopped.tells("CONSOLE_PULL_STOPPED");
            Eventually.holds(
                    "nothing of it is left",
                    () -> Stream.of("models", "store/blobs", "store/incoming")
                            .allMatch(place -> Folders.contents(aiplat.home.resolve(place)).stream()
                                    .noneMatch(name -> name.matches(".*(large|put-|[0-9a-f]{64}$).*"))));
        }
    }

    /// Another program at the usual port, unless there is one already.
    private static ServerSocket usualPort() throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8585));
        } catch (IOException _) {
            // Whoever has it serves as well.
            return socket;
        }
        return socket;
    }
}
