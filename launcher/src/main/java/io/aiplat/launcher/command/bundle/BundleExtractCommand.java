package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.archive.ArchiveReader;
import io.aiplat.supply.archive.ImageTar;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.source.FileParts;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `aiplat bundle extract`.
@Command(
        name = "extract",
        description = {
            "Take one part out of an archive.",
            "An image becomes a tar for docker load, ctr images import or skopeo; anything else its file, or a folder of"
                    + " its files."
        })
final class BundleExtractCommand implements Runnable {
    private static final int PIECE = 1 << 20;

    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(index = "0", paramLabel = "FILE", description = "an archive")
    private Path archive = Path.of("");

    @Parameters(index = "1", paramLabel = "PART", description = "as inspect names it, with its kind before it or not")
    private String name = "";

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--to",
            paramLabel = "PATH",
            description = "where it goes, also -o PATH (default: its own name, in this folder)")
    private @Nullable Path to;

    @Mixin
    private OverwriteOption overwrite = new OverwriteOption();

    @Mixin
    private TrustOption trust = new TrustOption();

    BundleExtractCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        BundleFiles files = new BundleFiles(invocation);
        try (ArchiveReader reader = trust.open(files, archive)) {
            ArchivePart part = reader.manifest()
                    .part(name)
                    .orElseThrow(() -> new ApplianceException(ArchiveProblems.unknownPart(
                            name,
                            reader.manifest().parts().stream()
                                    .map(ArchivePart::title)
                                    .collect(Collectors.joining(", ")))));
            Path target = overwrite.allow(files.path(to == null ? Path.of(usual(part)) : to));
            write(reader, part, target);
            invocation
                    .output()
                    .value(
                            Map.of("part", part.title(), "file", target.toString(), "bytes", part.bytes()),
                            part.title() + " is in " + target + ", " + Quantity.bytes(part.bytes()) + "\n");
        }
    }

    /// A name of a file that no part of the name can lead elsewhere.
    private static String usual(ArchivePart part) {
        if (!part.kind().isImage() && part.blobs().size() == 1) {
            String file = Objects.requireNonNull(part.root().file(), "what is no image has files");
            return file.substring(file.lastIndexOf('/') + 1);
        }
        return part.name().replaceAll("[^A-Za-z0-9._-]+", "-") + (part.kind().isImage() ? ".tar" : "");
    }

    private void write(ArchiveReader reader, ArchivePart part, Path target) {
        Progress progress = new WorkNotes(invocation.output());
        long[] done = {0};
        try {
            if (part.kind().isImage()) {
                ImageTar tar = new ImageTar(reader, part);
                file(
                        target,
                        out -> tar.write(out, count -> {
                            done[0] += count;
                            progress.at("extracting", done[0], tar.bytes());
                        }));
                return;
            }
            Set<String> programs =
                    Set.of(part.notes().getOrDefault(FileParts.PROGRAMS, "").split(","));
            for (ArchiveBlob blob : part.blobs()) {
                String name = Objects.requireNonNull(blob.file(), "what is no image has files");
                Path file = part.blobs().size() == 1 ? target : target.resolve(name);
                file(
                        file,
                        out -> copy(reader, blob, out, count -> {
                            done[0] += count;
                            progress.at("extracting", done[0], part.bytes());
                        }));
                if (programs.contains(name) && !file.toFile().setExecutable(true)) {
                    throw new IOException(file + " cannot be made a program");
                }
            }
        } catch (IOException e) {
            throw new ApplianceException(ArchiveProblems.notWritten(target, ArchiveProblems.reason(e)), e);
        }
    }

    private interface Filling {
        void fill(OutputStream out) throws IOException;
    }

    /// Nothing gets its name before all of it was read, and so checked.
    private static void file(Path file, Filling filling) throws IOException {
        Path incoming = file.resolveSibling(file.getFileName() + ".part");
        Path folder = file.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(incoming), PIECE)) {
                filling.fill(out);
            }
            Files.move(incoming, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(incoming);
        }
    }

    private static void copy(ArchiveReader reader, ArchiveBlob blob, OutputStream out, LongConsumer written)
            throws IOException {
        byte[] piece = new byte[PIECE];
        try (InputStream in = reader.open(blob.digest())) {
            int read;
            while ((read = in.read(piece)) >= 0) {
                out.write(piece, 0, read);
                written.accept(read);
            }
        }
    }
}
