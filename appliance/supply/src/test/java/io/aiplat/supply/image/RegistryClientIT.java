package io.aiplat.supply.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.http.HttpRefusal;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Against the registry of the testbed.
class RegistryClientIT {
    private static final String REGISTRY = "127.0.0.1:5000";

    private final HttpClient http = HttpClient.newHttpClient();
    private final RegistryClient client = new RegistryClient(http, Map.of(), Set.of());

    @BeforeEach
    void needsTheRegistry() throws InterruptedException {
        boolean answers;
        try {
            answers = send(HttpRequest.newBuilder(uri("/v2/"))).statusCode() == 200;
        } catch (IOException e) {
            answers = false;
        }
        assumeTrue(answers, "no registry answers on " + REGISTRY + "; start it with testbed/engine start");
    }

    @Test
    void tellsTheDigestOfAnImage() throws Exception {
        String image = "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\","
                + "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"digest\":\"%s\",\"size\":2},"
                        .formatted(push("{}"))
                + "\"layers\":[]}";
        put("application/vnd.oci.image.manifest.v1+json", "image", image);
        assertEquals(digest(image), client.digest(ImageReference.parse(REGISTRY + "/library-it/x:image")));
    }

    @Test
    void tellsTheDigestOfTheIndexWhereThereIsOne() throws Exception {
        String index =
                "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
        put("application/vnd.oci.image.index.v1+json", "index", index);
        assertEquals(digest(index), client.digest(ImageReference.parse(REGISTRY + "/library-it/x:index")));
    }

    @Test
    void bringsManifestsByTagAndByDigestByteForByte() throws Exception {
        String manifest =
                "{ \"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}";
        put("application/vnd.oci.image.index.v1+json", "bytes", manifest);
        ImageReference image = ImageReference.parse(REGISTRY + "/library-it/x:bytes");
        RegistryManifest byTag = client.manifest(image);
        assertEquals(manifest, byTag.text());
        assertEquals("application/vnd.oci.image.index.v1+json", byTag.mediaType());
        assertEquals(digest(manifest), byTag.digest().toString());
        assertEquals(manifest, client.manifest(image, byTag.digest()).text());
        assertEquals(
                manifest,
                client.manifest(ImageReference.parse(REGISTRY + "/library-it/x:gone@" + byTag.digest()))
                        .text(),
                "a digest counts more than a tag");
    }

    @Test
    void bringsBlobsInPartsSeveralAtOnce() throws Exception {
        String text = "0123456789".repeat(1000);
        BlobDigest digest = BlobDigest.parse(push(text));
        RemoteBlob blob = client.blob(ImageReference.parse(REGISTRY + "/library-it/x:any"), digest, text.length());
        assertTrue(blob.hasRanges());
        assertEquals(digest.toString(), blob.version());
        List<String> parts = IntStream.range(0, 10)
                .parallel()
                .mapToObj(part -> read(blob, part * 1000L, 1000))
                .toList();
        assertEquals(text, String.join("", parts));
        assertEquals(text.substring(9_995), read(blob, 9_995, -1));
        assertEquals(text, read(blob, 0, -1));
    }

    @Test
    void saysThatABlobIsNotThere() {
        RemoteBlob blob =
                client.blob(ImageReference.parse(REGISTRY + "/library-it/x:any"), new BlobDigest("0".repeat(64)), 10);
        HttpRefusal refusal = assertThrows(HttpRefusal.class, () -> blob.open(0, 10));
        assertEquals(404, refusal.status());
        assertFalse(refusal.mayPass());
    }

    private static String read(RemoteBlob blob, long from, long bytes) {
        try (InputStream in = blob.open(from, bytes)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysThatATagIsUnknown() {
        ApplianceException refused = assertThrows(
                ApplianceException.class,
                () -> client.digest(ImageReference.parse(REGISTRY + "/library-it/x:never-pushed")));
        assertEquals("LIBRARY_IMAGE_NOT_FOUND", refused.problem().code().id());
    }

    @Test
    void saysThatNobodyAnswers() {
        ApplianceException refused =
                assertThrows(ApplianceException.class, () -> client.digest(ImageReference.parse("127.0.0.1:1/a/b:c")));
        assertEquals("LIBRARY_REGISTRY_UNREACHABLE", refused.problem().code().id());
    }

    private String push(String blob) throws Exception {
        URI upload = send(HttpRequest.newBuilder(uri("/v2/library-it/x/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .map(l -> uri("/").resolve(l))
                .orElseThrow();
        URI whole = URI.create(upload + (upload.getQuery() == null ? "?" : "&") + "digest=" + digest(blob));
        assertEquals(
                201,
                send(HttpRequest.newBuilder(whole).PUT(BodyPublishers.ofString(blob)))
                        .statusCode());
        return digest(blob);
    }

    private void put(String type, String tag, String manifest) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("/v2/library-it/x/manifests/" + tag))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(manifest)));
        assertEquals(201, answer.statusCode(), answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://" + REGISTRY + path);
    }

    private static String digest(String text) {
        return "sha256:" + Digests.sha256(text);
    }
}
