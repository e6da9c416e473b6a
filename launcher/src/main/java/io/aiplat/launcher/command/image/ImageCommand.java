package io.aiplat.launcher.command.image;

import io.aiplat.launcher.command.invocation.CommandGroup;
import io.aiplat.launcher.command.invocation.Invocation;
import java.util.List;
import picocli.CommandLine.Command;

/// `aiplat image`: the container image of this aiplat, and a cache of others.
@Command(
        name = "image",
        description = {
            "Make the container image of this aiplat; keep images that nodes pull.",
            "Which images the bundles are made of is told by aiplat images."
        })
public final class ImageCommand implements CommandGroup {
    private final Invocation invocation;

    public ImageCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public List<Object> subcommands() {
        return List.of(new ImageBuildCommand(invocation), new ImageCacheCommand(invocation));
    }
}
