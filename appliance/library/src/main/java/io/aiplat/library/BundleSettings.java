package io.aiplat.library;

import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.model.Settings;
import java.util.List;

/// The setting that names bundles. Whether there are such is for the plan to say: whoever goes back needs none.
public final class BundleSettings {
    private static final Setting<List<String>> BUNDLES = new Setting<>(
            "bundles",
            SettingForms.names(),
            "",
            "--bundles",
            "Bundles to install in the cluster besides what the model engine needs: folders of bundles/ in this aiplat,"
                    + " with all that they need. `up --with NAME` adds one. One that is taken out again is removed by"
                    + " the next `up`; what it has stored stays.");

    /// The section.
    public static final SettingSection<Settings.WantedBundles> SECTION =
            new SettingSection<>(List.of(BUNDLES), values -> new Settings.WantedBundles(values.of(BUNDLES)));

    private BundleSettings() {}
}
