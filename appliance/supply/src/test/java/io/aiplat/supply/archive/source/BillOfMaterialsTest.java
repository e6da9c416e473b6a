package io.aiplat.supply.archive.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Rules of [the schema of CycloneDX 1.6](https://cyclonedx.org/docs/1.6/json/) that concern what is written
/// here.
class BillOfMaterialsTest {
    private static final Set<String> TYPES = Set.of(
            "application",
            "framework",
            "library",
            "container",
            "platform",
            "operating-system",
            "device",
            "device-driver",
            "firmware",
            "file",
            "machine-learning-model",
            "data",
            "cryptographic-asset");
    private static final String NOTICE = """
            aiplat

            Jackson core | Apache-2.0 | com.fasterxml.jackson.core:* | https://github.com/FasterXML/jackson
            Java Native Access | LGPL-2.1-or-later OR Apache-2.0 | net.java.dev.jna:jna | https://github.com/jna
            """;

    private static ArchivePart model(String name, String licence) {
        return new FileParts(PartKind.MODEL, name)
                .note(BillOfMaterials.LICENCE, licence)
                .text("m.gguf", "application/octet-stream", name.getBytes(StandardCharsets.UTF_8))
                .part(List.of())
                .part();
    }

    private static ArchivePart image() {
        ArchivePart file = model("x", "MIT");
        return new ArchivePart(
                PartKind.IMAGE,
                "docker.io/ollama/ollama:0.35.1",
                "docker.io/ollama/ollama:0.35.1@" + file.root().digest(),
                "application/vnd.oci.image.index.v1+json",
                List.of("linux/amd64"),
                Map.of(),
                file.blobs());
    }

    private static BillOfMaterials bill(ArchivePart... parts) {
        return new BillOfMaterials("0.1.0", new OwnLibraries(NOTICE, ""), List.of(parts));
    }

    @Test
    void isWhatTheSchemaWants() throws IOException {
        JsonNode bom =
                CanonicalJson.read(bill(image(), model("qwen3:8b", "Apache-2.0"), model("gemma", "Gemma Terms of Use"))
                        .cycloneDx());
        assertEquals("CycloneDX", bom.path("bomFormat").asText());
        assertEquals("1.6", bom.path("specVersion").asText());
        assertTrue(bom.path("serialNumber")
                .asText()
                .matches("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"));
        Set<String> references = new HashSet<>();
        components(bom.path("components"), references);
        assertEquals(1 + 2 + 3, references.size());
        assertEquals(
                "pkg:oci/ollama@sha256%3A" + image().root().digest().hex()
                        + "?repository_url=docker.io%2Follama%2Follama&tag=0.35.1",
                bom.path("components").path(1).path("purl").asText());
        String text = bom.toString();
        assertTrue(text.contains("{\"expression\":\"LGPL-2.1-or-later OR Apache-2.0\"}"), text);
        assertTrue(text.contains("{\"license\":{\"name\":\"Gemma Terms of Use\"}}"), text);
    }

    private static void components(JsonNode components, Set<String> references) {
        for (JsonNode component : components) {
            assertTrue(TYPES.contains(component.path("type").asText()), component.toString());
            assertTrue(!component.path("name").asText().isEmpty(), component.toString());
            assertTrue(references.add(component.path("bom-ref").asText()), component.toString());
            for (JsonNode licence : component.path("licenses")) {
                assertTrue(licence.has("expression") != licence.has("license"), licence.toString());
            }
            for (JsonNode hash : component.path("hashes")) {
                assertEquals("SHA-256", hash.path("alg").asText());
                assertTrue(hash.path("content").asText().matches("[a-f0-9]{64}"));
            }
            components(component.path("components"), references);
        }
    }

    /// As the build writes it, with a room of our own and a library whose POM has but a name for its licence.
    private static final String BUILT = """
            {"bomFormat": "CycloneDX", "components": [
              {"type": "library", "group": "net.java.dev.jna", "name": "jna", "version": "5.18.1",
               "purl": "pkg:maven/net.java.dev.jna/jna@5.18.1?type=jar",
               "hashes": [{"alg": "MD5", "content": "00"}, {"alg": "SHA-256", "content": "%s"}],
               "licenses": [{"license": {"id": "LGPL-2.1-or-later"}}, {"license": {"id": "Apache-2.0"}}]},
              {"type": "library", "group": "com.fasterxml.jackson.core", "name": "jackson-core", "version": "2.22.1",
               "purl": "pkg:maven/com.fasterxml.jackson.core/jackson-core@2.22.1?type=jar",
               "licenses": [{"license": {"name": "The Apache Software License"}}]},
              {"type": "library", "group": "org.example", "name": "unread", "version": "1",
               "purl": "pkg:maven/org.example/unread@1?type=jar", "licenses": [{"license": {"id": "MIT"}}]},
              {"type": "library", "group": "io.aiplat", "name": "aiplat-model", "version": "0.1.0",
               "purl": "pkg:maven/io.aiplat/aiplat-model@0.1.0?type=jar"}]}
            """.formatted("ab".repeat(32));

    @Test
    void ourLibrariesHaveTheVersionsOfTheBuildAndTheLicencesOfTheNotice() throws IOException {
        JsonNode bom = CanonicalJson.read(
                new BillOfMaterials("0.1.0", new OwnLibraries(NOTICE, BUILT), List.of(image())).cycloneDx());
        JsonNode libraries = bom.at("/components/0/components");
        assertEquals(
                List.of("jackson-core 2.22.1", "jna 5.18.1", "unread 1"),
                libraries
                        .valueStream()
                        .map(one -> one.path("name").asText() + " "
                                + one.path("version").asText())
                        .toList());
        assertEquals(
                "pkg:maven/com.fasterxml.jackson.core/jackson-core@2.22.1?type=jar",
                libraries.at("/0/purl").asText());
        assertEquals("Apache-2.0", libraries.at("/0/licenses/0/expression").asText());
        assertEquals(
                "LGPL-2.1-or-later OR Apache-2.0",
                libraries.at("/1/licenses/0/expression").asText());
        assertEquals("ab".repeat(32), libraries.at("/1/hashes/0/content").asText());
        assertEquals("MIT", libraries.at("/2/licenses/0/license/id").asText());
        components(bom.path("components"), new HashSet<>());
    }

    @Test
    void isTheSameWhateverTheOrder() {
        ArchivePart one = model("one", "MIT");
        ArchivePart two = model("two", "MIT");
        assertArrayEquals(bill(one, two).cycloneDx(), bill(two, one).cycloneDx());
        assertArrayEquals(bill(one, two).licences(), bill(two, one).licences());
    }

    @Test
    void listsEveryLicence() {
        String text = new String(bill(image(), model("qwen3:8b", "Apache-2.0")).licences(), StandardCharsets.UTF_8);
        assertTrue(text.contains("\nimage docker.io/ollama/ollama:0.35.1 | NOASSERTION | docker.io/ollama"), text);
        assertTrue(text.contains("\nmodel qwen3:8b | Apache-2.0 | qwen3:8b@sha256:"), text);
        assertTrue(text.endsWith(NOTICE), text);
    }
}
