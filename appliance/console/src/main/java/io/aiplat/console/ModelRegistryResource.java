package io.aiplat.console;

import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.RequestRefused;
import io.aiplat.inference.StoppedModels;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.registry.ModelRegistry;
import io.aiplat.model.registry.ModelStage;
import io.aiplat.model.registry.StageDecision;
import io.aiplat.supply.ModelName;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/models/{name}`: what is known of a model, what people have decided about it, and whether it is in memory.
final class ModelRegistryResource implements ManagementResource {
    /// Characters of what a person writes.
    private static final int LONGEST = 4000;

    private static final JsonType WRITTEN = JsonType.text().with("maxLength", LONGEST);

    private static final RequestType<Decision> DECISION = RequestType.named("StageChange")
            .needed("stage", ModelTypes.STAGE)
            .field("note", WRITTEN.described("Why."))
            .required(body -> new Decision(
                    ModelStage.of(body.requiredText("stage"))
                            .orElseThrow(() -> ManagementBody.invalid("stage", "it is candidate, approved or retired")),
                    bounded("note", body.text("note"))));

    private static final RequestType<String> NOTES = RequestType.named("ModelNotes")
            .needed("notes", WRITTEN.described("In place of what was written before; empty for none."))
            .required(body -> String.valueOf(bounded("notes", body.requiredText("notes"))));

    private final ModelInventory inventory;
    private final ModelEngine engine;
    private final ModelRegistry registry;
    private final StoppedModels stopped;
    private final InstantSource clock;

    private record Decision(ModelStage stage, @Nullable String note) {}

    ModelRegistryResource(
            ModelInventory inventory,
            ModelEngine engine,
            ModelRegistry registry,
            StoppedModels stopped,
            InstantSource clock) {
        this.inventory = inventory;
        this.engine = engine;
        this.registry = registry;
        this.stopped = stopped;
        this.clock = clock;
    }

    private static @Nullable String bounded(String field, @Nullable String text) {
        if (text != null && text.length() > LONGEST) {
            throw ManagementBody.invalid(field, "it has up to " + LONGEST + " characters");
        }
        return text;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                operation("GET", "/models/{name}")
                        .as("showModel", "All that is known of a model, also of one that was removed.")
                        .failing(404, 503)
                        .answering(ModelTypes.SHOWN, call -> inventory.shown(call.name())),
                operation("PUT", "/models/{name}/stage")
                        .as(
                                "setModelStage",
                                "Says whether a model may be used. What is approved are the bytes that are here now.")
                        .failing(404, 503)
                        .taking(DECISION)
                        .answering(
                                200, ModelTypes.SHOWN, call -> decided(call.principal(), call.name(), call.request())),
                operation("PUT", "/models/{name}/notes")
                        .as("setModelNotes", "Writes down what people should know of a model.")
                        .failing(404, 503)
                        .taking(NOTES)
                        .answering(200, ModelTypes.SHOWN, call -> noted(call.name(), call.request())),
                operation("POST", "/models/{name}/load")
                        .as("loadModel", "Brings a model into memory, and answers when it is there.")
                        .failing(404, 503)
                        .doing(call -> moved(call.name(), name -> {
                            stopped.remove(name);
                            engine.load(name, ServingOptions.USUAL);
                        })),
                operation("POST", "/models/{name}/unload")
                        .as(
                                "unloadModel",
                                "Takes a model out of memory, after the answers under way. It stays away until it is loaded or"
                                        + " asked something.")
                        .failing(404, 503)
                        .doing(call -> moved(call.name(), this::stop)),
                operation("GET", "/resident-models")
                        .as("listResidentModels", "The models that are in memory.")
                        .failing(503)
                        .answering(ObjectType.list("ResidentModels", ModelTypes.RESIDENT), _ -> inventory.residents()));
    }

    private static ManagementOperation.Builder operation(String method, String path) {
        return ManagementOperation.of(method, path, PrincipalRole.ADMIN);
    }

    private ModelInventory.Shown decided(Principal principal, String asked, Decision decision) {
        String name = inventory.shown(asked).record().name();
        if (decision.stage == ModelStage.APPROVED) {
            inventory.recorded(name, Progress.NONE);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        registry.stage(name, new StageDecision(decision.stage, now, principal.name(), decision.note));
        return inventory.shown(name);
    }

    private ModelInventory.Shown noted(String asked, String notes) {
        String name = inventory.shown(asked).record().name();
        registry.note(name, notes);
        return inventory.shown(name);
    }

    /// Noted before it is done: what keeps it in memory may look at this very moment.
    private void stop(String name) {
        stopped.add(name);
        try {
            engine.unload(name);
        } catch (RequestRefused e) {
            stopped.remove(name);
            throw e;
        }
    }

    @FunctionalInterface
    private interface Move {
        void of(String name);
    }

    private void moved(String name, Move move) {
        try {
            move.of(ModelName.canonical(name));
        } catch (RequestRefused e) {
            String reason = String.valueOf(e.getMessage());
            throw new ApplianceException(
                    e.kind() == RequestRefused.Kind.MODEL_NOT_FOUND
                            ? ConsoleProblems.noModel(reason)
                            : ConsoleProblems.refused(engine.name(), reason),
                    e);
        }
    }
}
