package io.aiplat.model.plan;

import org.jspecify.annotations.Nullable;

/// Task of a command: what a person asks for by itself and sees the progress of. No plan has one.
public sealed interface TaskStep extends Step {
    /// Fetch what runs models, and install it.
    record InstallEngine(String engine) implements TaskStep {
        @Override
        public String title() {
            return "Install engine " + engine;
        }
    }

    /// Write a model into an archive.
    record ExportModel(String model, String file) implements TaskStep {
        @Override
        public String title() {
            return "Export model " + model;
        }
    }

    /// Take in an archive of a model, or a file.
    record ImportModel(String file) implements TaskStep {
        @Override
        public String title() {
            return "Import " + file;
        }
    }

    /// Have the bytes of models compared with their digests.
    ///
    /// @param model null for all
    record VerifyModels(@Nullable String model) implements TaskStep {
        @Override
        public String title() {
            return "Verify " + (model == null ? "all models" : "model " + model);
        }
    }
}
