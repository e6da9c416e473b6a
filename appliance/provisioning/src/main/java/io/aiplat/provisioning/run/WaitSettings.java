package io.aiplat.provisioning.run;

import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.model.Settings;
import java.time.Duration;
import java.util.List;

/// Every setting of how long to wait until something is seen ready.
public final class WaitSettings {
    private static final Setting<Duration> NODE =
            new Setting<>("waits.node", SettingForms.time(), "3m", "How long the node may take to be Ready.");
    private static final Setting<Duration> WORKLOAD =
            new Setting<>("waits.workload", SettingForms.time(), "5m", "How long a workload may take to be available.");
    private static final Setting<Duration> MODEL =
            new Setting<>("waits.model", SettingForms.time(), "10m", "How long a model may take to answer.");
    private static final Setting<Duration> APPLIANCE =
            new Setting<>("waits.appliance", SettingForms.time(), "60s", "How long the appliance may take to answer.");
    private static final Setting<Duration> START = new Setting<>(
            "waits.start",
            SettingForms.time(),
            "5m",
            "How long a request may wait for a server that is started because of it.");

    /// The section.
    public static final SettingSection<Settings.Waits> SECTION = new SettingSection<>(
            List.of(NODE, WORKLOAD, MODEL, APPLIANCE, START),
            values -> new Settings.Waits(
                    values.of(NODE), values.of(WORKLOAD), values.of(MODEL), values.of(APPLIANCE), values.of(START)));

    private WaitSettings() {}
}
