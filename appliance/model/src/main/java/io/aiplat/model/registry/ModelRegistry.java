package io.aiplat.model.registry;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Model registry: the records of a home's models. Whoever brings a model records its version; a model that is here
/// and has no record is a candidate like any other.
///
/// Every method may be called from many threads, and processes, at once. Names are as models are listed.
public interface ModelRegistry {
    /// All records, by name, those of models that are not here any more as well.
    ///
    /// @throws io.aiplat.model.ApplianceException if they cannot be read
    List<ModelRecord> all();

    /// Changes a record, which is made where there is none.
    ///
    /// @param change from what is recorded to what shall be; called once, and its result must have the same name
    /// @return what is recorded now
    /// @throws io.aiplat.model.ApplianceException if it cannot be kept
    ModelRecord change(String name, UnaryOperator<ModelRecord> change);

    /// Removes a record; does nothing if there is none.
    ///
    /// @throws io.aiplat.model.ApplianceException if it cannot be removed
    void forget(String name);

    /// A record by name; empty if there is none.
    ///
    /// @throws io.aiplat.model.ApplianceException if it cannot be read
    default Optional<ModelRecord> find(String name) {
        return all().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// Records which bytes a name stands for now: [ModelRecord#with(ModelVersion)].
    ///
    /// @return what is recorded now
    /// @throws io.aiplat.model.ApplianceException if it cannot be kept
    default ModelRecord record(String name, ModelVersion version) {
        return change(name, before -> before.with(version));
    }

    /// Records a measurement.
    ///
    /// @return what is recorded now
    /// @throws io.aiplat.model.ApplianceException if it cannot be kept
    default ModelRecord benchmark(String name, BenchmarkResult result) {
        return change(name, before -> before.with(result));
    }

    /// Records what was decided about a model.
    ///
    /// @return what is recorded now
    /// @throws io.aiplat.model.ApplianceException if it cannot be kept
    default ModelRecord stage(String name, StageDecision decision) {
        return change(name, before -> before.at(decision));
    }

    /// Records what people say of a model, in place of what they said before.
    ///
    /// @return what is recorded now
    /// @throws io.aiplat.model.ApplianceException if it cannot be kept
    default ModelRecord note(String name, String notes) {
        return change(name, before -> before.withNotes(notes));
    }
}
