package io.aiplat.launcher.command.image;

import io.aiplat.launcher.command.bundle.DockerLogins;
import io.aiplat.launcher.command.bundle.WorkNotes;
import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.serve.BackgroundCommand;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.launcher.wiring.Version;
import io.aiplat.library.ImageNames;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.archive.manifest.PartKind;
import io.aiplat.supply.archive.source.PartSource;
import io.aiplat.supply.archive.source.RegistryImages;
import io.aiplat.supply.archive.source.SavedImages;
import io.aiplat.supply.blob.BlobStore;
import io.aiplat.supply.engine.EnginePlatform;
import io.aiplat.supply.image.ImageUpload;
import io.aiplat.supply.image.RegistryClient;
import io.aiplat.supply.image.build.ImageArchive;
import io.aiplat.supply.image.build.ImageBase;
import io.aiplat.supply.image.build.ImageBuild;
import io.aiplat.supply.image.build.ImageBuildProblems;
import io.aiplat.supply.image.build.ImagePush;
import io.aiplat.supply.image.build.ImageRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat image build`.
@Command(
        name = "build",
        description = {
            "Make a container image of this JAR, without Docker, and push it or write it to a file.",
            "The same JAR on the same base gives the same digest. Its base is image.base of the settings:"
                    + " eclipse-temurin:25-jre unless they say another.",
            "Exit status: 0 made, 4 a registry refuses the base, 5 it could not be made, pushed or written."
        })
final class ImageBuildCommand implements Runnable {
    private static final String WORDS = "aiplat image build";

    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            description = "with Java 25: an image of a registry, or the file of one that docker save or --out wrote")
    private @Nullable String base;

    @Option(names = "--to", paramLabel = "IMAGE", description = "push it: registry.example/aiplat:0.1.0")
    private @Nullable String to;

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write it: a tar for docker load, ctr images import or skopeo")
    private @Nullable Path out;

    @Option(
            names = "--platform",
            split = ",",
            paramLabel = "OS/ARCH",
            description = "linux/amd64, linux/arm64 (default: with --to all that the base has, with --out that of this"
                    + " machine)")
    private @Nullable List<String> platforms;

    @Option(names = "--force", description = "write over a file that is there")
    private boolean force;

    ImageBuildCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        if ((to == null) == (out == null)) {
            throw wrong("Say where it goes, by --to IMAGE or by --out FILE");
        }
        Path target = out == null ? null : invocation.surroundings().folder().resolve(out);
        if (target != null && Files.exists(target) && !force) {
            throw new ApplianceException(CommandProblems.fileThere(target));
        }
        ImageReference image = to == null ? ImageReference.parse("aiplat:" + Version.number()) : image(to, "--to");
        Path folder = work();
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings());
                HttpClient http = scope.outbound().toSources()) {
            Progress progress = new WorkNotes(invocation.output());
            PartSource built = ImageBuild.of(
                    image,
                    base(scope, http, folder, progress),
                    new ImageRecipe(
                            Path.of(System.getProperty("java.class.path", "")).toAbsolutePath(),
                            BackgroundCommand.FLAGS,
                            Version.number()),
                    folder);
            if (target == null) {
                pushed(built, image, scope, http, progress);
            } else {
                ImageArchive.write(built, target, progress);
                told(built, Map.of("file", target.toString()), "It is in " + target + ".");
            }
        } finally {
            remove(folder);
        }
    }

    private void pushed(
            PartSource built, ImageReference image, InstallScope scope, HttpClient http, Progress progress) {
        Settings settings = scope.settings();
        long sent = ImagePush.to(
                new ImageUpload(
                        http, logins(settings), Set.copyOf(settings.models().plainRegistries())),
                built,
                image,
                isArchive() ? null : baseImage(settings),
                progress);
        told(built, Map.of("sent", sent), Quantity.bytes(sent) + " were sent, and the registry had the rest.");
    }

    private void told(PartSource built, Map<String, Object> more, String sentence) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("image", built.part().name());
        answer.put("digest", built.part().root().digest().toString());
        answer.put("platforms", built.part().platforms());
        answer.put("bytes", built.part().bytes());
        answer.putAll(more);
        invocation
                .output()
                .value(
                        answer,
                        built.part().reference() + "\nfor "
                                + String.join(", ", built.part().platforms()) + ", "
                                + Quantity.bytes(built.part().bytes()) + ". " + sentence + "\n");
    }

    private PartSource base(InstallScope scope, HttpClient http, Path folder, Progress progress) {
        Settings settings = scope.settings();
        Set<String> wanted = new TreeSet<>();
        if (platforms != null) {
            wanted.addAll(platforms);
        } else if (out != null) {
            wanted.add("linux/" + EnginePlatform.here().arch());
        }
        if (isArchive()) {
            Path file = archive();
            ImageReference name = ImageReference.parse("base:" + Version.number());
            return new SavedImages(_ -> open(file), new BlobStore(folder.resolve("base")), progress)
                    .part(PartKind.IMAGE, name, name, wanted);
        }
        ImageReference image = base == null ? settings.of(ImageBase.class).image() : image(base, "--base");
        RegistryClient registries = new RegistryClient(
                http, logins(settings), Set.copyOf(settings.models().plainRegistries()));
        return new RegistryImages(registries).part(PartKind.IMAGE, image, baseImage(settings), wanted);
    }

    private boolean isArchive() {
        return base != null && Files.isRegularFile(archive());
    }

    private Path archive() {
        return invocation.surroundings().folder().resolve(base == null ? "" : base);
    }

    /// By the name that it has here.
    private ImageReference baseImage(Settings settings) {
        ImageReference image = base == null ? settings.of(ImageBase.class).image() : image(base, "--base");
        return new ImageNames(settings.images()).rewrite(image);
    }

    private Map<String, RegistryLogin> logins(Settings settings) {
        Map<String, RegistryLogin> logins =
                new HashMap<>(DockerLogins.read(invocation.surroundings().environment()));
        // What the settings say was said to aiplat, and counts more.
        logins.putAll(settings.network().registries());
        return logins;
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImageReference image(String text, String option) {
        if (text.endsWith(".tar")) {
            throw wrong("What " + option + " names is no file: " + text);
        }
        try {
            return ImageReference.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong("What " + option + " names is " + e.getMessage());
        }
    }

    private static ApplianceException wrong(String reason) {
        return new ApplianceException(CommandProblems.wrongLine(reason, WORDS));
    }

    private static Path work() {
        try {
            return Files.createTempDirectory("aiplat-image-");
        } catch (IOException e) {
            throw new ApplianceException(
                    ImageBuildProblems.notWritten(Path.of(System.getProperty("java.io.tmpdir")), e.toString()), e);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.toList().reversed()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException _) {
            // The system removes what is left of its temporary files.
            return;
        }
    }
}
