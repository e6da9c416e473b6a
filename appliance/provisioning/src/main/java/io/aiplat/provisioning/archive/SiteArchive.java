package io.aiplat.provisioning.archive;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ArchiveContents;
import io.aiplat.store.InstalledArchiveFile.Installed;
import io.aiplat.supply.archive.ArchiveReader;
import io.aiplat.supply.archive.TrustedKeys;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import io.aiplat.supply.archive.manifest.PartKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A bundle archive that is being installed on this machine.
public final class SiteArchive implements AutoCloseable {
    private final Path file;
    private final ArchiveReader reader;
    private final String platform;

    private SiteArchive(Path file, ArchiveReader reader, String platform) {
        this.file = file;
        this.reader = reader;
        this.platform = platform;
    }

    /// Opens it, and refuses one of an unknown signer or older than what is installed.
    ///
    /// @param platform   of this machine, `linux/amd64`
    /// @param installed  what was installed before; null for nothing
    /// @param allowOlder whether a person said that an older one is meant
    /// @throws ApplianceException `INSTALL_BUNDLE_OLDER`, and as [ArchiveReader#open]
    public static SiteArchive open(
            Path file, TrustedKeys trusted, String platform, @Nullable Installed installed, boolean allowOlder) {
        ArchiveReader reader = ArchiveReader.open(file, trusted);
        ArchiveVersion brings = reader.manifest().version();
        if (installed != null && !allowOlder && brings.compareTo(new ArchiveVersion(installed.version())) < 0) {
            reader.close();
            throw new ApplianceException(InstallProblems.older(file, brings.text(), installed.version()));
        }
        return new SiteArchive(file, reader, platform);
    }

    /// What was installed from an archive before, which is not at hand now.
    public static ArchiveContents before(Installed installed) {
        List<String> images = Stream.concat(titles(installed, PartKind.IMAGE), titles(installed, PartKind.SYSTEM_IMAGE))
                .map(SiteArchive::canonical)
                .toList();
        return new ArchiveContents(
                installed.version(), false, false, false, List.of(), List.of(), images, List.of(), List.of());
    }

    private static Stream<String> titles(Installed installed, PartKind kind) {
        String beginning = kind.word() + " ";
        return installed.parts().keySet().stream()
                .filter(title -> title.startsWith(beginning))
                .map(title -> title.substring(beginning.length()));
    }

    /// What is in it for this machine.
    public ArchiveContents contents() {
        return new ArchiveContents(
                reader.manifest().version().text(),
                true,
                !parts(PartKind.K3S_BINARY).isEmpty(),
                !parts(PartKind.K3S_IMAGES).isEmpty(),
                images(PartKind.NODE_IMAGE),
                images(PartKind.SYSTEM_IMAGE),
                images(PartKind.IMAGE),
                names(PartKind.MODEL),
                names(PartKind.ENGINE));
    }

    private List<String> images(PartKind kind) {
        return names(kind).stream().map(SiteArchive::canonical).toList();
    }

    private List<String> names(PartKind kind) {
        return parts(kind).stream().map(ArchivePart::name).toList();
    }

    static String canonical(String image) {
        return ImageReference.parse(image).canonical();
    }

    /// Parts of a kind that are for this machine.
    List<ArchivePart> parts(PartKind kind) {
        return reader.manifest().parts(kind).stream().filter(this::isForHere).toList();
    }

    private boolean isForHere(ArchivePart part) {
        return part.platforms().isEmpty() || part.platforms().contains(platform);
    }

    /// The part of a kind with that name.
    ArchivePart part(PartKind kind, String name) {
        return parts(kind).stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(kind.word() + " " + name));
    }

    /// The image of that name, of whatever kind.
    Optional<ArchivePart> image(ImageReference image) {
        return Stream.of(PartKind.IMAGE, PartKind.SYSTEM_IMAGE, PartKind.NODE_IMAGE)
                .flatMap(kind -> parts(kind).stream())
                .filter(part -> canonical(part.name()).equals(image.canonical()))
                .findFirst();
    }

    ArchiveReader reader() {
        return reader;
    }

    /// Where it is.
    public Path file() {
        return file;
    }

    /// What will be installed when all of it is.
    Installed installed() {
        Map<String, String> parts = new HashMap<>();
        reader.manifest()
                .parts()
                .forEach(part -> parts.put(part.title(), part.root().digest().toString()));
        return new Installed(reader.manifest().version().text(), reader.digest().toString(), parts);
    }

    /// Parts that are for this machine and were not installed before.
    ///
    /// @param before what was installed; null for nothing
    List<ArchivePart> fresh(@Nullable Installed before) {
        Set<String> there =
                before == null ? Set.of() : new HashSet<>(before.parts().values());
        return reader.manifest().parts().stream()
                .filter(this::isForHere)
                .filter(part -> !there.contains(part.root().digest().toString()))
                .toList();
    }

    @Override
    public void close() {
        reader.close();
    }
}
