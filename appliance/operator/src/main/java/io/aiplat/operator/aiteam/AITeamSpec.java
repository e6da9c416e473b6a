package io.aiplat.operator.aiteam;

import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Specification of an [AITeam].
///
/// @param teamName           1 to 40 small letters, digits and hyphens; it stays what it was
/// @param models             that the team may ask for, or beginnings of names with a `*` at the end; all where it
///     is not said
/// @param maxBudget          that it may spend, in the gateway's currency; 100.0 where it is not said
/// @param budgetDuration     time that the budget is for: `hour`, `day`, `week`, `month`, `total`, or the last so much
///     time, such as `6h`, up to `31d`; `30d` where it is not said
/// @param rpmLimit           requests in a minute; 100 where it is not said
/// @param tpmLimit           tokens in a minute; 100000 where it is not said
/// @param cpuQuota           CPUs that its pods may request; 4 where it is not said
/// @param memoryQuota        memory that its pods may request; `8Gi` where it is not said
/// @param gpuQuota           GPUs that its pods may request; 0 where it is not said
/// @param langfuseSecretName secret with keys of Langfuse; taken, and changes nothing here
@ValidationRule(
        value = "self.teamName.matches('^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$')",
        fieldPath = ".teamName",
        message = "spec.teamName has 1 to 40 small letters, digits and hyphens, and a hyphen neither first nor last")
@ValidationRule(
        value = "self.teamName == oldSelf.teamName",
        fieldPath = ".teamName",
        message = "spec.teamName stays what it was; make another AITeam")
@ValidationRule(
        value = "!has(self.maxBudget) || self.maxBudget.matches('^[0-9]{1,9}([.][0-9]{1,6})?$')",
        fieldPath = ".maxBudget",
        message = "spec.maxBudget is an amount such as 100.0")
@ValidationRule(
        value = "!has(self.budgetDuration)"
                + " || self.budgetDuration.matches('^([1-9][0-9]{0,5}[mhd]|hour|day|week|month|total)$')",
        fieldPath = ".budgetDuration",
        message = "spec.budgetDuration is hour, day, week, month, total, or a length such as 6h or 30d")
@ValidationRule(
        value = "!has(self.cpuQuota) || isQuantity(self.cpuQuota)",
        fieldPath = ".cpuQuota",
        message = "spec.cpuQuota is a quantity such as 4 or 500m")
@ValidationRule(
        value = "!has(self.memoryQuota) || isQuantity(self.memoryQuota)",
        fieldPath = ".memoryQuota",
        message = "spec.memoryQuota is a quantity such as 8Gi")
public record AITeamSpec(
        @Required @Size(max = 40) String teamName,
        @Size(min = 1, max = 64) @Nullable List<@Pattern("^([^*]{1,255}[*]?|[*])$") String> models,
        @Size(max = 16) @Nullable String maxBudget,
        @Size(max = 16) @Nullable String budgetDuration,
        @Min(1) @Nullable Long rpmLimit,
        @Min(1) @Nullable Long tpmLimit,
        @Size(max = 32) @Nullable String cpuQuota,
        @Size(max = 32) @Nullable String memoryQuota,
        @Min(0) @Nullable Integer gpuQuota,
        @Size(max = 253) @Nullable String langfuseSecretName) {}
