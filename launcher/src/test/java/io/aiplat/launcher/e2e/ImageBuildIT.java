package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The image of this JAR: made without Docker, run by Docker.
class ImageBuildIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What testbed/jre has pushed.
    static final String BASE = "127.0.0.1:5000/aiplat-testbed/jre:25";

    @TempDir
    Path folder;

    /// Makes the image, and pushes it.
    ///
    /// @return the name it has in the testbed's registry
    static String push(Aiplat aiplat, String tag) {
        needsBase();
        String image = "127.0.0.1:5000/aiplat-e2e/aiplat:" + tag;
        aiplat.run("image", "build", "--base", BASE, "--to", image).ok().tells("linux/");
        return image;
    }

    private static void needsBase() {
        Need.that(
                Program.succeeds("curl", "-sf", "http://127.0.0.1:5000/v2/aiplat-testbed/jre/manifests/25"),
                "a base for images in the testbed's registry: testbed/jre");
    }

    @Test
    void anImageIsMadeTwiceTheSameAndServes() throws Exception {
        needsBase();
        try (Aiplat aiplat = Aiplat.withoutEngine()) {
            String image = push(aiplat, "it-" + ProcessHandle.current().pid());
            try {
                docker("pull", "-q", image);
                assertEquals(
                        "aiplat ",
                        docker("run", "--rm", image, "--version").out().substring(0, 7));
                aFileHasTheSameDigest(aiplat, image);
                theGatewayServesAndEndsWhenTold(image);
            } finally {
                docker("rmi", "--force", image);
            }
        }
    }

    private void aFileHasTheSameDigest(Aiplat aiplat, String image) throws Exception {
        Path file = folder.resolve("aiplat.tar");
        String digest = JSON.readTree(
                        aiplat.run("-o", "json", "image", "build", "--base", BASE, "--out", file.toString())
                                .ok()
                                .out())
                .path("digest")
                .asText();
        assertTrue(
                docker("image", "inspect", "--format", "{{.RepoDigests}}", image)
                        .out()
                        .contains(digest),
                digest);
        assertTrue(Files.size(file) > 0);
        aiplat.run("image", "build", "--base", BASE, "--out", file.toString()).failsWith(2, "COMMAND_FILE_THERE");
    }

    /// As nobody, without capabilities, and with nothing to write to but its home and memory.
    private void theGatewayServesAndEndsWhenTold(String image) throws Exception {
        Path config = Files.writeString(folder.resolve("gateway.yaml"), """
                listen: 0.0.0.0
                port: 8080
                store: /var/lib/aiplat/gateway
                upstreams:
                  elsewhere: {provider: openai, url: "http://127.0.0.1:1/v1"}
                models:
                  - {name: far, deployments: [{upstream: elsewhere, model: far}]}
                """);
        assertTrue(config.toFile().setReadable(true, false) && folder.toFile().setExecutable(true, false));
        String name = "aiplat-e2e-image-" + ProcessHandle.current().pid();
        docker(
                "run",
                "--detach",
                "--name",
                name,
                "--read-only",
                "--cap-drop",
                "ALL",
                "--tmpfs",
                "/tmp",
                "-v",
                "/var/lib/aiplat",
                "-v",
                config + ":/etc/aiplat/gateway.yaml:ro",
                "-e",
                "AIPLAT_GATEWAY_HOSTS=127.0.0.1",
                "-p",
                "127.0.0.1::8080",
                image,
                "gateway",
                "run",
                "--config",
                "/etc/aiplat/gateway.yaml");
        try {
            String address = docker("port", name, "8080").out().strip();
            HttpClient http = HttpClient.newHttpClient();
            HttpRequest ready = HttpRequest.newBuilder(URI.create("http://" + address + "/ready"))
                    .build();
            Eventually.passes(
                    "the gateway is ready",
                    Duration.ofSeconds(60),
                    () -> assertEquals(
                            200, http.send(ready, BodyHandlers.ofString()).statusCode()));
            docker("stop", name);
            assertEquals(
                    "0",
                    docker("inspect", "--format", "{{.State.ExitCode}}", name)
                            .out()
                            .strip());
        } finally {
            docker("rm", "--force", "--volumes", name);
        }
    }
}
