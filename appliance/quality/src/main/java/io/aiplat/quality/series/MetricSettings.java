package io.aiplat.quality.series;

import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import java.time.Duration;
import java.util.List;

/// Every setting of what is kept of metrics.
public final class MetricSettings {
    private static final Setting<Duration> INTERVAL = new Setting<>(
            "metrics.interval",
            SettingForms.time(),
            "15s",
            "From one sample of our own metrics to the next; one that is older than 5m is not shown as that of now.");
    private static final Setting<Duration> KEEP =
            new Setting<>("metrics.keep", SettingForms.time(), "720h", "How long samples of metrics are kept.");
    private static final Setting<Long> SIZE = new Setting<>(
            "metrics.size",
            SettingForms.size(),
            "256Mi",
            "Most that samples of metrics take on the disk; the oldest make room for new ones.");

    /// The section.
    public static final SettingSection<SeriesBounds> SECTION = new SettingSection<>(
            List.of(INTERVAL, KEEP, SIZE),
            values -> new SeriesBounds(
                    values.of(INTERVAL), values.of(KEEP), values.of(SIZE), SeriesBounds.USUAL.series()));

    private MetricSettings() {}
}
