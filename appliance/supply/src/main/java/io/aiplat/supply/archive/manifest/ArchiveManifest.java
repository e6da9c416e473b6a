package io.aiplat.supply.archive.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Manifest of a bundle archive: what is in it, byte for byte. Together with the blobs it determines the whole
/// file, and nothing in it says when or where it was made.
///
/// @param createdBy version of aiplat that wrote it
/// @param version   of what it brings
/// @param stage     which stage of an installation it is for; null where that was not said
/// @param platforms it is for, sorted
/// @param parts     in the order of the archive: by kind, then by name
public record ArchiveManifest(
        String createdBy,
        ArchiveVersion version,
        @Nullable String stage,
        List<String> platforms,
        List<ArchivePart> parts) {
    /// The number of the format that this aiplat writes and reads.
    public static final int FORMAT = 1;

    private static final Comparator<ArchivePart> ORDER =
            Comparator.comparing(ArchivePart::kind).thenComparing(ArchivePart::name);

    public ArchiveManifest {
        platforms = platforms.stream().sorted().distinct().toList();
        parts = parts.stream().sorted(ORDER).toList();
        Set<String> titles = new HashSet<>();
        Map<BlobDigest, Long> sizes = new LinkedHashMap<>();
        for (ArchivePart part : parts) {
            if (!titles.add(part.title())) {
                throw new IllegalArgumentException("two parts have one name: " + part.title());
            }
            for (ArchiveBlob blob : part.blobs()) {
                Long before = sizes.putIfAbsent(blob.digest(), blob.bytes());
                if (before != null && before != blob.bytes()) {
                    throw new IllegalArgumentException("a blob has two sizes: " + blob.digest());
                }
            }
        }
    }

    /// Every blob once, in the order of the archive: where the first part needs it.
    public List<ArchiveBlob> blobs() {
        Map<BlobDigest, ArchiveBlob> blobs = new LinkedHashMap<>();
        parts.forEach(part -> part.blobs().forEach(blob -> blobs.putIfAbsent(blob.digest(), blob)));
        return List.copyOf(blobs.values());
    }

    /// Parts of a kind.
    public List<ArchivePart> parts(PartKind... kinds) {
        List<PartKind> wanted = Arrays.asList(kinds);
        return parts.stream().filter(part -> wanted.contains(part.kind())).toList();
    }

    /// A part by its name, with its kind before it or not.
    ///
    /// @return empty if there is none, or several kinds have one of that name
    public Optional<ArchivePart> part(String name) {
        List<ArchivePart> found = parts.stream()
                .filter(part -> part.title().equals(name) || part.name().equals(name))
                .toList();
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// Bytes of all blobs, each counted once.
    public long bytes() {
        return blobs().stream().mapToLong(ArchiveBlob::bytes).sum();
    }

    /// Titles of the parts that have a blob.
    public List<String> users(BlobDigest digest) {
        return parts.stream()
                .filter(part ->
                        part.blobs().stream().anyMatch(blob -> blob.digest().equals(digest)))
                .map(ArchivePart::title)
                .toList();
    }

    /// Its one spelling.
    public byte[] toJson() {
        Map<String, Object> json = new TreeMap<>();
        json.put("format", FORMAT);
        json.put("createdBy", createdBy);
        json.put("version", version.text());
        if (stage != null) {
            json.put("stage", stage);
        }
        json.put("platforms", platforms);
        json.put("parts", parts.stream().map(ArchiveManifest::json).toList());
        return CanonicalJson.write(json);
    }

    private static Map<String, Object> json(ArchivePart part) {
        Map<String, Object> json = new TreeMap<>();
        json.put("kind", part.kind().word());
        json.put("name", part.name());
        json.put("reference", part.reference());
        json.put("mediaType", part.mediaType());
        json.put("platforms", part.platforms());
        json.put("notes", new TreeMap<>(part.notes()));
        json.put("blobs", part.blobs().stream().map(ArchiveManifest::json).toList());
        return json;
    }

    private static Map<String, Object> json(ArchiveBlob blob) {
        Map<String, Object> json = new TreeMap<>();
        json.put("sha256", blob.digest().hex());
        json.put("size", blob.bytes());
        json.put("mediaType", blob.mediaType());
        if (blob.file() != null) {
            json.put("file", blob.file());
        }
        return json;
    }

    /// The number of the format of a manifest, known or not.
    ///
    /// @return 0 if there is none in it
    /// @throws IOException if it is no JSON
    public static int format(byte[] json) throws IOException {
        return CanonicalJson.read(json).path("format").asInt();
    }

    /// Reads one of [#FORMAT].
    ///
    /// @throws IOException              if it is no JSON
    /// @throws IllegalArgumentException if something in it cannot be, or it is spelled otherwise than [#toJson]
    ///     would
    public static ArchiveManifest read(byte[] json) throws IOException {
        JsonNode root = CanonicalJson.read(json);
        List<ArchivePart> parts = new ArrayList<>();
        for (JsonNode part : root.path("parts")) {
            parts.add(part(part));
        }
        ArchiveManifest manifest = new ArchiveManifest(
                root.path("createdBy").asText(),
                new ArchiveVersion(root.path("version").asText()),
                root.has("stage") ? root.path("stage").asText() : null,
                texts(root.path("platforms")),
                parts);
        if (!Arrays.equals(manifest.toJson(), json)) {
            throw new IllegalArgumentException("it is not spelled as aiplat writes it, or has things in it that are"
                    + " unknown in format " + FORMAT);
        }
        return manifest;
    }

    private static ArchivePart part(JsonNode json) {
        String word = json.path("kind").asText();
        Map<String, String> notes = new TreeMap<>();
        json.path("notes")
                .properties()
                .forEach(note -> notes.put(note.getKey(), note.getValue().asText()));
        List<ArchiveBlob> blobs = new ArrayList<>();
        for (JsonNode blob : json.path("blobs")) {
            blobs.add(new ArchiveBlob(
                    new BlobDigest(blob.path("sha256").asText()),
                    blob.path("size").asLong(-1),
                    blob.path("mediaType").asText(),
                    blob.has("file") ? blob.path("file").asText() : null));
        }
        return new ArchivePart(
                PartKind.of(word).orElseThrow(() -> new IllegalArgumentException("no kind of part: " + word)),
                json.path("name").asText(),
                json.path("reference").asText(),
                json.path("mediaType").asText(),
                texts(json.path("platforms")),
                notes,
                blobs);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
