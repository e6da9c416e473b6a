package io.aiplat.supply;

import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.gguf.GgufHeader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Model store that remembers which of the models in the JAR were removed, and has them again when they are pulled by
/// name. All else is another store's.
public final class RememberingModelStore implements ModelStore {
    private final ModelStore store;
    private final RemovedModels removed;

    /// @param store that keeps the bytes
    public RememberingModelStore(ModelStore store, RemovedModels removed) {
        this.store = store;
        this.removed = removed;
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public List<StoredModel> stored() {
        return store.stored();
    }

    @Override
    public void put(BundledModel model, Progress progress) {
        store.put(model, progress);
    }

    /// What is in the JAR comes from there.
    @Override
    public String pull(PullRequest request, Progress progress) {
        Optional<BundledModel> packed = request.name() == null ? packed(request.reference()) : Optional.empty();
        if (packed.isEmpty()) {
            return store.pull(request, progress);
        }
        store.put(packed.get(), progress);
        removed.forget(packed.get().name());
        return packed.get().name();
    }

    private static Optional<BundledModel> packed(String name) {
        String canonical = ModelName.canonical(name);
        return BundledModel.ALL.stream()
                .filter(model -> model.name().equals(canonical))
                .findFirst();
    }

    @Override
    public Optional<String> pulling(PullRequest request) {
        return store.pulling(request);
    }

    @Override
    public void discard(PullRequest request) {
        store.discard(request);
    }

    @Override
    public Optional<ModelOrigin> origin(String model) {
        return store.origin(model);
    }

    @Override
    public List<VerifiedModel> verify(@Nullable String name, boolean repair, Progress progress) {
        return store.verify(name, repair, progress);
    }

    @Override
    public Optional<Problem> warning(String model) {
        return store.warning(model);
    }

    @Override
    public long projectorBytes(String model) {
        return store.projectorBytes(model);
    }

    @Override
    public GgufHeader header(String model) {
        return store.header(model);
    }

    @Override
    public ModelDetails details(String name) {
        return store.details(name);
    }

    @Override
    public String digest(String name, Progress progress) {
        return store.digest(name, progress);
    }

    @Override
    public ModelParts parts(String name) {
        return store.parts(name);
    }

    @Override
    public void remove(String name) {
        store.remove(name);
        packed(name).ifPresent(model -> removed.add(model.name()));
    }
}
