package io.aiplat.supply.archive;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.TextFile;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.CanonicalJson;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// List of the volumes of a bundle archive, signed by who signed the archive: `site.aipb.volumes.json` beside
/// `site.aipb.001` and those that follow. By it a damaged volume is named without the others.
///
/// @param volumes   in their order
/// @param signature of the list
record VolumeList(List<Entry> volumes, ArchiveSignature signature) {
    private static final String ENDING = ".volumes.json";
    private static final int MOST_BYTES = 1 << 20;

    VolumeList {
        volumes = List.copyOf(volumes);
    }

    /// A volume.
    record Entry(BlobDigest digest, long bytes) {}

    static VolumeList sign(List<Entry> volumes, SigningKey key) {
        return new VolumeList(volumes, ArchiveSignature.sign(signed(volumes), key));
    }

    private static byte[] signed(List<Entry> volumes) {
        return CanonicalJson.write(toMap(volumes));
    }

    private static Map<String, Object> toMap(List<Entry> volumes) {
        List<Map<String, Object>> entries = new ArrayList<>();
        for (Entry volume : volumes) {
            Map<String, Object> entry = new TreeMap<>();
            entry.put("sha256", volume.digest.hex());
            entry.put("size", volume.bytes);
            entries.add(entry);
        }
        Map<String, Object> json = new TreeMap<>();
        json.put("format", ArchiveManifest.FORMAT);
        json.put("volumes", entries);
        return json;
    }

    byte[] toJson() {
        Map<String, Object> json = new TreeMap<>();
        json.put("list", toMap(volumes));
        json.put("signature", signature.toMap());
        return CanonicalJson.write(json);
    }

    /// Reads a list whose signature is that of the key in it.
    ///
    /// @throws ApplianceException BUNDLE_UNREADABLE, BUNDLE_SIGNATURE_WRONG
    static VolumeList read(Path file) {
        byte[] json;
        try {
            json = TextFile.read(file, MOST_BYTES).getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.unreadable(file, ArchiveProblems.reason(e)), e);
        }
        try {
            JsonNode root = CanonicalJson.read(json);
            List<Entry> volumes = new ArrayList<>();
            for (JsonNode entry : root.path("list").path("volumes")) {
                volumes.add(new Entry(
                        new BlobDigest(entry.path("sha256").asText()),
                        entry.path("size").asLong(-1)));
            }
            VolumeList list = new VolumeList(volumes, ArchiveSignature.of(root.path("signature")));
            if (!volumes.isEmpty() && Arrays.equals(list.toJson(), json) && list.signature.isOf(signed(volumes))) {
                return list;
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ApplianceException(ArchiveProblems.signatureWrong(file, "It cannot be read: " + e + "."), e);
        }
        throw new ApplianceException(
                ArchiveProblems.signatureWrong(file, "The list was changed after it had been signed, or is damaged."));
    }

    /// The name that the volumes share, from that of any of them, of the list, or itself.
    static Path base(Path named) {
        String name = named.getFileName().toString();
        String base = name.endsWith(ENDING)
                ? name.substring(0, name.length() - ENDING.length())
                : name.replaceFirst("\\.\\d{3}$", "");
        return base.isEmpty() ? named : named.resolveSibling(base);
    }

    /// Where the list is.
    static Path file(Path base) {
        return base.resolveSibling(base.getFileName() + ENDING);
    }

    /// Where a volume is.
    ///
    /// @param index from 0
    static Path volume(Path base, int index) {
        return base.resolveSibling(base.getFileName() + String.format(Locale.ROOT, ".%03d", index + 1));
    }
}
