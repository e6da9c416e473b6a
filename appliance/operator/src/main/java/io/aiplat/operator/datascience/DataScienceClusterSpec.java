package io.aiplat.operator.datascience;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.crd.generator.annotation.PreserveUnknownFields;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Specification of a [DataScienceCluster].
///
/// @param components of the platform, by their names; one that is not named is Removed
public record DataScienceClusterSpec(@Nullable Map<String, Component> components) {
    /// What is to become of a component. What else a component may say tunes programs that are not here, and changes
    /// nothing.
    ///
    /// @param managementState Managed where it is to be there, Removed where it is not; Unmanaged leaves it alone
    /// @param devFlags        other manifests than those of the platform; refused
    @PreserveUnknownFields
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(
            value = "!has(self.devFlags)",
            message = "devFlags would install manifests of somewhere else; install those with aiplat deploy --overlay")
    public record Component(
            @Pattern("^(Managed|Unmanaged|Removed|)$") @Nullable
            String managementState,

            @Nullable DevFlags devFlags) {}

    /// Manifests of somewhere else.
    ///
    /// @param manifests a list of them
    @PreserveUnknownFields
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DevFlags(@Nullable JsonNode manifests) {}
}
