package io.aiplat.launcher.settings;

import io.aiplat.config.setting.Setting;
import java.util.Objects;

/// Writes the reference of settings from the table, so that the two cannot differ.
public final class SettingsReference {
    private static final String BEFORE = """
            # Settings

            A value comes from, later wins: default, `aiplat.yaml`, what was decided for the home, a variable, a flag.
            `aiplat settings` prints every value with the place it came from.

            Decided for the home is what a flag of `up`, `restart`, `serve` or `service install` has said, and what
            `aiplat settings set KEY VALUE` says. It is kept in `decided.json` in the home, which only its owner can
            read, and counts for every command until `aiplat settings unset KEY`; `aiplat plan` says what a change of it
            does before it is done. `--config` is kept as well.

            The file is the one of `--config`, else of `AIPLAT_CONFIG`, else the one that `up --config` named last, else
            `aiplat.yaml` in the home if there is one.
            One in the working directory is not read by itself: the same command means the same from any folder.
            A relative path in the file is relative to the file. A list may be written as YAML list or with commas.
            A value in the file may hold `${env:NAME}`, `${env:NAME:-default}` and `${file:path}` (without the file's last
            line break), or be `os.environ/NAME`; `$${` stands for a plain `${`. Every process that reads the file needs
            the variable, also one that systemd starts: a default or a file is there for all of them.
            An unknown key or an impossible value stops the command with exit status 3 and says where it stands.

            Every key is a flag of every command as `--set key=value`; those with a flag of their own have it in
            the commands that decide how the appliance runs.

            """;
    private static final String OPEN = """
            ## images.IMAGE

            An image to use in place of another: the key is a repository, or its beginning up to a slash, and the
            longest match wins. A replaced image loses its digest. Only in `aiplat.yaml` and by `--set`.

            ```yaml
            images:
              rancher/k3s: registry.example/k3s
              ghcr.io/x: registry.example/x
            ```

            ## network.registries.HOST

            The login of a registry: `username`, and the password in a file that only you may read (`password-file`,
            mode 0600) or, with the same care for `aiplat.yaml` itself, as `password`. Only in `aiplat.yaml` and by
            `--set`.

            ```yaml
            network:
              registries:
                registry.example:
                  username: me
                  password-file: ~/.config/registry-password
            ```

            ## Other variables

            """;

    private SettingsReference() {}

    /// The reference as Markdown.
    public static String markdown() {
        StringBuilder text = new StringBuilder(BEFORE);
        SettingTable.ALL.forEach(setting -> text.append(section(setting)));
        text.append(OPEN);
        EnvironmentValues.OTHERS.forEach((name, doc) ->
                text.append("* `").append(name).append("`: ").append(doc).append(".\n"));
        return text.toString();
    }

    private static String section(Setting<?> setting) {
        String fallback = Objects.requireNonNullElse(setting.fallback(), "");
        return "## " + setting.key() + "\n\n" + setting.doc() + "\n\n"
                + "* value: " + setting.form().words() + "\n"
                + "* default: " + (fallback.isEmpty() ? "not set" : "`" + fallback + "`") + "\n"
                + "* variable: `" + setting.variable() + "`\n"
                + (setting.flag() == null ? "" : "* flag: `" + setting.flag() + "`\n")
                + "\n";
    }
}
