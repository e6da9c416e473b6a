package io.aiplat.store;

import com.fasterxml.jackson.core.JacksonException;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.model.registry.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
/// Who reads needs none: the file is replaced as a whole.
public final class ModelRegistryFile implements ModelRegistry, Durable {
    private static final int FORMAT = 1;
    /// Others hold the lock as long as it takes to write some kilobytes.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path file;
    private final Path lock;

    /// The file of a home, whether it is there or not.
    public ModelRegistryFile(Home home) {
        this.file = home.root().resolve("model-registry.json");
        this.lock = home.run().resolve("model-registry.lock");
    }

    /// What the file says.
    private record Content(int format, List<ModelRecord> models) {
        Content {
            models = List.copyOf(models);
        }
    }

    /// {@inheritDoc}
    ///
    /// @throws ApplianceException STORE_REGISTRY_BROKEN, STORE_STATE_NEWER or STORE_NOT_READ
    @Override
    public List<ModelRecord> all() {
        Optional<Content> content = content();
        if (content.isPresent() && content.get().format() > FORMAT) {
            throw new ApplianceException(
                    StoreProblems.stateNewer(file, content.get().format(), FORMAT));
        }
        return content.map(Content::models).orElse(List.of());
    }

    private Optional<Content> content() {
        try {
            return Optional.of(StoreJson.MAPPER.readValue(Files.readAllBytes(file), Content.class));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (JacksonException e) {
            throw new ApplianceException(StoreProblems.registryBroken(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notRead(file, StoreProblems.reason(e)), e);
        }
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
                AtomicFile.write(file, StoreJson.pretty(new Content(FORMAT, after)));
            }
            return result;
        } catch (IOException e) {
            throw new ApplianceException(StoreProblems.notWritten(file, StoreProblems.reason(e)), e);
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

    @Override
    public String name() {
        return "model-registry";
    }

    @Override
    public int format() {
        return FORMAT;
    }

    @Override
    public int written() {
        return content().map(Content::format).orElse(0);
    }

    @Override
    public void snapshot(Path folder) {
        FileCopy.of(file, folder);
    }

    /// There has been no other format yet.
    @Override
    public void migrate() {
        all();
    }
}
