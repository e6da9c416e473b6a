package io.aiplat.supply.folder;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import io.aiplat.supply.StoredModel;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.gguf.GgufHeader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Model store in a folder of this machine: GGUF files, for an engine that loads them by itself.
public final class FolderModelStore implements ModelStore {
    private final ModelFolder folder;
    private final ModelRuntime runtime;
    private final WeightDigests digests = new WeightDigests();

    /// Keeps models in a folder.
    ///
    /// @param runtime is asked before a model that it may have in memory changes
    public FolderModelStore(ModelFolder folder, ModelRuntime runtime) {
        this.folder = folder;
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public List<StoredModel> stored() {
        return folder.names().stream().flatMap(name -> stored(name).stream()).toList();
    }

    private Optional<StoredModel> stored(String name) {
        try {
            return folder.find(name)
                    .map(model -> new StoredModel(name, model.header().bytes(), model.created()));
        } catch (ApplianceException _) {
            // A model that is broken is listed all the same, so that it can be removed; who asks for it is told why.
            return Optional.of(new StoredModel(name, 0, Instant.EPOCH));
        }
    }

    @Override
    public void put(BundledModel model, Progress progress) {
        if (!folder.has(model)) {
            runtime.whileUnused(model.name(), () -> folder.put(model, progress));
        }
    }

    /// Takes in a GGUF file; one called `NAME.Modelfile` beside `NAME.gguf` comes along.
    ///
    /// @param path of the file, or the name of a model that is here
    /// @throws ApplianceException if it is broken, nothing its runtime can load, or cannot be stored
    @Override
    public String pull(String path, Progress progress) {
        Path file = pathOf(path);
        String here = ModelName.canonical(path);
        if (!Files.exists(file) && folder.names().contains(here)) {
            return here;
        }
        ModelInputCheck.refuse(path, file);
        runtime.requireLoadable(file, GgufHeader.read(file));
        String fileName = String.valueOf(file.getFileName());
        String name = ModelName.ofFile(fileName);
        Path modelfile = file.resolveSibling(fileName.replaceFirst("(?i)\\.gguf$", "") + ".Modelfile");
        runtime.whileUnused(name, () -> folder.put(name, file, Files.exists(modelfile) ? modelfile : null, progress));
        return name;
    }

    @Override
    public Optional<Problem> warning(String model) {
        try {
            return folder.find(ModelName.canonical(model))
                    .map(GgufModel::header)
                    .filter(header -> !header.embeds() && header.chatTemplate() == null)
                    .map(_ -> SupplyProblems.noChatTemplate(model));
        } catch (ApplianceException _) {
            // Who asks it something is told that it is broken.
            return Optional.empty();
        }
    }

    @Override
    public ModelDetails details(String name) {
        return GgufDetails.of(here(name));
    }

    @Override
    public String digest(String name, Progress progress) {
        return digests.of(here(name), progress);
    }

    private GgufModel here(String name) {
        return folder.find(ModelName.canonical(name)).orElseThrow(() -> new ModelNotFound(folder.without(name)));
    }

    @Override
    public GgufHeader header(String model) {
        return here(model).header();
    }

    @Override
    public void remove(String name) {
        String canonical = ModelName.canonical(name);
        runtime.whileUnused(canonical, () -> {
            if (!folder.names().contains(canonical)) {
                throw new ModelNotFound(folder.without(name));
            }
            folder.remove(canonical);
        });
    }

    private static Path pathOf(String path) {
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new ApplianceException(
                    SupplyProblems.fileUnreadable(path, "It is no path: " + e.getReason() + "."), e);
        }
    }
}
