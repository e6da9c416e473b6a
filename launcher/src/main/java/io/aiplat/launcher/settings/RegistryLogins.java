package io.aiplat.launcher.settings;

import io.aiplat.config.ScalarForm;
import io.aiplat.config.ValueForm;
import io.aiplat.config.setting.RawSetting;
import io.aiplat.config.setting.SettingValues;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Secret;
import io.aiplat.model.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `network.registries`: for each host a username and a password, best in a file of its own.
final class RegistryLogins {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private static final ValueForm<String> TEXT = new ScalarForm<>("text", (text, _) -> text);

    private final SettingValues values;

    /// @param values that were stated
    RegistryLogins(SettingValues values) {
        this.values = values;
    }

    /// The logins by host.
    Map<String, RegistryLogin> read() {
        Map<String, RegistryLogin> logins = new HashMap<>();
        values.in(NetworkSettings.REGISTRIES)
                .forEach((host, fields) -> login(host, fields).ifPresent(login -> logins.put(host, login)));
        return logins;
    }

    private Optional<RegistryLogin> login(String host, Map<String, RawSetting> fields) {
        RawSetting username = fields.get(NetworkSettings.USERNAME);
        RawSetting password = fields.get(NetworkSettings.PASSWORD);
        RawSetting file = fields.get(NetworkSettings.PASSWORD_FILE);
        boolean onePassword = (password == null) != (file == null);
        if (username == null || username.text().isBlank() || !onePassword) {
            String key = NetworkSettings.REGISTRIES.prefix() + "." + host;
            values.report(SettingsProblems.conflict(
                    key + " is no complete login",
                    "A login is a username and either a password-file or a password.",
                    "State " + key + ".username and " + key + ".password-file"));
            return Optional.empty();
        }
        String name = values.read(username, TEXT);
        Optional<Secret> secret = file == null ? stated(password) : ofFile(file);
        return name == null ? Optional.empty() : secret.map(s -> new RegistryLogin(name, s));
    }

    private Optional<Secret> stated(@Nullable RawSetting password) {
        String text = password == null ? null : values.read(password, TEXT);
        if (password == null || text == null || text.isEmpty()) {
            return Optional.empty();
        }
        // What the file takes from elsewhere does not stand in it.
        if (password.source().environment() != null && text.equals(password.text())) {
            refuseIfOthersMayRead(password.key(), Path.of(password.source().label()));
        }
        return Optional.of(new Secret(text));
    }

    private Optional<Secret> ofFile(RawSetting file) {
        try {
            String named = values.read(file, TEXT);
            if (named == null) {
                return Optional.empty();
            }
            Path path = file.source().resolve(named);
            String text = TextFile.read(path, TextFile.MOST_SECRET_BYTES).strip();
            refuseIfOthersMayRead(file.key(), path);
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
            values.report(SettingsProblems.invalidValue(
                    file.key(), file.place(), path + " is empty.", "a file that holds the password"));
        } catch (TextFile.Unreadable e) {
            values.report(SettingsProblems.invalidValue(
                    file.key(), file.place(), e.reason(), "a file that holds the password"));
        } catch (InvalidPathException e) {
            values.report(SettingsProblems.invalidValue(
                    file.key(), file.place(), "It is no name of a file.", "a file that holds the password"));
        }
        return Optional.empty();
    }

    private void refuseIfOthersMayRead(String key, Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                values.report(SettingsProblems.secretExposed(key, file));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Without POSIX permissions (Windows) a user's files are closed to others by the folder they are in.
            return;
        }
    }
}
