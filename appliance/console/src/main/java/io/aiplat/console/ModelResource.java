package io.aiplat.console;

import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import java.util.List;

/// `/models`: those that are here, and less of them. More of them: see [PullResource].
final class ModelResource implements ManagementResource {
    private final ModelInventory inventory;
    private final ModelStore store;
    private final ModelPulls pulls;

    ModelResource(ModelInventory inventory, ModelStore store, ModelPulls pulls) {
        this.inventory = inventory;
        this.store = store;
        this.pulls = pulls;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                operation("GET", "/models")
                        .as("listModels", "The models that are here.")
                        .failing(503)
                        .answering(ObjectType.list("Models", ModelTypes.LISTED), _ -> inventory.entries()),
                operation("DELETE", "/models/{name}")
                        .as("deleteModel", "Removes a model and its bytes, and ends a pull of it.")
                        .failing(404, 503)
                        .doing(call -> remove(call.name())));
    }

    private static ManagementOperation.Builder operation(String method, String path) {
        return ManagementOperation.of(method, path, PrincipalRole.ADMIN);
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
