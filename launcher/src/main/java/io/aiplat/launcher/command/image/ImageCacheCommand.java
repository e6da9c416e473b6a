package io.aiplat.launcher.command.image;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.command.invocation.ShutdownWait;
import io.aiplat.launcher.images.ImageCachePort;
import io.aiplat.launcher.images.ImageCacheProblems;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Settings;
import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.image.cache.ImageCache;
import io.aiplat.supply.image.cache.KeptImages;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `aiplat image cache`: a registry that hands on what others have, and keeps it.
@Command(name = "cache", description = "Keep the images that nodes pull, and serve them from here.")
final class ImageCacheCommand {
    private static final String USUAL_SIZE = "50GiB";
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5})(MiB|GiB)");

    private static final int MOST_PORT = 65_535;

    private final Invocation invocation;

    ImageCacheCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Command(
            name = "serve",
            description = {
                "Be a mirror of every registry, for containerd and k3s: what nodes pull is fetched once, kept by digest, and"
                        + " served without its registry from then on.",
                "Logins, proxies and a company's authority are those of the settings. Who can reach the port can have any"
                        + " image that these logins open, so it listens on 127.0.0.1 unless --listen says more.",
                "Exit status: 0 stopped by SIGTERM, 4 it cannot listen."
            })
    int serve(
            @Option(
                            names = "--listen",
                            paramLabel = "ADDRESS",
                            defaultValue = "127.0.0.1",
                            description = "of this machine, where nodes reach it (default: 127.0.0.1)")
                    String listen,
            @Option(
                            names = "--port",
                            paramLabel = "PORT",
                            defaultValue = "5055",
                            description = "(default: 5055; 0 chooses one)")
                    int port,
            @Option(
                            names = "--size",
                            paramLabel = "SIZE",
                            defaultValue = USUAL_SIZE,
                            description =
                                    "what is kept at most, as 20GiB; what was not used for the longest time goes first"
                                            + " (default: 50GiB)")
                    String size) {
        long most = bytes(size);
        if (port < 0 || port > MOST_PORT) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "--port takes a port, 0 to " + MOST_PORT + ", and not " + port, "aiplat image cache serve"));
        }
        Settings settings = invocation.settings();
        try (InstallScope scope = new InstallScope(invocation.surroundings(), settings);
                HttpClient http = scope.outbound().toSources()) {
            RegistryAccess registries = new RegistryAccess(
                    http,
                    settings.network().registries(),
                    Set.copyOf(settings.models().plainRegistries()));
            scope.home().open();
            ImageCache cache = new ImageCache(kept(scope), registries, most);
            try (ImageCachePort opened = ImageCachePort.open(listen, port, cache)) {
                return ShutdownWait.untilStopped(
                                () -> invocation
                                        .output()
                                        .note("Images are served on " + listen + ":" + opened.port()
                                                + ". Ctrl-C or SIGTERM ends it."),
                                () -> {})
                        .status();
            }
        }
    }

    @Command(
            name = "list",
            description = {"List what is kept: each tag with the digest it stood for when it was last pulled."})
    void list() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            Path folder = scope.home().images();
            try {
                KeptImages kept = kept(scope);
                Table table = new Table("IMAGE", "DIGEST", "USED");
                List<Map<String, Object>> images = new ArrayList<>();
                for (KeptImages.Tag tag : kept.tags()) {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("image", tag.image());
                    row.put("digest", tag.digest());
                    row.put("used", tag.used().toString());
                    images.add(row);
                    table.row(
                            tag.image(),
                            tag.digest(),
                            tag.used().truncatedTo(ChronoUnit.SECONDS).toString());
                }
                Map<String, Object> all = new LinkedHashMap<>();
                all.put("bytes", kept.bytes());
                all.put("images", images);
                invocation
                        .output()
                        .value(
                                all,
                                (images.isEmpty() ? "" : table.toText()) + Quantity.bytes(kept.bytes())
                                        + " are kept.\n");
            } catch (IOException e) {
                throw new ApplianceException(ImageCacheProblems.unreadable(folder, String.valueOf(e.getMessage())), e);
            }
        }
    }

    private static KeptImages kept(InstallScope scope) {
        return new KeptImages(scope.home().images(), InstantSource.system());
    }

    private static long bytes(String text) {
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw new ApplianceException(CommandProblems.wrongLine(
                    "--size takes a size as 500MiB or 50GiB, and not " + text, "aiplat image cache serve"));
        }
        return Long.parseLong(m.group(1)) << (m.group(2).equals("GiB") ? 30 : 20);
    }
}
