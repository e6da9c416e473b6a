package io.aiplat.model.plan;

import org.jspecify.annotations.Nullable;

/// Model step: what the model engine does, once it answers.
public sealed interface ModelStep extends Step {
    /// Start an Ollama of this machine that is installed but does not answer.
    ///
    /// @param binary path of the program
    record StartOllama(String binary) implements ModelStep {
        @Override
        public String title() {
            return "Start " + binary;
        }
    }

    /// Give one of the packed test models to the model engine.
    record PutModel(String model) implements ModelStep {
        @Override
        public String title() {
            return "Bring model " + model;
        }
    }

    /// Fetch what runs models, and install it. Only a person asks for it, so no plan has it.
    record InstallEngine(String engine) implements ModelStep {
        @Override
        public String title() {
            return "Install engine " + engine;
        }
    }

    /// Have the model engine fetch a model.
    record PullModel(String model) implements ModelStep {
        @Override
        public String title() {
            return "Pull model " + model;
        }
    }

    /// Write a model into an archive.
    record ExportModel(String model, String file) implements ModelStep {
        @Override
        public String title() {
            return "Export model " + model;
        }
    }

    /// Take in an archive of a model, or a file.
    record ImportModel(String file) implements ModelStep {
        @Override
        public String title() {
            return "Import " + file;
        }
    }

    /// Have the bytes of models compared with their digests.
    ///
    /// @param model null for all
    record VerifyModels(@Nullable String model) implements ModelStep {
        @Override
        public String title() {
            return "Verify " + (model == null ? "all models" : "model " + model);
        }
    }

    /// Give the model engine a model from a bundle archive.
    record BringModel(String model) implements ModelStep {
        @Override
        public String title() {
            return "Bring model " + model + " from the bundle";
        }
    }
}
