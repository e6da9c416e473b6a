package io.aiplat.supply.origin;

import static io.aiplat.supply.origin.RegistryPush.MANIFEST;
import static io.aiplat.supply.origin.RegistryPush.REGISTRY;
import static io.aiplat.supply.origin.RegistryPush.REPOSITORY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.ollama.OllamaApi;
import io.aiplat.supply.ollama.OllamaFixture;
import io.aiplat.supply.ollama.OllamaModelStore;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Against the registry of the testbed, with artifacts as Ollama, Docker, the CNCF's specification and ORAS lay them
/// out.
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class RegistryModelsIT {

    private final HttpClient http = HttpClient.newHttpClient();
    private final RegistryAccess registries = new RegistryAccess(http, Map.of(), Set.of());
    private final OllamaRegistrySource ollama = new OllamaRegistrySource(registries, REGISTRY);
    private final OciModelSource oci = new OciModelSource(registries);
    private RegistryPush registry;

    @BeforeEach
    void needsTheRegistry() throws InterruptedException {
        registry = new RegistryPush(http);
    }

    @AfterEach
    void close() {
        http.shutdownNow();
    }

    @Test
    void readsWhatOllamaHasPushed(@TempDir Path home) throws Exception {
        try (OllamaFixture server = OllamaFixture.start(home);
                OllamaApi api = server.api(Duration.ofSeconds(30))) {
            BundledModel smoke = BundledModel.ALL.getFirst();
            new OllamaModelStore(api, Set.of(), ModelDisk.UNKNOWN, () -> {}).put(smoke, Progress.NONE);
            String name = REGISTRY + "/sources-it/smoke:1";
            post(server.base().resolve("/api/copy"), "{\"source\":\"smoke\",\"destination\":\"" + name + "\"}");
            String said = post(
                    server.base().resolve("/api/push"),
                    "{\"model\":\"" + name + "\",\"insecure\":true,\"stream\":false}");
            assertTrue(said.contains("success"), said);

            RemoteModel model = ollama.resolve(name);

            assertEquals("smoke:1", model.name());
            assertTrue(model.source().startsWith(name + "@sha256:"), model.source());
            assertEquals("WEIGHTS", model.parts().getFirst().role().name());
            assertEquals(smoke.bytes(), model.parts().getFirst().blob().bytes());
            assertEquals(
                    "sha256:" + smoke.sha256(),
                    String.valueOf(model.parts().getFirst().blob().digest()));
            try (InputStream in = model.parts().getFirst().blob().open(0, -1)) {
                assertEquals(smoke.sha256(), Digests.sha256(in), "the weights come as they were pushed");
            }
            assertTrue(roles(model).contains("PARAMETERS"), roles(model).toString());
            assertEquals("smoke:1", ollama.resolve(model.source()).name(), "a source can be pulled again");
        }
    }

    @Test
    void namesOfTheUsualRegistryAreAskedThere() throws Exception {
        registry.publish(
                "application/vnd.docker.container.image.v1+json",
                "8b",
                registry.layer("application/vnd.ollama.image.model", "GGUF", ""));
        RemoteModel model = ollama.resolve("sources-it/model:8b");
        assertEquals("model:8b", model.name());
        assertTrue(model.source().startsWith(REGISTRY + "/sources-it/model:8b@sha256:"), model.source());
    }

    @Test
    void readsWhatDockerPackages() throws Exception {
        registry.publish(
                "application/vnd.docker.ai.model.config.v0.1+json",
                "docker",
                registry.layer("application/vnd.docker.ai.gguf.v3", "GGUF two", "m-00002-of-00002.gguf"),
                registry.layer("application/vnd.docker.ai.gguf.v3", "GGUF one", "m-00001-of-00002.gguf"),
                registry.layer("application/vnd.docker.ai.mmproj", "GGUF see", ""),
                registry.layer("application/vnd.docker.ai.license", "Do as you like.", ""),
                registry.layer("application/vnd.docker.ai.chat.template.jinja", "{{ x }}", ""));
        RemoteModel model = oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + ":docker");
        assertEquals("model:docker", model.name());
        assertEquals(List.of("WEIGHTS", "WEIGHTS", "PROJECTOR", "LICENCE"), roles(model));
        assertEquals(List.of("GGUF one", "GGUF two", "GGUF see", "Do as you like."), texts(model));
    }

    @Test
    void readsModelsByTheSpecificationOfTheCncf() throws Exception {
        String config = "{\"descriptor\":{\"licenses\":[\"MIT\",\"Apache-2.0\"]}}";
        registry.push(config);
        registry.publishConfigured(
                "application/vnd.cncf.model.config.v1+json",
                config,
                "cncf",
                registry.layer(
                        "application/vnd.cncf.model.weight.v1.raw",
                        "GGUF w",
                        "dir/m-Q4_0.gguf",
                        "org.cncf.model.filepath"),
                registry.layer(
                        "application/vnd.cncf.model.doc.v1.raw", "hello", "README.md", "org.cncf.model.filepath"));
        RemoteModel model = oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + ":cncf");
        assertEquals("MIT AND Apache-2.0", model.licence());
        assertEquals("m-Q4_0.gguf", model.parts().getFirst().file());
        assertEquals(List.of("GGUF w"), texts(model));
    }

    @Test
    void readsFilesThatOrasPushedAndChoosesFromAnIndex() throws Exception {
        String digest = registry.publish(
                "application/vnd.oci.empty.v1+json",
                "oras",
                registry.layer("application/octet-stream", "GGUF o", "m.gguf"));
        String index = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
                {"mediaType":"%1$s","digest":"%2$s","size":1,"platform":{"os":"unknown","architecture":"unknown"}},
                {"mediaType":"%1$s","digest":"%2$s","size":1,"platform":{"os":"linux","architecture":"amd64"}}]}
                """.formatted(MANIFEST, digest);
        registry.put("application/vnd.oci.image.index.v1+json", "index", index);
        RemoteModel model = oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + ":index");
        assertEquals(List.of("GGUF o"), texts(model));
        assertEquals("oci://" + REGISTRY + "/" + REPOSITORY + ":index@" + digest, model.source());
        assertEquals(List.of("GGUF o"), texts(oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + "@" + digest)));
    }

    @Test
    void refusesArchivesSafetensorsAndImages() throws Exception {
        registry.publish(
                "x/config", "tar", registry.layer("application/vnd.cncf.model.weight.v1.tar+gzip", "x", "m.gguf"));
        registry.publish("x/config", "safe", registry.layer("application/vnd.docker.ai.safetensors", "x", ""));
        registry.publish("x/config", "image", registry.layer("application/vnd.oci.image.layer.v1.tar", "x", ""));
        Problem tar = refusal("tar");
        assertEquals("MODELS_NOT_GGUF_THERE", tar.code().id());
        assertTrue(tar.why().startsWith("Its layers are archives"), tar.why());
        assertEquals("MODELS_SAFETENSORS_ONLY", refusal("safe").code().id());
        assertEquals("MODELS_NOT_GGUF_THERE", refusal("image").code().id());
    }

    @Test
    void namesTheTagsThatAreThere() throws Exception {
        registry.publish("x/config", "near-1", registry.layer("application/vnd.ollama.image.model", "GGUF", ""));
        Problem problem = refusal("near-2");
        assertEquals("MODELS_NOT_AT_SOURCE", problem.code().id());
        assertEquals(
                "Did you mean this one? aiplat models pull oci://" + REGISTRY + "/" + REPOSITORY + ":near-1",
                problem.fixes().getFirst());
        Problem nobody = assertThrows(ApplianceException.class, () -> ollama.resolve("127.0.0.1:9/a/b:c"))
                .problem();
        assertEquals("MODELS_SOURCE_UNREACHABLE", nobody.code().id());
    }

    private Problem refusal(String tag) {
        return assertThrows(
                        ApplianceException.class, () -> oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + ":" + tag))
                .problem();
    }

    private static List<String> roles(RemoteModel model) {
        return model.parts().stream().map(part -> part.role().name()).toList();
    }

    private static List<String> texts(RemoteModel model) throws Exception {
        List<String> texts = new ArrayList<>();
        for (RemotePart part : model.parts()) {
            try (InputStream in = part.blob().open(0, -1)) {
                texts.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private String post(URI uri, String json) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(json)));
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
