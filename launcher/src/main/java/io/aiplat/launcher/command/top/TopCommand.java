package io.aiplat.launcher.command.top;

import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.shell.LiveScreen;
import io.aiplat.model.ApplianceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat top`: GPUs, models, requests and upstreams on one live screen; in a pipe, or for a program, one look.
@Command(
        name = "top",
        description = {
            "Show GPUs, models in memory, requests, tokens and upstreams on one live screen; q leaves it.",
            "In a pipe and with -o json it looks once. Exit status: 0 shown, 7 not running."
        })
public final class TopCommand implements Runnable {
    private final Invocation invocation;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "how often it looks, 1 to 60 seconds (default: 2)")
    private int every;

    @Option(names = "--once", description = "look once, on a terminal, too")
    private boolean once;

    public TopCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (ApplianceClient client = Appliances.client(invocation.home())) {
            TopLook look = new TopLook(client);
            TopReading first = look.now();
            if (once
                    || !invocation.surroundings().terminal()
                    || invocation.output().json()) {
                invocation.output().value(first.toJson(), String.join("\n", TopText.of(first)) + "\n");
                return;
            }
            LiveScreen.show(() -> lines(look), Duration.ofSeconds(Math.clamp(every, 1, 60)));
        } catch (IOException e) {
            throw new UncheckedIOException("the keyboard cannot be read", e);
        }
    }

    /// An appliance that is restarted meanwhile is waited for.
    private static List<String> lines(TopLook look) {
        try {
            return TopText.of(look.now());
        } catch (ApplianceException e) {
            return List.of(e.problem().what(), e.problem().why(), "", "q leaves; it is asked again.");
        }
    }
}
