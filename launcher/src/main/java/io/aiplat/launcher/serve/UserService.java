package io.aiplat.launcher.serve;

import io.aiplat.host.Processes;
import io.aiplat.model.ApplianceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The appliance as a service of a person's own systemd, which starts it again after a crash and at log-in.
public final class UserService {
    /// Name of the unit.
    public static final String NAME = "aiplat.service";

    private final Processes processes;
    private final Path file;

    /// The service of a person.
    ///
    /// @param environment of this process
    /// @param userHome    where `.config` is, unless the environment names another place
    public UserService(Processes processes, Map<String, String> environment, Path userHome) {
        this.processes = processes;
        String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path config = xdg.isBlank() ? userHome.resolve(".config") : Path.of(xdg);
        this.file = config.resolve("systemd").resolve("user").resolve(NAME);
    }

    /// The unit's file, whether it is there or not.
    public Path file() {
        return file;
    }

    /// Whether the unit's file is there.
    public boolean installed() {
        return Files.exists(file);
    }

    /// Whether it is there and serves that home.
    public boolean serves(Path home) {
        try {
            return installed() && Files.readString(file).contains(ServiceUnit.argument(home.toString()));
        } catch (IOException e) {
            throw failed("could not be read", e);
        }
    }

    /// Whether the person's systemd answers. In a container, and behind `su`, it does not.
    public boolean answers() {
        return processes.find("systemctl").isPresent()
                && systemctl("show-environment").ok();
    }

    /// Writes the unit, readable by its owner only, because variables may hold passwords.
    ///
    /// @throws ApplianceException SERVE_UNIT_NOT_CHANGED
    public void write(String text) {
        try {
            Files.createDirectories(file.getParent());
            Path next = Files.createTempFile(
                    file.getParent(),
                    "aiplat",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(next, text);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("could not be written", e);
        }
    }

    /// Has systemd start it now and at log-in.
    ///
    /// @throws ApplianceException SERVE_SYSTEMD_REFUSED
    public void enable() {
        demand("daemon-reload");
        demand("enable", NAME);
        demand("restart", NAME);
    }

    /// Stops it and takes the unit away.
    ///
    /// @return whether there was one
    /// @throws ApplianceException SERVE_UNIT_NOT_CHANGED, SERVE_SYSTEMD_REFUSED
    public boolean uninstall() {
        if (!installed()) {
            return false;
        }
        boolean answers = answers();
        if (answers) {
            demand("disable", "--now", NAME);
        }
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw failed("could not be deleted", e);
        }
        if (answers) {
            demand("daemon-reload");
        }
        return true;
    }

    /// What systemd says of it: `active`, `failed`, `inactive`, …; `unknown` where systemd does not answer.
    public String activity() {
        if (!answers()) {
            return "unknown";
        }
        // Its exit code says the same as its word.
        return systemctl("is-active", NAME).out().strip();
    }

    private void demand(String... words) {
        Said said = systemctl(words);
        if (!said.ok()) {
            throw new ApplianceException(ServeProblems.systemdRefused(
                    "systemctl --user " + String.join(" ", words), said.error().strip()));
        }
    }

    /// What systemctl said.
    private record Said(boolean ok, String out, String error) {}

    private Said systemctl(String... words) {
        List<String> command = new ArrayList<>(List.of("systemctl", "--user"));
        command.addAll(List.of(words));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        boolean ok = processes.run(command, Map.of(), out, error) == 0;
        return new Said(ok, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
    }

    private ApplianceException failed(String what, IOException e) {
        return new ApplianceException(ServeProblems.unitNotChanged(file + " " + what, e.toString()), e);
    }
}
