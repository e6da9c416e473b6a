package io.aiplat.provisioning.archive;

import io.aiplat.cluster.ArchivedImage;
import io.aiplat.cluster.ClusterProvider;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.plan.ArchiveContents;
import io.aiplat.model.plan.ArchiveStep;
import io.aiplat.model.plan.StepResult;
import io.aiplat.store.InstalledArchiveFile;
import io.aiplat.store.InstalledArchiveFile.Installed;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.archive.ArchiveProblems;
import io.aiplat.supply.archive.ImageTar;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.archive.source.FileParts;
import io.aiplat.supply.blob.ForceBehind;
import io.aiplat.supply.engine.Accelerator;
import io.aiplat.supply.engine.EnginePackage;
import io.aiplat.supply.engine.EnginePackages;
import io.aiplat.supply.engine.EngineWish;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Does the steps of an installation from a bundle archive. Each looks first what is there, so that one that was
/// interrupted anywhere goes on, and a second archive brings what is new.
public final class ArchiveInstaller {
    /// Where k3s keeps all it has; see [its documentation](https://docs.k3s.io/cli/server#data).
    /// The weights of a model, or the first file of them.
    private static final Pattern WEIGHTS = Pattern.compile("model(-00001-of-\\d{5})?\\.gguf");

    private static final Path K3S = Path.of("/var/lib/rancher/k3s");

    private static final int PIECE = 1 << 20;

    private final @Nullable SiteArchive archive;
    private final InstalledArchiveFile installed;
    private final Path home;
    private final Supplier<ContainerEngine> containers;
    private final Supplier<EnginePackages> engines;

    /// Knows where things go.
    ///
    /// @param archive    that is at hand; null for none
    /// @param installed  what was installed before
    /// @param home       folder of the home
    /// @param containers asked for only when something is to be done
    /// @param engines    asked for only when something is to be done
    public ArchiveInstaller(
            @Nullable SiteArchive archive,
            InstalledArchiveFile installed,
            Path home,
            Supplier<ContainerEngine> containers,
            Supplier<EnginePackages> engines) {
        this.archive = archive;
        this.installed = installed;
        this.home = home;
        this.containers = containers;
        this.engines = engines;
    }

    /// What a plan has to know of it.
    public ArchiveContents contents() {
        return archive != null
                ? archive.contents()
                : installed.read().map(SiteArchive::before).orElse(ArchiveContents.NONE);
    }

    /// Refuses what would fill a disk: the home's, or that of the node.
    ///
    /// @throws ApplianceException `INSTALL_DISK_SHORT`
    public void requireRoom(ClusterKind cluster, EngineKind engine) {
        if (archive == null) {
            return;
        }
        try {
            InstallRoom room = InstallRoom.of(archive.fresh(installed.read().orElse(null)), cluster, engine);
            for (InstallRoom.FullDisk disk : room.missing(home, nodeFolder(cluster))) {
                throw new ApplianceException(
                        InstallProblems.diskShort(archive.file(), disk.where(), disk.needed(), disk.free()));
            }
        } catch (IOException e) {
            throw new ApplianceException(InstallProblems.notBrought("The bundle", ArchiveProblems.reason(e)), e);
        }
    }

    /// Null where it is not on this machine.
    private @Nullable Path nodeFolder(ClusterKind cluster) {
        return switch (cluster) {
            case NATIVE -> K3S;
            case DOCKER -> containers.get().root().orElse(null);
            case EXISTING, NONE, AUTO -> null;
        };
    }

    /// Does a step.
    ///
    /// @param cluster asked for only where the step needs it
    public StepResult perform(ArchiveStep step, Supplier<ClusterProvider> cluster, Progress progress) {
        return switch (step) {
            case ArchiveStep.BringK3s _ -> k3s(progress);
            case ArchiveStep.LoadNodeImage(var image) -> loadNode(image, progress);
            case ArchiveStep.GiveSystemImages _ -> systemImages(cluster.get(), progress);
            case ArchiveStep.ImportImage(var image) -> cluster.get().importImage(archived(image), progress);
            case ArchiveStep.BringEngine(var engine) -> engine(engine, progress);
            case ArchiveStep.NoteVersion(var version) -> {
                Installed now = archive().installed();
                boolean same = installed.read().filter(now::equals).isPresent();
                installed.write(now);
                yield same ? new StepResult.Unchanged("was noted") : new StepResult.Done("version " + version);
            }
        };
    }

    private SiteArchive archive() {
        return Objects.requireNonNull(archive, "a plan without an archive has no such step");
    }

    private ArchivedImage archived(ImageReference image) {
        ArchivePart part = archive().image(image).orElseThrow();
        ImageTar tar = new ImageTar(archive().reader(), part);
        return new ArchivedImage(image, part.root().digest().toString(), tar.bytes(), tar::write);
    }

    private StepResult k3s(Progress progress) {
        ArchivePart part = archive().parts(PartKind.K3S_BINARY).getFirst();
        Path program = program();
        Path noted = program.resolveSibling("k3s.sha256");
        String digest = part.root().digest().toString();
        try {
            if (Files.isExecutable(program)
                    && Files.exists(noted)
                    && Files.readString(noted).equals(digest)) {
                return new StepResult.Unchanged("is there");
            }
            Files.createDirectories(program.getParent());
            Path incoming = program.resolveSibling("k3s.part");
            extract(part.root(), incoming, progress);
            Files.setPosixFilePermissions(incoming, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(incoming, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(noted, digest);
            return new StepResult.Done("k3s " + part.name());
        } catch (IOException e) {
            throw notBrought("The program k3s", e);
        }
    }

    /// Where k3s of a bundle is kept.
    private Path program() {
        return home.resolve("bin").resolve("k3s");
    }

    private StepResult loadNode(ImageReference image, Progress progress) {
        ArchivePart part = archive().image(image).orElseThrow();
        if (containers.get().images().find(image).isPresent() && wasInstalled(part)) {
            return new StepResult.Unchanged("the engine has it");
        }
        ImageTar tar = new ImageTar(archive().reader(), part);
        long[] done = {0};
        try (PipedInputStream in = new PipedInputStream(1 << 20);
                PipedOutputStream out = new PipedOutputStream(in)) {
            Thread.ofVirtual().name("load").start(() -> {
                try (out) {
                    tar.write(out, written -> {
                        done[0] += written;
                        progress.at("loading " + image.nameAndTag(), done[0], tar.bytes());
                    });
                } catch (IOException | ApplianceException _) {
                    // The engine refuses what ends in the middle.
                }
            });
            containers.get().images().load(in);
        } catch (IOException e) {
            throw notBrought("Image " + image.nameAndTag(), e);
        }
        return new StepResult.Done("loaded " + image.nameAndTag());
    }

    /// An archive of images by the name it has in the node's folder.
    private record Laid(String name, ArchivedImage image) {
        /// @param ending tells k3s how it is compressed
        static Laid of(ArchivedImage image, String ending) {
            return new Laid("aiplat-" + image.digest().substring("sha256:".length()) + ending, image);
        }
    }

    private StepResult systemImages(ClusterProvider cluster, Progress progress) {
        Path folder = cluster.imagesFolder().orElse(null);
        List<Laid> all = new ArrayList<>();
        for (ArchivePart part : archive().parts(PartKind.K3S_IMAGES)) {
            ArchiveBlob blob = part.root();
            String file = String.valueOf(blob.file());
            ArchivedImage several = new ArchivedImage(null, blob.digest().toString(), blob.bytes(), (out, written) -> {
                try (InputStream in = archive().reader().open(blob.digest())) {
                    copy(in, out, written);
                }
            });
            all.add(Laid.of(several, file.contains(".tar") ? file.substring(file.lastIndexOf(".tar")) : ".tar"));
        }
        if (folder != null) {
            archive().parts(PartKind.SYSTEM_IMAGE).forEach(part -> {
                ImageReference image = ImageReference.parse(SiteArchive.canonical(part.name()));
                all.add(Laid.of(archived(image), ".tar"));
            });
            return lay(all, folder, progress);
        }
        boolean done = installed
                .read()
                .filter(before ->
                        before.digest().equals(archive().reader().digest().toString()))
                .isPresent();
        if (done) {
            return new StepResult.Unchanged("the node has them");
        }
        all.forEach(laid -> cluster.importImage(laid.image(), progress));
        return new StepResult.Done("imported");
    }

    /// Files named after what is in them; those of an earlier archive go. The empty file makes k3s remember what it
    /// has taken in already ([conditional image
    /// imports](https://docs.k3s.io/add-ons/import-images#enable-conditional-image-imports)).
    private static StepResult lay(List<Laid> images, Path folder, Progress progress) {
        try {
            Files.createDirectories(folder);
            boolean changed = false;
            for (Laid one : images) {
                Path file = folder.resolve(one.name());
                if (!Files.exists(file)) {
                    write(one.image(), file, progress);
                    changed = true;
                }
            }
            List<String> wanted = images.stream().map(Laid::name).toList();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path old : files.filter(one -> isOld(one, wanted)).toList()) {
                    Files.delete(old);
                    changed = true;
                }
            }
            Path cache = folder.resolve(".cache.json");
            if (!Files.exists(cache)) {
                Files.createFile(cache);
            }
            return changed
                    ? new StepResult.Done(images.size() + " for the node's start")
                    : new StepResult.Unchanged("they are there");
        } catch (IOException e) {
            throw notBrought("The system images", e);
        }
    }

    private static boolean isOld(Path file, List<String> wanted) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith("aiplat-") && !wanted.contains(name);
    }

    /// Under a name that k3s passes over until it is whole.
    private static void write(ArchivedImage image, Path file, Progress progress) throws IOException {
        Path incoming = file.resolveSibling(file.getFileName() + ".part");
        long[] done = {0};
        try (OutputStream out = Files.newOutputStream(incoming)) {
            image.content().write(out, written -> {
                done[0] += written;
                progress.at(image.words(), done[0], image.bytes());
            });
        }
        force(incoming);
        Files.move(incoming, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private StepResult engine(String name, Progress progress) {
        ArchivePart part = archive().part(PartKind.ENGINE, name);
        Path folder = incoming(part);
        EnginePackages packages = engines.get();
        String engine = name.substring(0, name.indexOf('/') < 0 ? name.length() : name.indexOf('/'));
        boolean isThere = packages.installed().stream().anyMatch(one -> (one.name() + "/" + one.id()).equals(name))
                && wasInstalled(part);
        if (isThere) {
            return new StepResult.Unchanged("is there");
        }
        try {
            extractAll(part, folder, progress);
            EngineWish wish = new EngineWish(
                    engine,
                    part.notes().get("version"),
                    Accelerator.of(part.notes().getOrDefault("accelerator", "")).orElse(null),
                    null,
                    part.notes().getOrDefault("source", part.reference()));
            EnginePackage made = packages.install(List.of(folder), wish, progress);
            packages.use(made);
            return new StepResult.Done(made.id());
        } catch (IOException e) {
            throw notBrought("Engine " + name, e);
        } finally {
            delete(folder);
        }
    }

    private boolean wasInstalled(ArchivePart part) {
        return installed
                .read()
                .filter(before ->
                        part.root().digest().toString().equals(before.parts().get(part.title())))
                .isPresent();
    }

    /// Whether an earlier archive brought another model of that name.
    public boolean isRenewed(String model) {
        ArchivePart part = archive().part(PartKind.MODEL, model);
        return installed
                .read()
                .map(before -> before.parts().get(part.title()))
                .filter(digest -> !digest.equals(part.root().digest().toString()))
                .isPresent();
    }

    /// Gives a model to a store, which takes it as it takes a file of this machine.
    ///
    /// @return the name it is kept under
    public String model(String name, ModelStore store, Progress progress) {
        ArchivePart part = archive().part(PartKind.MODEL, name);
        Path folder = incoming(part);
        try {
            List<Path> files = extractAll(part, folder, progress);
            Path weights = files.stream()
                    .filter(file ->
                            WEIGHTS.matcher(file.getFileName().toString()).matches())
                    .findFirst()
                    .orElse(files.getFirst());
            Path modelfile = folder.resolve("Modelfile");
            if (Files.exists(modelfile)) {
                // Where whoever takes a file looks for it: beside the weights, under their name.
                Files.move(modelfile, folder.resolve("model.Modelfile"), StandardCopyOption.REPLACE_EXISTING);
            }
            return store.pull(new PullRequest(weights.toString(), name, isRenewed(name)), progress);
        } catch (IOException e) {
            throw notBrought("Model " + name, e);
        } finally {
            delete(folder);
        }
    }

    private Path incoming(ArchivePart part) {
        return home.resolve("incoming").resolve(part.root().digest().hex());
    }

    private List<Path> extractAll(ArchivePart part, Path folder, Progress progress) throws IOException {
        List<Path> files = new ArrayList<>();
        List<String> programs =
                List.of(part.notes().getOrDefault(FileParts.PROGRAMS, "").split(",", -1));
        for (ArchiveBlob blob : part.blobs()) {
            Path file = folder.resolve(Objects.requireNonNull(blob.file(), "a file of a part has a name"));
            Files.createDirectories(file.getParent());
            extract(blob, file, progress);
            if (programs.contains(blob.file())) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            files.add(file);
        }
        return files;
    }

    /// The last byte is given out only where the digest is right.
    private void extract(ArchiveBlob blob, Path file, Progress progress) throws IOException {
        long done = 0;
        String what = blob.file() == null ? "a blob" : blob.file();
        try (InputStream in = archive().reader().open(blob.digest());
                FileChannel channel = FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ForceBehind forced = new ForceBehind(channel);
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                for (ByteBuffer rest = ByteBuffer.wrap(piece, 0, n); rest.hasRemaining(); ) {
                    int _ = channel.write(rest);
                }
                forced.wrote(n);
                done += n;
                progress.at(what, done, blob.bytes());
            }
            forced.finish();
        }
    }

    private static void copy(InputStream in, OutputStream out, LongConsumer written) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
            out.write(piece, 0, n);
            written.accept(n);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void delete(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(one -> {
                boolean _ = one.toFile().delete();
            });
        } catch (IOException _) {
            // The next installation of the same part writes over it.
        }
    }

    private static ApplianceException notBrought(String what, IOException e) {
        return new ApplianceException(InstallProblems.notBrought(what, ArchiveProblems.reason(e)), e);
    }
}
