package io.aiplat.operator.agenticlayer;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Specification of a [GuardrailProvider].
///
/// @param type             what it speaks: `presidio-api`, `openai-moderation-api` or `bedrock-api`
/// @param presidio         where Presidio is
/// @param openaiModeration where OpenAI's moderation is
/// @param bedrock          where Bedrock is
@ValidationRule(
        value = "self.type in ['presidio-api', 'openai-moderation-api', 'bedrock-api']",
        fieldPath = ".type",
        message = "spec.type is presidio-api, openai-moderation-api or bedrock-api")
@ValidationRule(
        value = "self.type != 'presidio-api' || has(self.presidio)",
        fieldPath = ".type",
        message = "a provider of the type presidio-api says where that is: spec.presidio.baseUrl")
public record GuardrailProviderSpec(
        @Required String type,
        @Nullable PresidioAddress presidio,
        @Nullable JsonNode openaiModeration,
        @Nullable JsonNode bedrock) {
    /// Where Presidio is.
    ///
    /// @param baseUrl         base address, to which `/analyze` is added
    /// @param apiKeySecretRef key that it asks for; Presidio asks for none
    @ValidationRule(
            value =
                    "isURL(self.baseUrl) && (self.baseUrl.startsWith('http://') || self.baseUrl.startsWith('https://'))",
            fieldPath = ".baseUrl",
            message = "baseUrl is an address that begins with http:// or https://")
    public record PresidioAddress(
            @Required @Size(max = 2048) String baseUrl,
            @Nullable JsonNode apiKeySecretRef) {}
}
