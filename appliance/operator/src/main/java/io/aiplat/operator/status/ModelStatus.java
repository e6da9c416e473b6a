package io.aiplat.operator.status;

import io.aiplat.operator.realization.ModelReport;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Status of a resource that stands for a served model.
///
/// @param observedGeneration generation of the resource that this was found for
/// @param conditions         `Ready`, `Progressing`, `Degraded`
/// @param name               name that the model is kept under; the gateway serves it by this one too
/// @param brought            whether the model goes with the resource, because it came for it
/// @param digest             digest of its weights
/// @param bytes              bytes of it that are here
/// @param totalBytes         bytes that it will have
/// @param bytesPerSecond     bytes that come in a second, the mean of the last ten
/// @param secondsLeft        seconds until all of it is here, at that speed
/// @param context            tokens it can see at once
/// @param placement          where it is in memory now: `GPU`, `CPU`, or `GPU and CPU`
/// @param memoryBytes        bytes of memory that it takes there, measured
public record ModelStatus(
        @Nullable Long observedGeneration,
        List<Condition> conditions,
        @Nullable String name,
        @Nullable Boolean brought,
        @Nullable String digest,
        @Nullable Long bytes,
        @Nullable Long totalBytes,
        @Nullable Long bytesPerSecond,
        @Nullable Long secondsLeft,
        @Nullable Integer context,
        @Nullable String placement,
        @Nullable Long memoryBytes)
        implements ConditionedStatus {
    public ModelStatus {
        // Kubernetes leaves out what is empty.
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /// What follows from conditions and a report.
    ///
    /// @param report null where nothing is known
    public static ModelStatus of(List<Condition> conditions, @Nullable ModelReport report) {
        Long generation = conditions.getFirst().getObservedGeneration();
        return report == null
                ? new ModelStatus(generation, conditions, null, null, null, null, null, null, null, null, null, null)
                : new ModelStatus(
                        generation,
                        conditions,
                        report.name(),
                        report.brought(),
                        report.digest(),
                        report.bytes(),
                        report.totalBytes(),
                        report.bytesPerSecond(),
                        report.secondsLeft(),
                        report.context(),
                        report.placement(),
                        report.memoryBytes());
    }

    /// What it says of the model; null for nothing.
    public @Nullable ModelReport report() {
        return brought == null
                ? null
                : new ModelReport(
                        name,
                        brought,
                        digest,
                        bytes,
                        totalBytes,
                        bytesPerSecond,
                        secondsLeft,
                        context,
                        placement,
                        memoryBytes);
    }
}
