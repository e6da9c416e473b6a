package io.aiplat.supply.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.http.SourceHttp;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.ModelSourceContract;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Against a hub that is played by the test, with a store of another host behind it, as Hugging Face has: the real one
/// cannot be reached here.
@Timeout(30)
class HuggingFaceSourceTest implements ModelSourceContract {
    private static final String COMMIT = "89abcdef0123456789abcdef0123456789abcdef";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> files = new TreeMap<>();
    private OriginServer hub;
    private OriginServer store;

    @BeforeEach
    void start() throws Exception {
        hub = new OriginServer();
        store = new OriginServer();
    }

    @AfterEach
    void stop() {
        hub.close();
        store.close();
        client.shutdownNow();
    }

    /// Publishes what was put into `files` as the repository ann/Model-GGUF.
    private void publish(String card) {
        String siblings = files.entrySet().stream()
                .map(file -> file.getKey().endsWith(".gguf")
                        ? "{\"rfilename\":\"%s\",\"size\":%d,\"lfs\":{\"sha256\":\"%s\",\"size\":%d}}"
                                .formatted(
                                        file.getKey(),
                                        file.getValue().length(),
                                        Digests.sha256(file.getValue()),
                                        file.getValue().length())
                        : "{\"rfilename\":\"%s\",\"size\":%d,\"blobId\":\"b10b\"}"
                                .formatted(file.getKey(), file.getValue().length()))
                .collect(Collectors.joining(","));
        hub.json(
                "/api/models/ann/Model-GGUF/revision/main",
                "{\"id\":\"ann/Model-GGUF\",\"sha\":\"" + COMMIT + "\",\"cardData\":" + card + ",\"siblings\":["
                        + siblings + "]}");
        files.forEach((path, text) -> {
            hub.on("/ann/Model-GGUF/resolve/" + COMMIT + "/" + path, exchange -> {
                exchange.getResponseHeaders().set("Location", store.uri("/cdn/" + path) + "?signed=1");
                OriginServer.answer(exchange, 302, new byte[0]);
            });
            store.file("/cdn/" + path, text.getBytes(StandardCharsets.UTF_8), "\"other-tag\"");
        });
    }

    @Override
    public ModelSource source() {
        return source(null);
    }

    @Override
    public String reference() {
        if (files.isEmpty()) {
            files.put("m-Q4_K_M.gguf", WEIGHTS);
            publish("{}");
        }
        return "hf.co/ann/Model-GGUF";
    }

    @Override
    public String missing() {
        return "hf.co/ann/nothing";
    }

    private HuggingFaceSource source(@Nullable String token) {
        // A mirror may stand under another address than the hub, with a slash at its end.
        URI endpoint = URI.create(hub.uri("").toString() + "/");
        return new HuggingFaceSource(new HubApi(
                new SourceHttp(client), endpoint, token == null ? null : new Secret(token), new PlainHosts(Set.of())));
    }

    private static String read(RemotePart part, long from, long most) throws Exception {
        try (InputStream in = part.blob().open(from, most)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Problem refusal(String reference) {
        return assertThrows(ApplianceException.class, () -> source(null).resolve(reference))
                .problem();
    }

    @Test
    void bringsTheUsualQuantisationWithItsPartsItsProjectorAndWhatIsSaidOfIt() throws Exception {
        files.put("README.md", "hello");
        files.put("Q4_K_M/m-Q4_K_M-00001-of-00002.gguf", "GGUF one");
        files.put("Q4_K_M/m-Q4_K_M-00002-of-00002.gguf", "GGUF two");
        files.put("m-Q8_0.gguf", "GGUF eight");
        files.put("mmproj-BF16.gguf", "GGUF see, large");
        files.put("mmproj-F16.gguf", "GGUF see");
        files.put("system", "You are kind.");
        publish("{\"license\":\"apache-2.0\"}");

        RemoteModel model = source(null).resolve("hf.co/ann/Model-GGUF");

        assertEquals("model", model.name());
        assertEquals("apache-2.0", model.licence());
        assertEquals("hf.co/ann/Model-GGUF@" + COMMIT + ":Q4_K_M/m-Q4_K_M-00001-of-00002.gguf", model.source());
        assertEquals(
                List.of(Role.WEIGHTS, Role.WEIGHTS, Role.PROJECTOR, Role.SYSTEM),
                model.parts().stream().map(RemotePart::role).toList());
        assertEquals(
                List.of("GGUF one", "GGUF two", "GGUF see", "You are kind."),
                List.of(
                        read(model.parts().get(0), 0, -1),
                        read(model.parts().get(1), 0, -1),
                        read(model.parts().get(2), 0, -1),
                        read(model.parts().get(3), 0, -1)));
        assertEquals(
                BlobDigest.parse("sha256:" + Digests.sha256("GGUF two")),
                model.parts().get(1).blob().digest());
        assertTrue(model.parts().get(1).blob().hasRanges());
        assertEquals("two", read(model.parts().get(1), 5, 3));
        assertEquals(8 + 8 + 8 + 13, model.bytes());
    }

    @Test
    void takesAnotherQuantisationOrFileByName() {
        files.put("m-Q4_K_M.gguf", "GGUF four");
        files.put("m-Q8_0.gguf", "GGUF eight");
        publish("{\"license\":\"other\",\"license_name\":\"gemma\"}");
        RemoteModel model = source(null).resolve("https://huggingface.co/ann/Model-GGUF/blob/main/m-Q8_0.gguf");
        assertEquals("model:q8_0", model.name());
        assertEquals("gemma", model.licence());
        assertEquals("m-Q8_0.gguf", model.parts().getFirst().file());
        assertEquals(
                "model:q8_0", source(null).resolve("hf.co/ann/Model-GGUF:q8_0").name());
        Problem problem = refusal("hf.co/ann/Model-GGUF:Q5_K_M");
        assertEquals("MODELS_QUANT_NOT_THERE", problem.code().id());
        assertEquals("It has: hf.co/ann/Model-GGUF:Q4_K_M, hf.co/ann/Model-GGUF:Q8_0.", problem.why());
    }

    @Test
    void tellsItsTokenToTheHubAndToNobodyElse() throws Exception {
        files.put("m-Q4_K_M.gguf", "GGUF four");
        publish("{}");
        RemoteModel model = source("hf_s3cret").resolve("hf.co/ann/Model-GGUF");
        assertEquals("four", read(model.parts().getFirst(), 5, 4));
        assertTrue(
                hub.asked().stream().allMatch(line -> line.endsWith(" Bearer hf_s3cret")),
                hub.asked().toString());
        assertTrue(
                store.asked().contains("GET /cdn/m-Q4_K_M.gguf?signed=1 bytes=5-8 null"),
                store.asked().toString());
        assertFalse(store.asked().toString().contains("s3cret"));
    }

    @Test
    void saysWhereToAcceptTermsAndWhichTokenIsMissing() {
        hub.json(
                "/api/models/ann/Model-GGUF/revision/main",
                "{\"sha\":\"" + COMMIT
                        + "\",\"gated\":\"manual\",\"siblings\":[{\"rfilename\":\"m-Q4_0.gguf\",\"size\":9}]}");
        hub.refusal("/ann/Model-GGUF/resolve/" + COMMIT + "/m-Q4_0.gguf", 401, "GatedRepo");
        Problem problem = refusal("hf.co/ann/Model-GGUF");
        assertEquals("MODELS_SOURCE_DENIED", problem.code().id());
        assertEquals(hub.host() + " answers with status 401 and says GatedRepo. No token was given.", problem.why());
        assertEquals(
                "Accept its terms, logged in, at " + hub.uri("/ann/Model-GGUF"),
                problem.fixes().getFirst());
        assertTrue(problem.fixes().get(1).contains("HF_TOKEN"), problem.fixes().get(1));
    }

    @Test
    void namesConversionsOfWhatHasSafetensorsOnly() {
        files.put("model-00001-of-00002.safetensors", "x");
        publish("{}");
        hub.json("/api/models", "[{\"id\":\"bob/Model-7B-GGUF\"}]");
        Problem problem = refusal("hf.co/ann/Model-GGUF");
        assertEquals("MODELS_SAFETENSORS_ONLY", problem.code().id());
        assertEquals(
                "Take a conversion: aiplat models pull hf.co/bob/Model-7B-GGUF",
                problem.fixes().getFirst());
    }

    @Test
    void namesRepositoriesThatAreCalledAlikeWhereThereIsNone() {
        hub.refusal("/api/models/ann/Modle/revision/main", 401, "RepoNotFound");
        hub.json("/api/models", "[{\"id\":\"ann/Model-GGUF\"}]");
        Problem problem = refusal("hf.co/ann/Modle");
        assertEquals("MODELS_NOT_AT_SOURCE", problem.code().id());
        assertEquals(
                "Did you mean this one? aiplat models pull hf.co/ann/Model-GGUF",
                problem.fixes().getFirst());
        hub.refusal("/api/models/ann/Model-GGUF/revision/v9", 404, "RevisionNotFound");
        assertEquals(
                "Hugging Face has no revision v9 of hf.co/ann/Model-GGUF",
                refusal("hf.co/ann/Model-GGUF@v9").what());
    }

    @Test
    void refusesWhatIsNotWholeOrNotGguf() {
        files.put("m-Q4_0-00001-of-00002.gguf", "GGUF one");
        publish("{}");
        assertEquals(
                "MODELS_SOURCE_BROKEN", refusal("hf.co/ann/Model-GGUF").code().id());
        hub.close();
        assertEquals(
                "MODELS_SOURCE_UNREACHABLE",
                refusal("hf.co/ann/Model-GGUF").code().id());
    }

    @Test
    void refusesAPageThatIsNamedAsAModel() {
        files.put("m-Q4_0.gguf", "<!DOCTYPE html>");
        publish("{}");
        assertEquals(
                "MODELS_NOT_GGUF_THERE", refusal("hf.co/ann/Model-GGUF").code().id());
    }

    @Test
    void searchesByName() {
        hub.json("/api/models", """
                [{"id":"ann/Tiny-GGUF","downloads":1234,"gated":false,"tags":["gguf","license:mit"]},
                 {"id":"bob/Tiny-2-GGUF","downloads":5,"gated":"manual","tags":[]}]
                """);
        assertEquals(
                List.of(
                        new HubModel("hf.co/ann/Tiny-GGUF", 1234, "mit", false),
                        new HubModel("hf.co/bob/Tiny-2-GGUF", 5, null, true)),
                source(null).search("tiny model", 2));
        assertTrue(hub.asked().getFirst().contains("filter=gguf"), hub.asked().getFirst());
        assertTrue(
                hub.asked().getFirst().contains("limit=2&search=tiny%20model "),
                hub.asked().getFirst());
    }

    @Test
    void sendsNoTokenWithoutTls() {
        HubApi plain = new HubApi(
                new SourceHttp(client),
                URI.create("http://mirror.example"),
                new Secret("hf_s3cret"),
                new PlainHosts(Set.of()));
        Problem problem = assertThrows(
                        ApplianceException.class, () -> new HuggingFaceSource(plain).resolve("hf.co/ann/Model-GGUF"))
                .problem();
        assertEquals("MODELS_PLAIN_HTTP_REFUSED", problem.code().id());
    }

    @Test
    void saysThatTheHubIsBusyOrAnswersNonsense() {
        hub.refusal("/api/models/ann/busy/revision/main", 429, "");
        assertEquals(
                "MODELS_SOURCE_UNREACHABLE", refusal("hf.co/ann/busy").code().id());
        hub.json("/api/models/ann/odd/revision/main", "<html>");
        assertEquals(
                "No answer: " + hub.host() + " answers with what is no JSON.",
                refusal("hf.co/ann/odd").why());
    }
}
