package io.aiplat.supply.origin;

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
import io.aiplat.testkit.Need;
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
    private static final String REGISTRY = "127.0.0.1:5000";
    private static final String REPOSITORY = "sources-it/model";
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final RegistryAccess registries = new RegistryAccess(http, Map.of(), Set.of());
    private final OllamaRegistrySource ollama = new OllamaRegistrySource(registries, REGISTRY);
    private final OciModelSource oci = new OciModelSource(registries);

    @BeforeEach
    void needsTheRegistry() throws InterruptedException {
        boolean answers;
        try {
            answers = send(HttpRequest.newBuilder(uri("/v2/"))).statusCode() == 200;
        } catch (IOException _) {
            answers = false;
        }
        Need.that(answers, "a registry on " + REGISTRY);
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
        publish(
                "application/vnd.docker.container.image.v1+json",
                "8b",
                layer("application/vnd.ollama.image.model", "GGUF", ""));
        RemoteModel model = ollama.resolve("sources-it/model:8b");
        assertEquals("sources-it/model:8b", model.name());
        assertTrue(model.source().startsWith(REGISTRY + "/sources-it/model:8b@sha256:"), model.source());
    }

    @Test
    void readsWhatDockerPackages() throws Exception {
        publish(
                "application/vnd.docker.ai.model.config.v0.1+json",
                "docker",
                layer("application/vnd.docker.ai.gguf.v3", "GGUF two", "m-00002-of-00002.gguf"),
                layer("application/vnd.docker.ai.gguf.v3", "GGUF one", "m-00001-of-00002.gguf"),
                layer("application/vnd.docker.ai.mmproj", "GGUF see", ""),
                layer("application/vnd.docker.ai.license", "Do as you like.", ""),
                layer("application/vnd.docker.ai.chat.template.jinja", "{{ x }}", ""));
        RemoteModel model = oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + ":docker");
        assertEquals("model:docker", model.name());
        assertEquals(List.of("WEIGHTS", "WEIGHTS", "PROJECTOR", "LICENCE"), roles(model));
        assertEquals(List.of("GGUF one", "GGUF two", "GGUF see", "Do as you like."), texts(model));
    }

    @Test
    void readsModelsByTheSpecificationOfTheCncf() throws Exception {
        String config = "{\"descriptor\":{\"licenses\":[\"MIT\",\"Apache-2.0\"]}}";
        push(config);
        publishConfigured(
                "application/vnd.cncf.model.config.v1+json",
                config,
                "cncf",
                layer(
                        "application/vnd.cncf.model.weight.v1.raw",
                        "GGUF w",
                        "dir/m-Q4_0.gguf",
                        "org.cncf.model.filepath"),
                layer("application/vnd.cncf.model.doc.v1.raw", "hello", "README.md", "org.cncf.model.filepath"));
        RemoteModel model = oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + ":cncf");
        assertEquals("MIT AND Apache-2.0", model.licence());
        assertEquals("m-Q4_0.gguf", model.parts().getFirst().file());
        assertEquals(List.of("GGUF w"), texts(model));
    }

    @Test
    void readsFilesThatOrasPushedAndChoosesFromAnIndex() throws Exception {
        String digest = publish(
                "application/vnd.oci.empty.v1+json", "oras", layer("application/octet-stream", "GGUF o", "m.gguf"));
        String index = """
                {"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[
                {"mediaType":"%1$s","digest":"%2$s","size":1,"platform":{"os":"unknown","architecture":"unknown"}},
                {"mediaType":"%1$s","digest":"%2$s","size":1,"platform":{"os":"linux","architecture":"amd64"}}]}
                """.formatted(MANIFEST, digest);
        put("application/vnd.oci.image.index.v1+json", "index", index);
        RemoteModel model = oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + ":index");
        assertEquals(List.of("GGUF o"), texts(model));
        assertEquals(REGISTRY + "/" + REPOSITORY + ":index@" + digest, model.source());
        assertEquals(List.of("GGUF o"), texts(oci.resolve("oci://" + REGISTRY + "/" + REPOSITORY + "@" + digest)));
    }

    @Test
    void refusesArchivesSafetensorsAndImages() throws Exception {
        publish("x/config", "tar", layer("application/vnd.cncf.model.weight.v1.tar+gzip", "x", "m.gguf"));
        publish("x/config", "safe", layer("application/vnd.docker.ai.safetensors", "x", ""));
        publish("x/config", "image", layer("application/vnd.oci.image.layer.v1.tar", "x", ""));
        Problem tar = refusal("tar");
        assertEquals("MODELS_NOT_GGUF_THERE", tar.code().id());
        assertTrue(tar.why().startsWith("Its layers are archives"), tar.why());
        assertEquals("MODELS_SAFETENSORS_ONLY", refusal("safe").code().id());
        assertEquals("MODELS_NOT_GGUF_THERE", refusal("image").code().id());
    }

    @Test
    void namesTheTagsThatAreThere() throws Exception {
        publish("x/config", "near-1", layer("application/vnd.ollama.image.model", "GGUF", ""));
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

    private String layer(String type, String text, String file) throws Exception {
        return layer(type, text, file, "org.opencontainers.image.title");
    }

    private String layer(String type, String text, String file, String annotation) throws Exception {
        String named = file.isEmpty() ? "" : ",\"annotations\":{\"" + annotation + "\":\"" + file + "\"}";
        return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
                .formatted(type, push(text), text.length(), named);
    }

    private String publish(String configType, String tag, String... layers) throws Exception {
        return publishConfigured(configType, "{}", tag, layers);
    }

    private String publishConfigured(String configType, String config, String tag, String... layers) throws Exception {
        String manifest =
                "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d},\"layers\":[%s]}"
                        .formatted(MANIFEST, configType, push(config), config.length(), String.join(",", layers));
        put(MANIFEST, tag, manifest);
        return "sha256:" + Digests.sha256(manifest);
    }

    private String push(String blob) throws Exception {
        String digest = "sha256:" + Digests.sha256(blob);
        URI upload = send(HttpRequest.newBuilder(uri("/v2/" + REPOSITORY + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .map(l -> uri("/").resolve(l))
                .orElseThrow();
        URI whole = URI.create(upload + (upload.getQuery() == null ? "?" : "&") + "digest=" + digest);
        assertEquals(
                201,
                send(HttpRequest.newBuilder(whole).PUT(BodyPublishers.ofString(blob)))
                        .statusCode());
        return digest;
    }

    private void put(String type, String tag, String manifest) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/v2/" + REPOSITORY + "/manifests/" + tag))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(manifest)));
        assertEquals(201, answer.statusCode(), answer.body());
    }

    private String post(URI uri, String json) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(json)));
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://" + REGISTRY + path);
    }
}
