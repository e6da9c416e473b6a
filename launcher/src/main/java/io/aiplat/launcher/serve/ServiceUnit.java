package io.aiplat.launcher.serve;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The text of a systemd unit that runs the appliance, for a person's own systemd.
public final class ServiceUnit {
    private ServiceUnit() {}

    /// The text.
    ///
    /// @param command   program and arguments
    /// @param variables of the environment; systemd's own is nearly empty
    public static String text(List<String> command, Map<String, String> variables) {
        String environment = new TreeMap<>(variables)
                .entrySet().stream()
                        .map(v -> "Environment=" + quoted(v.getKey() + "=" + v.getValue()) + "\n")
                        .collect(Collectors.joining());
        String line = command.stream().map(ServiceUnit::argument).collect(Collectors.joining(" "));
        return """
                # Written by `aiplat service install`; `aiplat service uninstall` removes it.
                [Unit]
                Description=aiplat: an OpenAI endpoint on this machine

                [Service]
                Type=exec
                ExecStart=%s
                %sRestart=on-failure
                RestartSec=5
                # A wrong command line and wrong settings do not mend themselves.
                RestartPreventExitStatus=2 3
                # Asked to end while it was still starting.
                SuccessExitStatus=130
                # The appliance ends its workers itself, after their last answers.
                KillMode=mixed
                TimeoutStopSec=30
                UMask=0077

                [Install]
                WantedBy=default.target
                """.formatted(line, environment);
    }

    /// One word of a command line, where `$` stands for a variable.
    static String argument(String word) {
        return quoted(word).replace("$", "$$");
    }

    /// One word, where `%` stands for what systemd knows.
    private static String quoted(String word) {
        return "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + "\"";
    }
}
