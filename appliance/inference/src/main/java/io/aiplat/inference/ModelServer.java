package io.aiplat.inference;

import io.aiplat.inference.chat.ServingOptions;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Secret;
import java.net.URI;
import java.util.concurrent.CancellationException;

/// Model server: a model engine whose models answer over HTTP, in OpenAI's API, so that a request can go through as it
/// is and whatever the server understands beyond our own vocabulary reaches it.
public interface ModelServer extends ModelEngine {
    /// Brings a model into memory and keeps it there, where it answers, until the lease is closed.
    ///
    /// @throws RequestRefused        if there is no such model, or too many requests are waiting for it
    /// @throws ApplianceException    if it cannot be loaded
    /// @throws CancellationException if the thread is interrupted
    ModelLease lease(String model, ServingOptions serving);

    /// A model that stays where it is as long as this is open, unless its process dies.
    interface ModelLease extends AutoCloseable {
        /// Where the paths of the API begin: `http://127.0.0.1:41234`. Another process has another one.
        URI url();

        /// What it asks for, as a bearer token.
        Secret key();

        @Override
        void close();
    }
}
