package io.aiplat.gateway.access;

import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.model.Settings;
import java.util.List;

/// Every setting of the endpoint: where it is, and who may reach it.
public final class GatewaySettings {
    /// Address to bind.
    public static final Setting<String> LISTEN = new Setting<>(
            "gateway.listen",
            SettingForms.address(),
            "127.0.0.1",
            "--listen",
            "Address of the endpoint. Anything but loopback needs `gateway.hosts`.");
    /// Port to bind.
    public static final Setting<Integer> PORT =
            new Setting<>("gateway.port", SettingForms.port(1), "8585", "--port", "Port of the endpoint.");
    private static final Setting<List<String>> HOSTS = new Setting<>(
            "gateway.hosts",
            SettingForms.hosts(),
            "",
            "Names under which others reach the endpoint; requests for any other name are refused.");
    private static final Setting<List<String>> ORIGINS = new Setting<>(
            "gateway.origins", SettingForms.origins(), "", "Web pages of these origins may call the endpoint.");

    /// The section.
    public static final SettingSection<Settings.Gateway> SECTION = new SettingSection<>(
            List.of(LISTEN, PORT, HOSTS, ORIGINS),
            values -> new Settings.Gateway(values.of(LISTEN), values.of(PORT), values.of(HOSTS), values.of(ORIGINS)));

    private GatewaySettings() {}
}
