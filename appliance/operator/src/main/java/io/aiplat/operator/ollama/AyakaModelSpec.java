package io.aiplat.operator.ollama;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Specification of an [AyakaModel]. Here one engine serves all models from one store, so what is said of pods and
/// volumes of a model of its own is taken and changes nothing.
///
/// @param image                 name of the model; it is no image of a container
/// @param replicas              number of servers of the model
/// @param imagePullPolicy       when the model is fetched
/// @param imagePullSecrets      logins of its registry
/// @param persistentVolume      access mode of its volume
/// @param persistentVolumeClaim claim that is there already
/// @param storageClassName      class of its volume
/// @param runtimeClassName      runtime class of its pods
/// @param resources             resources of its pods
/// @param podTemplate           template of its pods
/// @param extraEnv              variables of its pods
/// @param extraEnvFrom          sources of variables of its pods
@ValidationRule(
        value = "self.image.matches('^\\\\S+$')",
        fieldPath = ".image",
        message = "spec.image is the name of a model, such as phi, without spaces")
public record AyakaModelSpec(
        @Required String image,
        @Min(0) @Nullable Integer replicas,
        @Nullable String imagePullPolicy,
        @Nullable JsonNode imagePullSecrets,
        @Nullable JsonNode persistentVolume,
        @Nullable JsonNode persistentVolumeClaim,
        @Nullable String storageClassName,
        @Nullable String runtimeClassName,
        @Nullable JsonNode resources,
        @Nullable JsonNode podTemplate,
        @Nullable JsonNode extraEnv,
        @Nullable JsonNode extraEnvFrom) {}
