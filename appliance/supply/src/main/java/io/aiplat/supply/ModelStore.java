package io.aiplat.supply;

import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.gguf.GgufHeader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Model store: brings models, keeps their bytes and removes them, and runs none.
/// One contract test holds for all of them.
///
/// Every method may be called from many threads at once and blocks the calling (virtual) thread.
public interface ModelStore {

    /// A word for people and logs: `embedded`, `ollama`. The engine that runs its models has the same.
    String name();

    /// The models that are here, by name, whether they can be run or not.
    ///
    /// @throws io.aiplat.model.ApplianceException if the store cannot be looked at
    List<StoredModel> stored();

    /// Takes in one of the models in the JAR, or does nothing if the same bytes are already there.
    ///
    /// @throws io.aiplat.model.ApplianceException if the bytes are not those expected, or cannot be stored
    void put(BundledModel model, Progress progress);

    /// Brings a model from where its reference says, or does nothing if the same bytes are here under its name.
    /// Can be interrupted and called again; what was transferred is not transferred twice where the store
    /// allows it.
    ///
    /// @return the name it is kept under
    /// @throws ModelNotFound                      if the source has none of that name
    /// @throws io.aiplat.model.ApplianceException if it cannot be had, is broken, or cannot be stored, or if
    ///     another model has its name
    /// @throws java.util.concurrent.CancellationException if the thread is interrupted, which stays set
    String pull(PullRequest request, Progress progress);

    /// The same under the name it has there.
    default String pull(String reference, Progress progress) {
        return pull(PullRequest.of(reference), progress);
    }

    /// The name that what a running pull of this process brings will be kept under; empty where that is not
    /// known.
    default Optional<String> pulling(PullRequest request) {
        return Optional.empty();
    }

    /// Forgets what a pull that was broken off in this process has left. Does nothing where nothing is left, and
    /// where what is left is not this store's to remove.
    default void discard(PullRequest request) {}

    /// Where a model came from; empty where that was not written down, and where there is no such model.
    default Optional<ModelOrigin> origin(String model) {
        return Optional.empty();
    }

    /// Reads the bytes of models again and compares them with the digests they should have.
    ///
    /// @param name   of one; null for all
    /// @param repair whether what is damaged is fetched again from where it came
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if they cannot be read at all
    /// @throws java.util.concurrent.CancellationException if the thread is interrupted, which stays set
    default List<VerifiedModel> verify(@Nullable String name, boolean repair, Progress progress) {
        List<VerifiedModel> models = stored().stream()
                .filter(model -> name == null || model.name().equals(ModelName.canonical(name)))
                .map(model -> new VerifiedModel(
                        model.name(),
                        VerifiedModel.State.UNKNOWN,
                        "The bytes are where only " + name() + " reads them."))
                .toList();
        if (name != null && models.isEmpty()) {
            throw new ModelNotFound("there is no model " + name + " here");
        }
        return models;
    }

    /// What whoever uses a model should know of it, though it is kept; empty for nothing, and where there is no
    /// such model. Reads no more of it than [#stored] does.
    default Optional<Problem> warning(String model) {
        return Optional.empty();
    }

    /// What the file of a model says of itself, as far as the store knows it.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if its file is broken, or the store cannot be asked
    GgufHeader header(String model);

    /// Bytes of the file that turns pictures or sound into tokens for a model; 0 where it has none, or has it in the
    /// one
    /// file.
    ///
    /// @throws ModelNotFound if there is none of that name
    default long projectorBytes(String model) {
        return 0;
    }

    /// What the files of a model say of it. Reads no more of them than [#stored] does.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if its files are broken or cannot be read
    ModelDetails details(String name);

    /// Digest of a model's weights, the first file of a split model: `sha256:` and 64 hexadecimal digits. Reads all
    /// of that file where nobody has kept its digest.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if it cannot be read
    String digest(String name, Progress progress);

    /// The files of a model, which nobody may change.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException MODELS_OUT_OF_REACH if this process cannot read them
    ModelParts parts(String name);

    /// Removes a model and its bytes, after the answers under way.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if it cannot be removed
    void remove(String name);
}
