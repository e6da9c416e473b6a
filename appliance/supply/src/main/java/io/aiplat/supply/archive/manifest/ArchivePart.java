package io.aiplat.supply.archive.manifest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Part of a bundle archive: an image, a model, an engine, a list.
///
/// @param kind      what it is
/// @param name      for people and commands, the only one of its kind in the archive: `ollama/ollama:0.35.1`,
/// `qwen3:8b`
/// @param reference where it is from, pinned: it contains the digest of what it names
/// @param mediaType of the whole
/// @param platforms it is for, as `linux/amd64`; none where it does not matter
/// @param notes     what else is known: `licence`, `source`, `original` (digest of an index that was narrowed), …
/// @param blobs     its bytes; those of an image begin with its index or manifest
public record ArchivePart(
        PartKind kind,
        String name,
        String reference,
        String mediaType,
        List<String> platforms,
        Map<String, String> notes,
        List<ArchiveBlob> blobs) {
    public ArchivePart {
        platforms = List.copyOf(platforms);
        notes = Map.copyOf(new TreeMap<>(notes));
        blobs = List.copyOf(blobs);
        if (blobs.isEmpty() || name.isBlank()) {
            throw new IllegalArgumentException("a part has a name and at least one blob: " + kind + " " + name);
        }
        String pinned = reference;
        if (blobs.stream().noneMatch(blob -> pinned.contains(blob.digest().toString()))) {
            throw new IllegalArgumentException(
                    "the reference of " + name + " is not pinned to a digest of its blobs: " + reference);
        }
        if (!kind.isImage() && blobs.stream().anyMatch(blob -> blob.file() == null)) {
            throw new IllegalArgumentException("a file of " + name + " has no name");
        }
    }

    /// The blob that stands for the whole: index or manifest of an image, the first file of anything else.
    public ArchiveBlob root() {
        return blobs.getFirst();
    }

    /// Bytes of all its blobs.
    public long bytes() {
        return blobs.stream().mapToLong(ArchiveBlob::bytes).sum();
    }

    /// Kind and name, by which commands and problems name it.
    public String title() {
        return kind.word() + " " + name;
    }
}
