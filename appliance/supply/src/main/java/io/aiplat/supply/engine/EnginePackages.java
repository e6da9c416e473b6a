package io.aiplat.supply.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Digests;
import io.aiplat.model.Progress;
import io.aiplat.supply.blob.BlobDigest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Engine packages of a home, and which of them is used. A package that is there is whole: it is made and made durable
/// beside its place, tried, and moved. Several processes may use one folder at once.
///
/// `<engine>/<version>-<accelerator>/engine.json` says what a package is, `files/` beside it has its files; the file
/// `<engine>/used` names the one that models are loaded with.
public final class EnginePackages {
    /// llama.cpp's own server, the engine that comes as a package.
    public static final String LLAMACPP = "llamacpp";

    /// What is started of an engine.
    private static final String PROGRAM = "llama-server";

    private static final Set<String> NAMES = Set.of(LLAMACPP);
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String MANIFEST = "engine.json";
    private static final String INCOMING = "incoming-";
    private static final String LEAVING = "leaving-";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A release takes up to four times its archive; these bytes are for what is beside it.
    private static final long UNPACKED = 4;

    private static final long RESERVE = 64L << 20;

    private final Path folder;
    private final EngineTrial trial;

    /// Knows where they are; nothing is read yet.
    ///
    /// @param folder of all engines; need not exist
    public EnginePackages(Path folder, EngineTrial trial) {
        this.folder = folder.toAbsolutePath().normalize();
        this.trial = trial;
    }

    /// Refuses a name that is no engine package's.
    ///
    /// @throws ApplianceException ENGINES_NAME_UNKNOWN
    public static void requireName(String name) {
        if (!NAMES.contains(name)) {
            throw new ApplianceException(EngineProblems.nameUnknown(name));
        }
    }

    /// All that are installed, sorted by engine and id. What cannot be read is none.
    public List<EnginePackage> installed() {
        List<EnginePackage> found = new ArrayList<>();
        for (String name : NAMES) {
            for (Path place : list(folder.resolve(name))) {
                if (Files.isRegularFile(place.resolve(MANIFEST))) {
                    read(place).ifPresent(found::add);
                }
            }
        }
        found.sort(Comparator.comparing(EnginePackage::name).thenComparing(EnginePackage::id));
        return List.copyOf(found);
    }

    /// The package of an engine that models are loaded with; empty where none was chosen, or it is gone.
    public Optional<EnginePackage> used(String name) {
        try {
            String id = Files.readString(used(folder.resolve(name))).strip();
            return installed().stream()
                    .filter(one -> one.name().equals(name) && one.id().equals(id))
                    .findFirst();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Path used(Path engine) {
        return engine.resolve("used");
    }

    /// An installed package.
    ///
    /// @param id `b11194-cpu`, with or without `llamacpp/` before it
    /// @throws ApplianceException ENGINES_NOT_INSTALLED
    public EnginePackage find(String id) {
        List<EnginePackage> all = installed();
        return all.stream()
                .filter(one -> one.id().equals(id) || (one.name() + "/" + one.id()).equals(id))
                .findFirst()
                .orElseThrow(() -> new ApplianceException(EngineProblems.notInstalled(
                        id, all.stream().map(EnginePackage::id).collect(Collectors.joining(", ")))));
    }

    /// Chooses what models are loaded with from now on; those that are in memory stay with what they have. It is tried
    /// first.
    ///
    /// @throws ApplianceException ENGINES_DOES_NOT_START, ENGINES_NOT_STORED
    public EngineBuild use(EnginePackage chosen) {
        EngineBuild build = trial.of(chosen.binary());
        Path engine = folder.resolve(chosen.name());
        try {
            Path beside = Files.createTempFile(
                    engine, INCOMING + ProcessHandle.current().pid() + "-", ".used");
            write(beside, chosen.id() + "\n");
            Files.move(beside, used(engine), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            makeDurable(engine);
            return build;
        } catch (IOException e) {
            throw new ApplianceException(EngineProblems.notStored(chosen.id(), e + "."), e);
        }
    }

    /// Chooses none: what is on the `PATH` is used again.
    ///
    /// @throws ApplianceException ENGINES_NOT_STORED
    public void useNone(String name) {
        try {
            Files.deleteIfExists(used(folder.resolve(name)));
        } catch (IOException e) {
            throw new ApplianceException(EngineProblems.notStored(name, e + "."), e);
        }
        tidy(name);
    }

    /// Installs a package, and does not choose it. One that is there with the same content stays as it is; one of the
    /// same id with other content is replaced, unless it runs.
    ///
    /// @param from a folder, a program, or archives: the first is the engine's, the others have libraries that go
    ///     beside its program
    /// @throws ApplianceException ENGINES_NOT_A_PACKAGE, ENGINES_CHECKSUM_WRONG, ENGINES_DOES_NOT_START,
    ///     ENGINES_DISK_SHORT, ENGINES_IN_USE, ENGINES_NOT_STORED; nothing has changed then
    public EnginePackage install(List<Path> from, EngineWish wish, Progress progress) {
        requireName(wish.name());
        Path engine = folder.resolve(wish.name());
        Path incoming = engine.resolve(INCOMING + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        try {
            requireBytes(from.getFirst(), wish);
            Files.createDirectories(incoming.resolve("files"));
            requireRoom(engine, from, wish);
            EnginePackage made = make(from, wish, incoming, progress);
            return place(made, incoming);
        } catch (IOException e) {
            throw new ApplianceException(
                    EngineProblems.notStored(wish.version() == null ? wish.name() : wish.version(), e + "."), e);
        } finally {
            delete(incoming);
            tidy(wish.name());
        }
    }

    private static void requireBytes(Path archive, EngineWish wish) throws IOException {
        BlobDigest wanted = wish.archive();
        if (wanted == null) {
            return;
        }
        if (!Files.isRegularFile(archive)) {
            throw new ApplianceException(EngineProblems.notAPackage(
                    wish.source(), "A checksum was given, which is that of an archive, and this is none."));
        }
        String found = Digests.sha256(archive);
        if (!found.equals(wanted.hex())) {
            throw new ApplianceException(EngineProblems.checksumWrong(wish.source(), wanted.hex(), found));
        }
    }

    private static void requireRoom(Path engine, List<Path> from, EngineWish wish) throws IOException {
        long needed = RESERVE;
        for (Path one : from) {
            needed += Files.isRegularFile(one) ? Files.size(one) * UNPACKED : 0;
        }
        long free = Files.getFileStore(engine).getUsableSpace();
        if (free < needed) {
            throw new ApplianceException(EngineProblems.diskShort(wish.source(), needed, free));
        }
    }

    private EnginePackage make(List<Path> from, EngineWish wish, Path incoming, Progress progress) throws IOException {
        Path files = incoming.resolve("files");
        EngineFiles writer = new EngineFiles(files, progress);
        Path program = written(writer, from, wish, files);
        EngineBuild build = trial.of(program);
        String version = wish.version() == null ? build.version() : wish.version();
        if (!VERSION.matcher(version).matches()) {
            throw new ApplianceException(EngineProblems.notAPackage(
                    wish.source(), "Its version would be " + version + ", which is no name of a folder."));
        }
        Accelerator accelerator = wish.accelerator() == null ? accelerator(files) : wish.accelerator();
        EnginePackage made = new EnginePackage(
                wish.name(),
                version,
                accelerator,
                EnginePlatform.here(),
                files.relativize(program).toString(),
                writer.bytes(),
                new BlobDigest(writer.digest()),
                wish.source(),
                incoming);
        write(incoming.resolve(MANIFEST), manifest(made));
        makeDurable(incoming);
        return made;
    }

    private static Path written(EngineFiles writer, List<Path> from, EngineWish wish, Path files) throws IOException {
        Path first = from.getFirst();
        try {
            if (Files.isDirectory(first) || isProgram(first)) {
                writer.copy(first);
            } else {
                writer.unpack(first);
            }
            Path program = program(files)
                    .orElseThrow(() -> new IOException("It has no program " + PROGRAM + " that may be run."));
            for (Path more : from.subList(1, from.size())) {
                writer.unpackBeside(more, parent(program));
            }
            return program;
        } catch (NoSuchFileException e) {
            throw new ApplianceException(
                    EngineProblems.notAPackage(wish.source(), "There is no file or folder " + e.getMessage() + "."), e);
        } catch (IOException e) {
            if (Files.getFileStore(files).getUsableSpace() < RESERVE / 4) {
                throw e;
            }
            throw new ApplianceException(EngineProblems.notAPackage(wish.source(), sentence(e)), e);
        }
    }

    private static String sentence(IOException e) {
        String said = String.valueOf(e.getMessage());
        return said.endsWith(".") ? said : "It cannot be read: " + said + ".";
    }

    private static Path parent(Path program) {
        Path parent = program.getParent();
        return parent == null ? program : parent;
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file)
                && Files.isExecutable(file)
                && String.valueOf(file.getFileName()).equals(PROGRAM);
    }

    /// The program that is nearest to the top.
    private static Optional<Path> program(Path files) throws IOException {
        try (Stream<Path> walk = Files.walk(files)) {
            return walk.filter(file -> String.valueOf(file.getFileName()).equals(PROGRAM))
                    .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .min(Comparator.comparingInt(Path::getNameCount).thenComparing(Path::toString));
        }
    }

    /// What the names of its libraries say. A build that has all in its program shows nothing, and counts as one for
    /// processors.
    private static Accelerator accelerator(Path files) throws IOException {
        try (Stream<Path> walk = Files.walk(files)) {
            List<String> names =
                    walk.map(file -> String.valueOf(file.getFileName())).toList();
            for (Accelerator one : List.of(Accelerator.CUDA, Accelerator.VULKAN, Accelerator.METAL)) {
                if (names.stream().anyMatch(name -> name.startsWith("libggml-" + one.word()))) {
                    return one;
                }
            }
            return Accelerator.CPU;
        }
    }

    private EnginePackage place(EnginePackage made, Path incoming) throws IOException {
        Path place = folder.resolve(made.name()).resolve(made.id());
        Optional<EnginePackage> there = read(place);
        if (there.filter(one -> one.digest().equals(made.digest())).isPresent()) {
            return there.get();
        }
        if (Files.exists(place)) {
            takeAway(place, made.id());
        }
        try {
            Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException _) {
            // Another process was quicker, with a package that is whole as well.
            return read(place).orElseThrow(() -> new IOException("Something else is at " + place));
        }
        makeDurable(folder.resolve(made.name()));
        return at(made, place);
    }

    private static EnginePackage at(EnginePackage made, Path place) {
        return new EnginePackage(
                made.name(),
                made.version(),
                made.accelerator(),
                made.platform(),
                made.program(),
                made.bytes(),
                made.digest(),
                made.source(),
                place);
    }

    /// Removes a package and all its bytes, and the choice of it.
    ///
    /// @throws ApplianceException ENGINES_IN_USE while a program of it runs, ENGINES_NOT_STORED
    public void remove(EnginePackage one) {
        try {
            takeAway(one.folder(), one.id());
            Path engine = folder.resolve(one.name());
            if (Files.isRegularFile(used(engine))
                    && Files.readString(used(engine)).strip().equals(one.id())) {
                Files.deleteIfExists(used(engine));
            }
        } catch (IOException e) {
            throw new ApplianceException(EngineProblems.notStored(one.id(), e + "."), e);
        }
        tidy(one.name());
    }

    /// Moved aside first, so that nobody starts what is being deleted.
    private static void takeAway(Path place, String id) throws IOException {
        requireUnused(place, id);
        Path aside = place.resolveSibling(LEAVING + ProcessHandle.current().pid() + "-" + UUID.randomUUID());
        Files.move(place, aside, StandardCopyOption.ATOMIC_MOVE);
        try {
            requireUnused(aside, id);
        } catch (ApplianceException e) {
            // Somebody started it between the look and the move.
            Files.move(aside, place, StandardCopyOption.ATOMIC_MOVE);
            throw e;
        }
        delete(aside);
    }

    private static void requireUnused(Path place, String id) throws IOException {
        String beginning = place.toRealPath() + "/";
        String pids = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.startsWith(beginning))
                        .isPresent())
                .map(process -> Long.toString(process.pid()))
                .collect(Collectors.joining(", "));
        if (!pids.isEmpty()) {
            throw new ApplianceException(EngineProblems.inUse(id, pids));
        }
    }

    private static String manifest(EnginePackage made) {
        ObjectNode json = JSON.createObjectNode();
        json.put("name", made.name());
        json.put("version", made.version());
        json.put("accelerator", made.accelerator().word());
        json.put("platform", made.platform().toString());
        json.put("program", made.program());
        json.put("bytes", made.bytes());
        json.put("digest", made.digest().toString());
        json.put("source", made.source());
        return json.toPrettyString() + "\n";
    }

    private static Optional<EnginePackage> read(Path place) {
        try {
            JsonNode json = JSON.readTree(Files.readString(place.resolve(MANIFEST)));
            return Optional.of(new EnginePackage(
                    json.path("name").asText(),
                    json.path("version").asText(),
                    Accelerator.of(json.path("accelerator").asText()).orElse(Accelerator.CPU),
                    EnginePlatform.parse(json.path("platform").asText()),
                    json.path("program").asText(),
                    json.path("bytes").asLong(),
                    BlobDigest.parse(json.path("digest").asText()),
                    json.path("source").asText(),
                    place));
        } catch (IOException | IllegalArgumentException _) {
            // What is no package, or was one of a later aiplat.
            return Optional.empty();
        }
    }

    /// What killed processes left behind.
    private static void sweep(Path engine) {
        Pattern left = Pattern.compile("(?:" + INCOMING + "|" + LEAVING + ")([0-9]{1,18})-.*");
        for (Path one : list(engine)) {
            var of = left.matcher(String.valueOf(one.getFileName()));
            if (of.matches() && ProcessHandle.of(Long.parseLong(of.group(1))).isEmpty()) {
                delete(one);
            }
        }
    }

    /// Nothing is left of an engine of which nothing is installed.
    private void tidy(String name) {
        Path engine = folder.resolve(name);
        sweep(engine);
        for (Path empty : List.of(engine, folder)) {
            if (Files.isDirectory(empty) && list(empty).isEmpty()) {
                delete(empty);
            }
        }
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    private static void delete(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(path)) {
            for (Path one : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException _) {
            // The next one sweeps it away; nobody takes it for a package.
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /// A name in a folder is there after a loss of power only once the folder was written too.
    private static void makeDurable(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
