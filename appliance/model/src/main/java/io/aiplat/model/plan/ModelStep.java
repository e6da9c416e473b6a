package io.aiplat.model.plan;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Model step: what the model engine does, once it answers.
public sealed interface ModelStep extends Step {
    /// Start an Ollama of this machine that is installed but does not answer.
    ///
    /// @param binary    path of the program
    /// @param variables of its environment besides those that it always gets: on which GPUs it computes, and how
    record StartOllama(String binary, Map<String, String> variables) implements ModelStep {
        public StartOllama {
            // By name: what a plan prints is the same each time.
            variables = Collections.unmodifiableSortedMap(new TreeMap<>(variables));
        }

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
