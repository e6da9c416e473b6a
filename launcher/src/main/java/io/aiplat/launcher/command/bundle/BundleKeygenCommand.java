package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.supply.archive.SigningKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat bundle keygen`.
@Command(
        name = "keygen",
        description = {
            "Make a pair of keys to sign archives with.",
            "The one in FILE is for nobody else to have, the public one beside it for those who are to trust it."
        })
final class BundleKeygenCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "the new key, also -o FILE; the public one is FILE with .pub.pem")
    private Path to = Path.of("");

    BundleKeygenCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        Path file = new BundleFiles(invocation).path(to);
        SigningKey key = SigningKey.generate();
        Path open = key.write(file);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("key", file.toString());
        json.put("public_key", open.toString());
        json.put("fingerprint", key.verifying().fingerprint());
        invocation
                .output()
                .value(
                        json,
                        "Keep " + file + " to yourself and give away " + open + ".\nIts fingerprint is "
                                + key.verifying().fingerprint() + "\n");
    }
}
