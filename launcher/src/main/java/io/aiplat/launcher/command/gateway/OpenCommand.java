package io.aiplat.launcher.command.gateway;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.wiring.ProcessContext;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat open`: the page, in the browser of this desktop where there is one, by a link that signs in once.
@Command(
        name = "open",
        description = {
            "Print a link to the page that signs you in, and open it where there is a desktop.",
            "The link works once, for ten minutes. Exit status: 0 printed, 7 not running."
        })
public final class OpenCommand implements Runnable {
    private final Invocation invocation;

    @Option(names = "--print", description = "only print it")
    private boolean print;

    public OpenCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        URI link;
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            link = client.loginLink();
        }
        invocation.output().value(Map.of("url", link.toString()), link + "\n");
        if (!print && invocation.surroundings().terminal()) {
            open(link);
        }
    }

    /// Whoever cannot be opened a browser for has the link.
    private void open(URI link) {
        List<String> command = new ArrayList<>(opener(invocation.surroundings()));
        if (command.isEmpty()) {
            invocation.output().note("No desktop is here: open it in a browser that reaches this machine.");
            return;
        }
        command.add(link.toString());
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            invocation.output().note("No browser was opened: " + e.getMessage());
        }
    }

    /// What opens an address on this desktop; empty where there is none.
    static List<String> opener(ProcessContext surroundings) {
        String system = surroundings.properties().getOrDefault("os.name", "").toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            return List.of("open");
        }
        if (system.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        Map<String, String> environment = surroundings.environment();
        boolean desktop = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return desktop ? List.of("xdg-open") : List.of();
    }
}
