package io.aiplat.console;

import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelRegistry;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/// A registry that is gone with its process.
final class MemoryRegistry implements ModelRegistry {
    private final ConcurrentSkipListMap<String, ModelRecord> records = new ConcurrentSkipListMap<>();

    @Override
    public List<ModelRecord> all() {
        return List.copyOf(records.values());
    }

    @Override
    public synchronized ModelRecord change(String name, UnaryOperator<ModelRecord> change) {
        ModelRecord after = change.apply(records.getOrDefault(name, ModelRecord.of(name)));
        records.put(name, after);
        return after;
    }

    @Override
    public void forget(String name) {
        records.remove(name);
    }
}
