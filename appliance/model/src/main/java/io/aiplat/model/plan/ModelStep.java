package io.aiplat.model.plan;

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

    /// Have the model engine fetch a model.
    record PullModel(String model) implements ModelStep {
        @Override
        public String title() {
            return "Pull model " + model;
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
