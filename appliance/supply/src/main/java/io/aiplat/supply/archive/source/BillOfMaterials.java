package io.aiplat.supply.archive.source;

import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.archive.manifest.PartKind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Lists that go with a bundle archive and follow from its other parts: what it is made of
/// ([CycloneDX 1.6](https://cyclonedx.org/docs/1.6/json/)), and under which licences. There is no time in them,
/// so the same parts give the same lists.
public final class BillOfMaterials {
    /// The note of a part with its licence: an SPDX expression, or the source's word for it.
    public static final String LICENCE = "licence";

    private static final String NONE = "NOASSERTION";

    private final String version;
    private final OwnLibraries libraries;
    private final List<ArchivePart> parts;

    /// @param version   of aiplat
    /// @param libraries in it
    /// @param parts     that are neither of the lists
    public BillOfMaterials(String version, OwnLibraries libraries, List<ArchivePart> parts) {
        this.version = version;
        this.libraries = libraries;
        this.parts = parts.stream()
                .filter(part -> part.kind() != PartKind.SBOM && part.kind() != PartKind.LICENCES)
                .sorted(Comparator.comparing(ArchivePart::title))
                .toList();
    }

    /// Both lists, as parts.
    public List<PartSource> parts() {
        return List.of(
                new FileParts(PartKind.SBOM, "sbom")
                        .text("bundle.cdx.json", "application/vnd.cyclonedx+json", cycloneDx())
                        .part(List.of()),
                new FileParts(PartKind.LICENCES, "licences")
                        .text("licences.txt", "text/plain", licences())
                        .part(List.of()));
    }

    byte[] cycloneDx() {
        List<Object> components = new ArrayList<>();
        components.add(aiplat());
        parts.forEach(part -> components.add(component(part)));
        Map<String, Object> bom = new LinkedHashMap<>();
        bom.put("bomFormat", "CycloneDX");
        bom.put("specVersion", "1.6");
        bom.put("version", 1);
        bom.put("serialNumber", "urn:uuid:" + UUID.nameUUIDFromBytes(CanonicalJson.write(components)));
        bom.put("metadata", Map.of("component", Map.of("type", "application", "name", "bundle", "bom-ref", "bundle")));
        bom.put("components", components);
        return CanonicalJson.write(bom);
    }

    private Map<String, Object> aiplat() {
        Map<String, Object> json = new TreeMap<>();
        json.put("type", "application");
        json.put("bom-ref", "aiplat");
        json.put("name", "aiplat");
        json.put("version", version);
        json.put("licenses", licences("Apache-2.0"));
        json.put("components", libraries.components());
        return json;
    }

    private static Map<String, Object> component(ArchivePart part) {
        Map<String, Object> json = new TreeMap<>();
        json.put("type", type(part.kind()));
        json.put("bom-ref", part.title());
        json.put("name", part.name());
        json.put("version", part.root().digest().toString());
        json.put(
                "hashes",
                List.of(Map.of("alg", "SHA-256", "content", part.root().digest().hex())));
        if (part.kind().isImage()) {
            json.put("purl", purl(part));
        }
        String licence = part.notes().get(LICENCE);
        if (licence != null) {
            json.put("licenses", licences(licence));
        }
        List<Object> properties = new ArrayList<>();
        properties.add(property("reference", part.reference()));
        new TreeMap<>(part.notes()).forEach((key, value) -> properties.add(property(key, value)));
        json.put("properties", properties);
        return json;
    }

    private static Map<String, String> property(String key, String value) {
        return new TreeMap<>(Map.of("name", "aiplat:" + key, "value", value));
    }

    private static String type(PartKind kind) {
        return switch (kind) {
            case NODE_IMAGE, SYSTEM_IMAGE, IMAGE, K3S_IMAGES -> "container";
            case MODEL -> "machine-learning-model";
            case K3S_BINARY, ENGINE -> "application";
            case RUNTIME -> "platform";
            case BUNDLE_MANIFESTS, SBOM, LICENCES -> "file";
        };
    }

    /// By the [purl
    /// specification](https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md).
    private static String purl(ArchivePart part) {
        String name = part.name();
        int tag = name.lastIndexOf(':');
        String repository = name.substring(0, tag);
        String last = repository.substring(repository.lastIndexOf('/') + 1);
        return "pkg:oci/" + last + "@" + encoded(part.root().digest().toString()) + "?repository_url="
                + encoded(repository) + "&tag=" + encoded(name.substring(tag + 1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// An expression of SPDX where it looks like one, else a name: what a model's source says is free text.
    static List<Object> licences(String licence) {
        boolean isExpression = licence.matches("[A-Za-z0-9.+()-]+( (AND|OR|WITH) [A-Za-z0-9.+()-]+)*")
                && licence.matches(".*\\d.*|.*\\bMIT\\b.*");
        return isExpression
                ? List.of(Map.of("expression", licence))
                : List.of(Map.of("license", Map.of("name", licence)));
    }

    byte[] licences() {
        StringBuilder text = new StringBuilder("What is in this bundle archive, and under which licence.\n\n");
        for (ArchivePart part : parts) {
            text.append(part.title())
                    .append(" | ")
                    .append(part.notes().getOrDefault(LICENCE, NONE))
                    .append(" | ")
                    .append(part.reference())
                    .append('\n');
        }
        return text.append("\naiplat ")
                .append(version)
                .append(" | Apache-2.0\n\n")
                .append(libraries.notice())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }
}
