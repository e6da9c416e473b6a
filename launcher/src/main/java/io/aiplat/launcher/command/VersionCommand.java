package io.aiplat.launcher.command;

import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;

/// `aiplat version`.
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Runnable {
    private final Invocation invocation;

    VersionCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("version", Version.number());
        answer.put("java", Runtime.version().toString());
        invocation.output().value(answer, "aiplat " + Version.number() + "\n");
    }
}
