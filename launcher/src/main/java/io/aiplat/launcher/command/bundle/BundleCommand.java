package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CommandGroup;
import io.aiplat.launcher.command.invocation.Invocation;
import java.util.List;
import picocli.CommandLine.Command;

/// `aiplat bundle`: bundle archives. A new subcommand is a class and a line here.
@Command(
        name = "bundle",
        description = {
            "Make, check and look into bundle archives.",
            "A bundle archive has all that aiplat runs in one signed file, to be carried to where there is no network."
        })
public final class BundleCommand implements CommandGroup {
    private final Invocation invocation;

    public BundleCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public List<Object> subcommands() {
        return List.of(
                new BundleCreateCommand(invocation),
                new BundleVerifyCommand(invocation),
                new BundleInspectCommand(invocation),
                new BundleDiffCommand(invocation),
                new BundleExtractCommand(invocation),
                new BundleMergeCommand(invocation),
                new BundleKeygenCommand(invocation));
    }
}
