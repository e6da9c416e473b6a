package io.aiplat.supply;

import io.aiplat.model.Problem;
import io.aiplat.model.Progress;
import io.aiplat.supply.gguf.GgufHeader;
import java.util.List;
import java.util.Optional;

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

    /// Fetches a model by name (Ollama) or takes in a GGUF file by path (a folder).
    /// Can be interrupted and called again; what was transferred is not transferred twice where the store
    /// allows it.
    ///
    /// @return the name it is kept under
    /// @throws ModelNotFound                      if the source has none of that name
    /// @throws io.aiplat.model.ApplianceException if it cannot be had, is broken, or cannot be stored
    String pull(String nameOrFile, Progress progress);

    /// What whoever uses a model should know of it, though it is kept; empty for nothing, and where there is no such
    /// model. Reads no more of it than [#stored] does.
    default Optional<Problem> warning(String model) {
        return Optional.empty();
    }

    /// What the files of a model say of it. Reads no more of them than [#stored] does.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if its files are broken or cannot be read
    ModelDetails details(String name);

    /// Digest of a model's weights, the first file of a split model: `sha256:` and 64 hexadecimal digits. Reads all of
    /// that file where nobody has kept its digest.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if it cannot be read
    String digest(String name, Progress progress);

    /// What the file of a model says of itself, as far as the store knows it.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if its file is broken, or the store cannot be asked
    GgufHeader header(String model);

    /// Removes a model and its bytes, after the answers under way.
    ///
    /// @throws ModelNotFound                      if there is none of that name
    /// @throws io.aiplat.model.ApplianceException if it cannot be removed
    void remove(String name);
}
