package io.aiplat.console;

import io.aiplat.inference.ModelCard;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.ResidentModel;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelRegistry;
import io.aiplat.model.registry.ModelVersion;
import io.aiplat.supply.ModelDetails;
import io.aiplat.supply.ModelName;
import io.aiplat.supply.ModelNotFound;
import io.aiplat.supply.ModelStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Inventory of models: what the engine, the store and the registry know of each, put together.
final class ModelInventory {
    private final ModelEngine engine;
    private final ModelStore store;
    private final ModelRegistry registry;
    /// Reading them takes a look at each model's files, and models are listed often.
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Instant created, long bytes, ModelDetails details) {}

    /// A model that is here.
    ///
    /// @param details null where its files cannot be read
    record Entry(
            ModelCard card, ModelRecord record, @Nullable ModelDetails details) {
        /// What is known of it; null for nothing.
        @Nullable
        String quantisation() {
            return ModelTypes.known(
                    details == null ? null : details.quantisation(),
                    record.version().map(ModelVersion::quantisation).orElse(null));
        }
    }

    /// A model that is here, or was.
    ///
    /// @param card    null where it is not here
    /// @param details null where it is not here
    record Shown(
            String engine,
            ModelRecord record,
            @Nullable ModelCard card,
            @Nullable ModelDetails details) {}

    /// A model in the memory of an engine.
    record Resident(String engine, ResidentModel model) {}

    ModelInventory(ModelEngine engine, ModelStore store, ModelRegistry registry) {
        this.engine = engine;
        this.store = store;
        this.registry = registry;
    }

    /// Those that are here.
    List<Entry> entries() {
        Map<String, ModelRecord> records = new HashMap<>();
        registry.all().forEach(record -> records.put(record.name(), record));
        List<ModelCard> cards = engine.models();
        known.keySet().retainAll(cards.stream().map(ModelCard::name).toList());
        return cards.stream()
                .map(card -> entry(card, records.getOrDefault(card.name(), ModelRecord.of(card.name()))))
                .toList();
    }

    private Entry entry(ModelCard card, ModelRecord record) {
        ModelDetails details = details(card);
        return new Entry(card, present(record, details), details);
    }

    private @Nullable ModelDetails details(ModelCard card) {
        Known before = known.get(card.name());
        if (before != null && before.created.equals(card.created()) && before.bytes == card.bytes()) {
            return before.details;
        }
        try {
            ModelDetails details = store.details(card.name());
            known.put(card.name(), new Known(card.created(), card.bytes(), details));
            return details;
        } catch (ModelNotFound | ApplianceException _) {
            // A model that is broken is listed all the same; who asks for it is told why.
            return null;
        }
    }

    /// The record as it is true of the bytes that are here: others may have come under the name past us.
    private static ModelRecord present(ModelRecord record, @Nullable ModelDetails details) {
        if (details == null || details.digest() == null || record.version().isEmpty()) {
            return record;
        }
        return record.with(version(details, details.digest()));
    }

    private static ModelVersion version(ModelDetails details, String digest) {
        return new ModelVersion(
                digest,
                null,
                details.licence(),
                details.quantisation(),
                details.parameters(),
                details.context(),
                details.bytes(),
                details.created().truncatedTo(ChronoUnit.SECONDS));
    }

    /// Those that are in memory.
    List<Resident> residents() {
        return engine.resident().stream()
                .map(model -> new Resident(engine.name(), model))
                .toList();
    }

    /// All that is known of a model.
    ///
    /// @throws ApplianceException if it is neither here nor recorded, or its files are broken
    Shown shown(String asked) {
        String name = ModelName.canonical(asked);
        Optional<ModelRecord> record = registry.find(name);
        try {
            ModelDetails details = store.details(name);
            ModelCard card = engine.models().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElse(null);
            return new Shown(engine.name(), present(record.orElse(ModelRecord.of(name)), details), card, details);
        } catch (ModelNotFound e) {
            return record.map(known -> new Shown(engine.name(), known, null, null))
                    .orElseThrow(() -> new ApplianceException(ConsoleProblems.noModel(e.reason()), e));
        }
    }

    /// Makes sure that the bytes which are here are those that are recorded. Where nobody knows their digest they are
    /// read.
    ///
    /// @return what is recorded now
    /// @throws ApplianceException if the model is not here, or cannot be read
    ModelRecord recorded(String asked, Progress progress) {
        String name = ModelName.canonical(asked);
        try {
            ModelDetails details = store.details(name);
            Optional<ModelRecord> before = registry.find(name);
            if (before.isPresent() && details.digest() == null && isOf(before.get(), details)) {
                String digest = before.get().version().orElseThrow().digest();
                return registry.record(name, version(details, digest));
            }
            return registry.record(name, version(details, store.digest(name, progress)));
        } catch (ModelNotFound e) {
            throw new ApplianceException(ConsoleProblems.noModel(e.reason()), e);
        }
    }

    private static boolean isOf(ModelRecord record, ModelDetails details) {
        return record.version()
                .filter(version -> version.bytes() == details.bytes())
                .isPresent();
    }
}
