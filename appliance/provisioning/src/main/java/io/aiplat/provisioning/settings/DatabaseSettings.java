package io.aiplat.provisioning.settings;

import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Every setting of the database that gateway pods share.
public final class DatabaseSettings {
    // A name of Kubernetes, and what it takes as the name of an entry.
    private static final Pattern SECRET_NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?(/[-._a-zA-Z0-9]{1,253})?");

    private static final Setting<Secret> URL = new Setting<>(
            "database.url",
            ScalarForms.SECRET,
            null,
            "For the bundle `aiplat`: address of a PostgreSQL database (12 or newer) that has keys, budgets and spend of"
                    + " all its gateways, as pods reach it: `postgresql://USER:PASSWORD@HOST:PORT/NAME?sslmode=verify-full`"
                    + " and so on. It is put into the secret `aiplat-database`, and never printed. Not set, and no"
                    + " `database.secret` either, means that each gateway keeps its own.");
    private static final Setting<Path> AUTHORITY = new Setting<>(
            "database.ca-file",
            SettingForms.FILE,
            null,
            "PEM file of the authority of that database's certificate. Pods have it as `/etc/aiplat-database/ca.crt`,"
                    + " which the address names: `sslrootcert=/etc/aiplat-database/ca.crt`.");
    private static final Setting<String> SECRET = new Setting<>(
            "database.secret",
            new ScalarForm<>("the name of a secret, or NAME/ENTRY", (text, _) -> secret(text)),
            null,
            "In place of `database.url`: a secret in the namespace that you, or an operator of databases, makes. Its"
                    + " entry `url` has the address, or the one that is named behind a slash. aiplat does not read it.");

    /// The section.
    public static final SettingSection<Settings.GatewayDatabase> SECTION = new SettingSection<>(
            List.of(URL, AUTHORITY, SECRET),
            values -> new Settings.GatewayDatabase(
                    values.optional(URL), values.optional(AUTHORITY), values.optional(SECRET)));

    private DatabaseSettings() {}

    private static String secret(String text) {
        if (!SECRET_NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("is no name of a secret.");
        }
        return text;
    }
}
