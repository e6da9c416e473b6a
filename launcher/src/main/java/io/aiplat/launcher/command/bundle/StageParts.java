package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.render.Output;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelStage;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.folder.ModelFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What stage 1, on which the others build, has of what is here: Ollama's bundle, a current engine for machines without
/// a cluster, and the models that somebody has approved. What is left out is said.
final class StageParts {
    private static final String OLLAMA = "ollama";
    private static final String LLAMACPP = "llamacpp";

    private final InstallScope scope;
    private final Output output;

    StageParts(InstallScope scope, Output output) {
        this.scope = scope;
        this.output = output;
    }

    List<String> bundles() {
        return List.of(OLLAMA);
    }

    /// Engines that are installed.
    List<String> engines() {
        if (scope.enginePackages().used(LLAMACPP).isPresent()) {
            return List.of(LLAMACPP);
        }
        output.note("without the engine " + LLAMACPP + ": it is not installed here (aiplat engines install " + LLAMACPP
                + ")");
        return List.of();
    }

    /// Approved models whose files are here; nothing is fetched that nobody has named.
    List<String> models() {
        Set<String> here = new TreeSet<>(ModelFolder.names(scope.home().models()));
        BundledModel.ALL.forEach(packed -> here.add(packed.name()));
        List<String> taken = new ArrayList<>();
        for (ModelRecord record : scope.modelRegistry().all()) {
            if (record.stage().stage() != ModelStage.APPROVED) {
                continue;
            }
            if (here.contains(record.name())) {
                taken.add(record.name());
            } else {
                output.note("without the model " + record.name()
                        + ": it is approved, and its files are not in this home (name it with --models to fetch it)");
            }
        }
        if (taken.isEmpty()) {
            output.note("without models: none that is here is approved (aiplat models approve NAME)");
        }
        return taken;
    }
}
