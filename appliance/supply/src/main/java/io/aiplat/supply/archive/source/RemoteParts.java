package io.aiplat.supply.archive.source;

import io.aiplat.model.Progress;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.source.RemoteBlob;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Models that are not of this home: they go from their source into the archive.
public final class RemoteParts {
    /// Before the name of a file, the note that says what it is for, as [RemotePart.Role] names it.
    public static final String ROLE = "role/";

    /// The note with where a model is from.
    public static final String SOURCE = "source";

    private final BlobStore store;
    private final Progress progress;

    /// @param store for files whose source does not say their digest; its owner removes it
    public RemoteParts(BlobStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /// The part that a model becomes. Nothing of it is fetched yet, but for what has no digest at its source.
    ///
    /// @throws IOException if that cannot be fetched
    public PartSource part(RemoteModel model) throws IOException, InterruptedException {
        List<ArchiveBlob> blobs = new ArrayList<>();
        Map<BlobDigest, BlobContent> contents = new HashMap<>();
        Map<String, String> notes = new TreeMap<>();
        notes.put(SOURCE, model.source());
        if (model.licence() != null) {
            notes.put(BillOfMaterials.LICENCE, model.licence());
        }
        Set<String> names = new HashSet<>();
        for (RemotePart part : model.parts()) {
            String file = part.file();
            for (int i = 2; !names.add(file); i++) {
                file = i + "-" + part.file();
            }
            notes.put(ROLE + file, part.role().name());
            blobs.add(add(part.blob(), file, contents));
        }
        ArchiveBlob first = blobs.getFirst();
        return new PartSource(
                new ArchivePart(
                        PartKind.MODEL,
                        model.name(),
                        model.name() + "@" + first.digest(),
                        first.mediaType(),
                        List.of(),
                        notes,
                        blobs),
                contents);
    }

    private ArchiveBlob add(RemoteBlob remote, String file, Map<BlobDigest, BlobContent> contents)
            throws IOException, InterruptedException {
        BlobDigest digest = remote.digest();
        if (digest != null && remote.bytes() >= 0) {
            contents.put(digest, () -> new SteadyStream(remote));
            return new ArchiveBlob(digest, remote.bytes(), FileParts.BYTES, file);
        }
        try (SteadyStream in = new SteadyStream(remote)) {
            BlobDigest found = store.put(in, "fetching " + file, Math.max(0, remote.bytes()), progress);
            contents.put(found, () -> Files.newInputStream(store.path(found)));
            return new ArchiveBlob(found, Files.size(store.path(found)), FileParts.BYTES, file);
        }
    }
}
