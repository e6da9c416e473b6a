package io.aiplat.quality.trace;

import io.aiplat.config.ScalarForms;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import java.time.Duration;
import java.util.List;

/// Every setting of what is kept of traces.
public final class TraceSettings {
    private static final Setting<Duration> KEEP = new Setting<>(
            "traces.keep", SettingForms.time(), "720h", "How long traces are kept that programs have sent.");
    private static final Setting<Long> SIZE = new Setting<>(
            "traces.size",
            SettingForms.size(),
            "1Gi",
            "Most that traces take on the disk; the oldest make room for new ones.");

    /// The section.
    public static final SettingSection<TraceBounds> SECTION = new SettingSection<>(
            List.of(KEEP, SIZE), values -> new TraceBounds(values.of(KEEP), values.of(SIZE), TraceBounds.USUAL.most()));

    private static final Setting<Boolean> GATEWAY = new Setting<>(
            "traces.gateway",
            ScalarForms.YES_NO,
            "true",
            "Whether a trace of each request to a model is kept, without what was said in it.");

    /// The section of what the gateway traces itself.
    public static final SettingSection<GatewayTracing> GATEWAY_SECTION =
            new SettingSection<>(List.of(GATEWAY), values -> new GatewayTracing(values.of(GATEWAY)));

    private TraceSettings() {}
}
