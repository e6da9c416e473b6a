package io.aiplat.supply.archive;

import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The two files that make a folder of blobs an
/// [OCI image layout](https://github.com/opencontainers/image-spec/blob/main/image-layout.md).
final class OciLayout {
    private OciLayout() {}

    /// `oci-layout`.
    static byte[] version() {
        return "{\"imageLayoutVersion\":\"1.0.0\"}\n".getBytes(StandardCharsets.UTF_8);
    }

    /// `index.json`: of the parts, those that are images, each under the name that containerd would keep it
    /// under.
    static byte[] index(List<ArchivePart> parts) {
        List<Map<String, Object>> images = new ArrayList<>();
        for (ArchivePart part : parts) {
            if (part.kind().isImage()) {
                images.add(Map.of(
                        "annotations",
                        new TreeMap<>(Map.of(
                                "io.containerd.image.name",
                                part.name(),
                                "org.opencontainers.image.ref.name",
                                part.name())),
                        "digest",
                        part.root().digest().toString(),
                        "mediaType",
                        part.root().mediaType(),
                        "size",
                        part.root().bytes()));
            }
        }
        Map<String, Object> index = new TreeMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", "application/vnd.oci.image.index.v1+json");
        index.put("manifests", images);
        return CanonicalJson.write(index);
    }
}
