package io.aiplat.launcher.settings;

import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.config.setting.WildcardSection;
import io.aiplat.model.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Every setting of what reaches out: proxies, a certificate authority, logins of registries.
final class NetworkSettings {
    static final String USERNAME = "username";
    static final String PASSWORD = "password";
    static final String PASSWORD_FILE = "password-file";
    static final WildcardSection REGISTRIES =
            new WildcardSection("network.registries", List.of(USERNAME, PASSWORD_FILE, PASSWORD), Set.of(PASSWORD));
    static final Setting<URI> HTTP_PROXY = new Setting<>(
            "network.http-proxy",
            SettingForms.proxy(),
            null,
            "Proxy for http; not set means the variable `http_proxy` or `HTTP_PROXY`.");
    static final Setting<URI> HTTPS_PROXY = new Setting<>(
            "network.https-proxy",
            SettingForms.proxy(),
            null,
            "Proxy for https; not set means the variable `https_proxy` or `HTTPS_PROXY`.");
    static final Setting<List<String>> NO_PROXY = new Setting<>(
            "network.no-proxy",
            SettingForms.proxyExceptions(),
            "",
            "What is reached without the proxy; not set means the variable `no_proxy` or `NO_PROXY`.");
    static final Setting<Path> CA_FILE = new Setting<>(
            "network.ca-file",
            SettingForms.FILE,
            null,
            "PEM file of a certificate authority to trust besides the usual ones.");

    private static final Setting<URI> IMAGE_MIRROR = new Setting<>(
            "network.image-mirror",
            SettingForms.url(),
            null,
            "Mirror of all registries that a node of `docker` or `native` asks for images first, such as"
                    + " `aiplat image cache serve` of another machine; where it does not answer, the registries themselves.");

    /// The section.
    static final SettingSection<Settings.Network> SECTION = new SettingSection<>(
            List.of(HTTP_PROXY, HTTPS_PROXY, NO_PROXY, CA_FILE, IMAGE_MIRROR),
            List.of(REGISTRIES),
            Map.of(),
            values -> new Settings.Network(
                    values.optional(HTTP_PROXY),
                    values.optional(HTTPS_PROXY),
                    values.of(NO_PROXY),
                    values.optional(CA_FILE),
                    new RegistryLogins(values).read(),
                    values.optional(IMAGE_MIRROR)));

    private NetworkSettings() {}
}
