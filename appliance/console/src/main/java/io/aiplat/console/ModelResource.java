package io.aiplat.console;

import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelRegistry;
import io.aiplat.model.registry.ModelStage;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `/models`: those that are here, and less of them. More of them: see [PullResource].
final class ModelResource implements ManagementResource {
    /// A model as it is listed.
    ///
    /// @param record null where the registry has none
    private record Listed(ModelCard card, @Nullable ModelRecord record) {
        String stage() {
            return (record == null ? ModelStage.CANDIDATE : record.stage().stage()).word();
        }
    }

    private static final ObjectType<Listed> MODEL = ObjectType.<Listed>named("Model")
            .field("name", JsonType.text(), model -> model.card.name())
            .field("bytes", JsonType.whole(), model -> model.card.bytes())
            .field("created", JsonType.moment(), model -> model.card.created())
            .field(
                    "context",
                    JsonType.whole().described("Tokens; 0 where it is not known."),
                    model -> model.card.contextLength())
            .field(
                    "embeds",
                    JsonType.flag().described("Whether it makes vectors and no text."),
                    model -> model.card.embeds())
            .field("loaded", JsonType.flag().described("Whether it is in memory."), model -> model.card.loaded())
            .field("stage", JsonType.text().described("candidate, approved or retired."), Listed::stage)
            .build();

    private final ModelEngine engine;
    private final ModelStore store;
    private final ModelRegistry registry;
    private final PullResource pulls;

    ModelResource(ModelEngine engine, ModelStore store, ModelRegistry registry, PullResource pulls) {
        this.engine = engine;
        this.store = store;
        this.registry = registry;
        this.pulls = pulls;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                operation("GET", "/models")
                        .as("listModels", "The models that are here.")
                        .failing(503)
                        .answering(ObjectType.list("Models", MODEL), _ -> listed()),
                operation("DELETE", "/models/{name}")
                        .as("deleteModel", "Removes a model and its bytes, and ends a pull of it.")
                        .failing(404, 503)
                        .doing(call -> remove(call.name())));
    }

    private static ManagementOperation.Builder operation(String method, String path) {
        return ManagementOperation.of(method, path, PrincipalRole.ADMIN);
    }

    private List<Listed> listed() {
        Map<String, ModelRecord> records =
                registry.all().stream().collect(Collectors.toMap(ModelRecord::name, Function.identity()));
        return engine.models().stream()
                .map(card -> new Listed(card, records.get(card.name())))
                .toList();
    }

    /// A pull of it ends first, for it would bring the model again.
    private void remove(String name) {
        boolean ended = pulls.end(name);
        try {
            store.remove(name);
        } catch (ModelNotFound e) {
            if (ended) {
                return;
            }
            throw new ApplianceException(ConsoleProblems.noModel(e.reason()), e);
        }
    }
}
