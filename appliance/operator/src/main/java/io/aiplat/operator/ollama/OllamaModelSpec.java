package io.aiplat.operator.ollama;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;

/// Specification of an [OllamaModel].
///
/// @param model its name in a registry of Ollama, such as `llama2:7b`, or any other reference that
///     `aiplat models pull` takes
@ValidationRule(
        value = "self.model.matches('^\\\\S+$')",
        fieldPath = ".model",
        message = "spec.model is the name of a model, such as llama2:7b, without spaces")
public record OllamaModelSpec(@Required String model) {}
