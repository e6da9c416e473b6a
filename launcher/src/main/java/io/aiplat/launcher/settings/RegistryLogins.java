package io.aiplat.launcher.settings;

import io.aiplat.model.Problem;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.Secret;
import io.aiplat.model.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `network.registries`: for each host a username and a password, best in a file of its own.
final class RegistryLogins {
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

    private final List<Problem> problems;

    /// @param problems takes what is wrong
    RegistryLogins(List<Problem> problems) {
        this.problems = problems;
    }

    /// The logins by host.
    ///
    /// @param stated   by host
    /// @param settings the file that was read; a password stated in it asks for the same care
    Map<String, RegistryLogin> read(Map<String, List<RawSetting>> stated, @Nullable Path settings) {
        Map<String, RegistryLogin> logins = new HashMap<>();
        stated.forEach(
                (host, values) -> login(host, byField(values), settings).ifPresent(login -> logins.put(host, login)));
        return logins;
    }

    private static Map<String, RawSetting> byField(List<RawSetting> values) {
        Map<String, RawSetting> fields = new HashMap<>();
        values.forEach(s -> fields.put(WildcardKey.parse(s.key()).orElseThrow().field(), s));
        return fields;
    }

    private Optional<RegistryLogin> login(String host, Map<String, RawSetting> fields, @Nullable Path settings) {
        RawSetting username = fields.get(WildcardKey.USERNAME);
        RawSetting password = fields.get(WildcardKey.PASSWORD);
        RawSetting file = fields.get(WildcardKey.PASSWORD_FILE);
        boolean onePassword = (password == null) != (file == null);
        if (username == null || username.text().isBlank() || !onePassword) {
            String key = WildcardKey.REGISTRIES + "." + host;
            problems.add(SettingsProblems.conflict(
                    key + " is no complete login",
                    "A login is a username and either a password-file or a password.",
                    "State " + key + ".username and " + key + ".password-file"));
            return Optional.empty();
        }
        Optional<Secret> secret = file == null ? stated(password, settings) : ofFile(file);
        return secret.map(s -> new RegistryLogin(username.text(), s));
    }

    private Optional<Secret> stated(@Nullable RawSetting password, @Nullable Path settings) {
        if (password == null || password.text().isEmpty()) {
            return Optional.empty();
        }
        if (settings != null && password.origin().name().startsWith(settings + ":")) {
            refuseIfOthersMayRead(password.key(), settings);
        }
        return Optional.of(new Secret(password.text()));
    }

    private Optional<Secret> ofFile(RawSetting file) {
        try {
            Path path = file.origin().resolve(file.text());
            String text = TextFile.read(path, TextFile.MOST_SECRET_BYTES).strip();
            refuseIfOthersMayRead(file.key(), path);
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
            problems.add(SettingsProblems.invalidValue(
                    file.key(), file.origin().name(), path + " is empty.", "a file that holds the password"));
        } catch (TextFile.Unreadable e) {
            problems.add(SettingsProblems.invalidValue(
                    file.key(), file.origin().name(), e.reason(), "a file that holds the password"));
        } catch (InvalidPathException e) {
            problems.add(SettingsProblems.invalidValue(
                    file.key(), file.origin().name(), "It is no name of a file.", "a file that holds the password"));
        }
        return Optional.empty();
    }

    private void refuseIfOthersMayRead(String key, Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                problems.add(SettingsProblems.secretExposed(key, file));
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Without POSIX permissions (Windows) a user's files are closed to others by the folder they are in.
            return;
        }
    }
}
