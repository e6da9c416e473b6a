package io.aiplat.quality.prometheus;

import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.quality.series.SeriesStore;
import io.aiplat.quality.series.SeriesUse;
import java.util.List;

/// What is kept of metrics, in the management API.
public final class MetricResource implements ManagementResource {
    private static final ObjectType<SeriesUse> USE = ObjectType.<SeriesUse>named("MetricStorage")
            .field("bytes", JsonType.whole().described("On the disk."), SeriesUse::bytes)
            .field("series", JsonType.whole().described("That are taken now."), SeriesUse::series)
            .optional("oldest", JsonType.moment().described("Of which there are samples."), SeriesUse::oldest)
            .field("too_old", JsonType.whole().described("Samples that went for their age."), SeriesUse::tooOld)
            .field("too_much", JsonType.whole().described("Samples that went to make room."), SeriesUse::tooMuch)
            .field("too_many", JsonType.whole().described("Samples of series beyond the bound."), SeriesUse::tooMany)
            .field(
                    "late",
                    JsonType.whole().described("Samples after a newer one, as when a clock goes back."),
                    SeriesUse::late)
            .field("lost", JsonType.whole().described("Samples that could not be written."), SeriesUse::lost)
            .field(
                    "unreadable",
                    JsonType.whole().described("Files that are damaged, or of another version."),
                    SeriesUse::unreadable)
            .build();

    private final SeriesStore store;

    /// The resource over a store.
    public MetricResource(SeriesStore store) {
        this.store = store;
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(ManagementOperation.of("GET", "/metric-storage", PrincipalRole.ADMIN)
                .as("showMetricStorage", "How much is kept of metrics, and what was dropped since the gateway began.")
                .answering(USE, _ -> store.use()));
    }
}
