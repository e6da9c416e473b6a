package io.aiplat.store;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The registry of models as a file of the home. There is none before the first record.
///
/// The appliance writes it, and so does an `up` that brings a model, so each change is made under a lock of its own.
public final class ModelRegistryFile extends NumberedFile<ModelRegistryFile.Models> implements ModelRegistry {
    /// Others hold the lock as long as it takes to write some kilobytes.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path lock;

    /// The file of a home, whether it is there or not.
    public ModelRegistryFile(Home home) {
        super(home.root().resolve("model-registry.json"), "model-registry", Models.class);
        this.lock = home.run().resolve("model-registry.lock");
    }

    /// What the file says.
    record Models(int format, List<ModelRecord> models) implements Content {
        Models {
            models = List.copyOf(models);
        }
    }

    /// {@inheritDoc}
    ///
    /// @throws ApplianceException STORE_REGISTRY_BROKEN, STORE_STATE_NEWER or STORE_NOT_READ
    @Override
    public List<ModelRecord> all() {
        return content().map(Models::models).orElse(List.of());
    }

    @Override
    Problem broken(String why) {
        return StoreProblems.registryBroken(file(), why);
    }

    @Override
    Problem unreadable(String reason) {
        return StoreProblems.notRead(file(), reason);
    }

    @Override
    public ModelRecord change(String name, UnaryOperator<ModelRecord> change) {
        return locked(records -> {
            ModelRecord before = records.get(name);
            ModelRecord after = change.apply(before == null ? ModelRecord.of(name) : before);
            if (!after.name().equals(name)) {
                throw new IllegalArgumentException("the record of " + name + " became one of " + after.name());
            }
            records.put(name, after);
            return after;
        });
    }

    @Override
    public void forget(String name) {
        Optional<ModelRecord> _ = locked(records -> Optional.ofNullable(records.remove(name)));
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Map<String, ModelRecord> records);
    }

    private <T> T locked(Work<T> work) {
        try (LockFile _ = taken()) {
            List<ModelRecord> before = all();
            Map<String, ModelRecord> records = new TreeMap<>();
            before.forEach(each -> records.put(each.name(), each));
            T result = work.on(records);
            List<ModelRecord> after = List.copyOf(records.values());
            if (!after.equals(before)) {
                replace(Optional.of(new Models(format(), after)));
            }
            return result;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file(), StoreProblems.reason(e)), e);
        }
    }

    private LockFile taken() throws IOException {
        try {
            LockFile taken = LockFile.await(lock, new byte[0], PATIENCE);
            if (taken == null) {
                throw new IOException("another process is changing it and holds " + lock);
            }
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process was changing it", e);
        }
    }
}
