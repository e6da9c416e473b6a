package io.aiplat.inference;

import io.aiplat.inference.chat.ChatRequest;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.Readiness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Inference engine: something that runs models, which a model store has brought ([io.aiplat.supply.ModelStore]).
/// One contract test holds for all of them.
///
/// Every method may be called from many threads at once and blocks the calling (virtual) thread. What a
/// caller asks wrongly is a [RequestRefused]; what is wrong with the engine or a model is an
/// [io.aiplat.model.ApplianceException].
public interface ModelEngine extends AutoCloseable {

    /// A word for people and logs: `embedded`, `ollama`.
    String name();

    /// One look at whether it could answer a request now.
    Readiness readiness();

    /// The models it has, by name. A model that is not loaded is listed all the same.
    List<ModelCard> models();

    /// How many contexts a model has in memory, one for each request that it answers at once; 1 where they share one,
    /// and where that is not this engine's to decide.
    default int slots() {
        return 1;
    }

    /// Whether it computes on graphics processors where there are any.
    default boolean usesGpus() {
        return true;
    }

    /// Answers a conversation part by part. Returns after the last part, which is a `ChatDelta.Finished`.
    ///
    /// @param sink takes the parts; when it throws, the engine stops generating at once and the exception
    ///             goes through
    /// @throws RequestRefused if the request asks for what this model or engine cannot do
    void chat(ChatRequest request, ChatSink sink);

    /// Continues a text as it stands. What is said of [#chat] holds here too.
    ///
    /// @throws RequestRefused if the request asks for what this model or engine cannot do
    void complete(CompletionRequest request, ChatSink sink);

    /// How many tokens a conversation is as a prompt, with all that the model's template puts around it.
    ///
    /// @throws RequestRefused if there is no such model, or it does not chat
    TokenCount countTokens(ChatRequest request);

    /// What a model can do here. Cheap enough to be asked for each request.
    ///
    /// @param serving as it will be in the requests
    /// @throws RequestRefused if there is no such model
    Capabilities abilities(String model, ServingOptions serving);

    /// Brings a model into memory, so that the next request need not wait for it, and keeps it there as
    /// `serving` says. Returns when it is there.
    ///
    /// @throws RequestRefused if there is no such model
    void load(String model, ServingOptions serving);

    /// Takes a model out of memory, after the answers under way. Nothing happens to one that is not there.
    ///
    /// @throws RequestRefused if there is no such model
    void unload(String model);

    /// The models that are in memory now, by name.
    ///
    /// @throws io.aiplat.model.ApplianceException if the engine cannot be asked
    List<ResidentModel> resident();

    /// One vector for each input, in order.
    ///
    /// @throws RequestRefused if the model does not embed or an input is longer than its context
    default Embeddings embed(String model, List<String> inputs, ServingOptions serving) {
        return embed(model, inputs, null, serving);
    }

    /// The same with vectors of another length.
    ///
    /// @param dimensions numbers of each vector; null for as many as the model gives
    /// @throws RequestRefused naming `dimensions`, if the model has no vectors of that length
    Embeddings embed(String model, List<String> inputs, @Nullable Integer dimensions, ServingOptions serving);

    /// Ends what this engine started (workers); what it found running stays.
    @Override
    void close();
}
