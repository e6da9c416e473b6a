package io.aiplat.supply.exchange;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelRegistry;
import io.aiplat.model.registry.ModelVersion;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.PullRequest;
import io.aiplat.supply.pull.PullProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Exports models into archives and imports them from there, for machines that no network joins.
public final class ModelExchange {
    private static final Logger LOG = LoggerFactory.getLogger(ModelExchange.class);
    private static final String UNPACKED = "import-";

    private final ModelStore store;
    private final ModelRegistry registry;
    private final Path scratch;

    /// Between a store and files of this machine.
    ///
    /// @param scratch folder for what is being unpacked, best on the disk of the models; what killed processes have
    ///     left there is removed
    public ModelExchange(ModelStore store, ModelRegistry registry, Path scratch) {
        this.store = store;
        this.registry = registry;
        this.scratch = scratch;
        sweep();
    }

    private void sweep() {
        try (Stream<Path> entries = Files.list(scratch)) {
            for (Path each : entries.filter(
                            entry -> entry.getFileName().toString().startsWith(UNPACKED))
                    .toList()) {
                delete(each);
            }
        } catch (IOException e) {
            LOG.warn("what is left of imports in {} stays: {}", scratch, e.toString());
        }
    }

    /// Writes a model into an archive.
    ///
    /// @param record of its present version
    /// @param file   made, by way of a file beside it; replaced only if `force`
    /// @return SHA-256 of the archive, 64 hexadecimal digits
    /// @throws ModelNotFound      if there is no such model
    /// @throws ApplianceException MODELS_EXPORT_EXISTS, MODELS_NOT_EXPORTED, MODELS_OUT_OF_REACH
    public String exportTo(Path file, ModelRecord record, boolean force, Progress progress) {
        if (!force && Files.exists(file)) {
            throw new ApplianceException(ExchangeProblems.exists(file));
        }
        try {
            return new ModelArchiveWriter(record, store.parts(record.name()), progress).write(file);
        } catch (IOException e) {
            throw new ApplianceException(
                    ExchangeProblems.notExported(record.name(), file, "The system says: " + e.getMessage() + "."), e);
        }
    }

    /// Takes in an archive, or a GGUF file.
    ///
    /// @param name  to serve it under; null for the one it has in the archive
    /// @param force whether another model of that name is replaced
    /// @return the name it is kept under
    /// @throws ApplianceException MODELS_ARCHIVE_BROKEN, and what the store has against it
    public String importFrom(Path file, @Nullable String name, boolean force, Progress progress) {
        try {
            return Files.isRegularFile(file) && ModelArchiveReader.isTar(file)
                    ? unpacked(file, name, force, progress)
                    : store.pull(new PullRequest(file.toString(), name, force), progress);
        } catch (IOException e) {
            throw new ApplianceException(ExchangeProblems.broken(file, "The system says: " + e.getMessage() + "."), e);
        }
    }

    private String unpacked(Path file, @Nullable String name, boolean force, Progress progress) throws IOException {
        Path folder = Files.createTempDirectory(scratch, UNPACKED);
        try {
            ModelArchiveReader.Unpacked model = new ModelArchiveReader(file, progress).unpack(folder);
            RecordJson.Carried carried = model.carried();
            String wanted = name == null ? ModelName.canonical(carried.name()) : name;
            // Where it is unpacked now it will be no more.
            PullRequest request = new PullRequest(
                    model.weights().toString(), wanted.isBlank() ? null : wanted, force, file.toString());
            String kept = pulled(file, request, progress);
            record(kept, carried);
            return kept;
        } finally {
            delete(folder);
        }
    }

    private String pulled(Path archive, PullRequest request, Progress progress) {
        try {
            return store.pull(request, progress);
        } catch (ApplianceException e) {
            if (e.problem().code().equals(PullProblems.NAME_TAKEN)) {
                throw new ApplianceException(taken(e.problem(), archive), e);
            }
            throw e;
        }
    }

    /// The same of an archive: the file that was unpacked is none of the person's.
    private static Problem taken(Problem problem, Path archive) {
        return new Problem(
                problem.code(),
                problem.what(),
                "What is in " + archive + " is another. Nothing was replaced.",
                List.of(
                        "Keep both: aiplat models import " + archive + " --name OTHER-NAME",
                        "Replace the one that is here: aiplat models import " + archive + " --force"));
    }

    private void record(String name, RecordJson.Carried carried) {
        ModelVersion version = carried.version();
        if (version != null) {
            registry.record(name, version);
        }
        if (!carried.notes().isEmpty()) {
            registry.change(name, before -> before.notes().isEmpty() ? before.withNotes(carried.notes()) : before);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path each : all) {
                Files.deleteIfExists(each);
            }
        }
    }
}
