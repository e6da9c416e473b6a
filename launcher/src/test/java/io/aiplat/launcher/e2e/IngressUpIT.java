package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.testkit.Need;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Gateways of a cluster under a name of their own, by an Ingress with TLS: a chat for who trusts the authority of the
/// home and has a key, and nothing else.
class IngressUpIT {
    private static final String HOST = "ai.example.org";
    private static final String CHAT =
            "{\"model\":\"smoke\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}],\"stream\":true}";

    @TempDir
    Path folder;

    @Test
    void theGatewaysAreReachedUnderTheirNameByTls() throws Exception {
        Path controller = Aiplat.TESTBED.resolve("ingress");
        Need.that(Program.succeeds("sh", "-c", "command -v nginx"), "Debian's nginx: testbed/ingress build");
        try (TestEngine engine = TestEngine.open("ingress");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            String image = ImageBuildIT.push(
                    aiplat, "ingress-" + ProcessHandle.current().pid());
            docker("pull", "--quiet", image);
            try {
                aiplat.with("AIPLAT_CONFIG", settings(image).toString());
                aiplat.run("up").failsWith(5, "CLUSTER_NO_INGRESS_CLASS");
                Program.run(controller.toString(), "serve", engine.cluster).ok();
                aiplat.run("up").ok().tells("https://" + HOST + "/v1");
                Program.run(controller.toString(), "serve", engine.cluster).ok();
                itAnswersWhoTrustsAndHasAKey(engine, aiplat);
                aCertificateThatStandsIsKept(new NodeKubectl(engine).in("aiplat"), aiplat);
                whatIsExposedNoMoreIsGone(new NodeKubectl(engine).in("aiplat"), aiplat);
                aiplat.run("down", "--purge", "--yes").ok();
            } finally {
                docker("rmi", "--force", image);
            }
        }
    }

    private Path settings(String image) throws Exception {
        return Files.writeString(folder.resolve("aiplat.yaml"), """
                bundles: [aiplat]
                expose: ingress
                ingress:
                  host: %s
                images:
                  rancher/k3s: aiplat-testbed/k3s:v1.36.4
                  ollama/ollama: aiplat-testbed/ollama:0.11.4
                  aiplat.invalid/aiplat: %s
                """.formatted(HOST, image));
    }

    private static void itAnswersWhoTrustsAndHasAKey(TestEngine engine, Aiplat aiplat) throws Exception {
        Path authorities = aiplat.home.resolve("keys/authorities");
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(authorities.resolve(HOST + ".pem")));
        List<String> trusting =
                List.of("--cacert", authorities.resolve(HOST + ".crt").toString());
        String key = new NodeKubectl(engine)
                .in("aiplat")
                .run("get", "secret", "aiplat-gateway", "-o", "go-template={{.data.owner | base64decode}}")
                .ok()
                .out()
                .strip();
        List<String> chat = new ArrayList<>(trusting);
        chat.addAll(List.of("-H", "Content-Type: application/json", "-d", CHAT));
        ask(engine, "/v1/chat/completions", chat).tells("401");
        chat.addAll(List.of("-H", "Authorization: Bearer " + key));
        ask(engine, "/v1/chat/completions", chat).ok().tells("pong").tells("[DONE]");
        ask(engine, "/admin/v1/keys", chat).tells("404");
        // To who does not trust the authority, nothing is said.
        assertEquals(60, ask(engine, "/v1/models", List.of()).exit());
    }

    private static Result ask(TestEngine engine, String path, List<String> more) {
        List<String> command = new ArrayList<>(
                List.of("curl", "-sS", "-w", " %{http_code}", "--resolve", HOST + ":443:" + engine.address()));
        command.addAll(more);
        command.add("https://" + HOST + path);
        return Program.run(command.toArray(String[]::new));
    }

    private static void aCertificateThatStandsIsKept(NodeKubectl kubectl, Aiplat aiplat) throws Exception {
        String before =
                kubectl.get("secret/aiplat-gateway-tls").at("/data/tls.crt").asText();
        aiplat.run("up").ok();
        assertEquals(
                before,
                kubectl.get("secret/aiplat-gateway-tls").at("/data/tls.crt").asText());
    }

    private static void whatIsExposedNoMoreIsGone(NodeKubectl kubectl, Aiplat aiplat) {
        aiplat.run("up", "--set", "expose=none").ok();
        for (String gone : List.of("ingress/aiplat-gateway", "secret/aiplat-gateway-tls")) {
            assertEquals(
                    "",
                    kubectl.run("get", gone, "--ignore-not-found", "-o", "name")
                            .ok()
                            .out());
        }
    }
}
