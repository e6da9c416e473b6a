package io.aiplat.supply.archive.source;

import io.aiplat.model.Progress;
import io.aiplat.supply.archive.ArchiveReader;
import io.aiplat.supply.archive.ArchiveWriter;
import io.aiplat.supply.archive.SigningKey;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Draft of a bundle archive: what will be in it. Lists of materials and licences come by themselves.
public final class ArchiveDraft {
    private final Map<String, ArchivePart> parts = new LinkedHashMap<>();
    private final Map<BlobDigest, BlobContent> contents = new HashMap<>();

    /// What is said of an archive as a whole.
    ///
    /// @param createdBy version of aiplat
    /// @param version   of the archive
    /// @param stage     null where none was said
    /// @param platforms it is for
    /// @param libraries in aiplat itself
    public record Facts(
            String createdBy,
            ArchiveVersion version,
            @Nullable String stage,
            List<String> platforms,
            OwnLibraries libraries) {
        public Facts {
            platforms = List.copyOf(platforms);
        }
    }

    /// Adds a part; one of the same kind and name is replaced.
    public void add(PartSource source) {
        parts.put(source.part().title(), source.part());
        contents.putAll(source.contents());
    }

    /// Adds what another archive has, which has to stay open; its lists are left out.
    public void addAll(ArchiveReader archive) {
        for (ArchivePart part : archive.manifest().parts()) {
            if (part.kind() != PartKind.SBOM && part.kind() != PartKind.LICENCES) {
                parts.put(part.title(), part);
                part.blobs().forEach(blob -> contents.putIfAbsent(blob.digest(), () -> archive.open(blob.digest())));
            }
        }
    }

    /// Whether nothing is in it.
    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /// Writes the archive.
    ///
    /// @param target      is replaced; with volumes the name before `.001`
    /// @param volumeBytes how large a volume may be; 0 for one file
    /// @return what was written
    /// @throws io.aiplat.model.ApplianceException as [ArchiveWriter#write]
    public ArchiveManifest write(Path target, long volumeBytes, SigningKey key, Facts facts, Progress progress) {
        List<PartSource> lists =
                new BillOfMaterials(facts.createdBy, facts.libraries, List.copyOf(parts.values())).parts();
        lists.forEach(list -> contents.putAll(list.contents()));
        ArchiveManifest manifest = new ArchiveManifest(
                facts.createdBy,
                facts.version,
                facts.stage,
                facts.platforms,
                Stream.concat(parts.values().stream(), lists.stream().map(PartSource::part))
                        .toList());
        new ArchiveWriter(
                        manifest,
                        key,
                        blob -> Objects.requireNonNull(contents.get(blob.digest()), "every part has its contents")
                                .open())
                .write(target, volumeBytes, progress);
        return manifest;
    }
}
