package io.aiplat.supply.folder;

import io.aiplat.supply.gguf.GgufHeader;

/// Model runtime: what runs the models of a folder, as far as the folder has to ask before it changes.
public interface ModelRuntime {
    /// Nobody runs them from there.
    ModelRuntime NONE = new ModelRuntime() {
        @Override
        public void requireLoadable(String file, GgufHeader header) {
            // Nobody loads it.
        }

        @Override
        public void whileUnused(String model, Runnable work) {
            work.run();
        }
    };

    /// Refuses a file that it cannot load; asked before it is fetched, and once more when it is here.
    ///
    /// @param file   for messages: where it is, or what it is called where it comes from
    /// @throws io.aiplat.model.ApplianceException saying what it does not know about it
    void requireLoadable(String file, GgufHeader header);

    /// Waits until nobody uses a model, takes it out of memory, and does something while nobody can use it.
    ///
    /// @throws java.util.concurrent.CancellationException if the thread is interrupted while it waits
    void whileUnused(String model, Runnable work);
}
