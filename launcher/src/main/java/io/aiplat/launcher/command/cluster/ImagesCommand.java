package io.aiplat.launcher.command.cluster;

import io.aiplat.launcher.client.OutboundHttp;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.launcher.wiring.InstallScope;
import io.aiplat.library.BundleLocks;
import io.aiplat.library.ImageNames;
import io.aiplat.library.ImagesLock;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.model.host.ContainerEngineFacts;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.ImageFacts;
import io.aiplat.supply.image.RegistryClient;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat images`: which images the bundles are made of, and what they are pinned to.
@Command(name = "images", description = "List the images of the bundles; pin them by digest.")
public final class ImagesCommand implements Runnable {
    private final Invocation invocation;

    public ImagesCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Without a subcommand: the list.
    @Override
    public void run() {
        list();
    }

    @Command(name = "list", description = "List every image, what it is called here, and where it was found.")
    void list() {
        try (InstallScope scope = new InstallScope(invocation.surroundings(), invocation.settings())) {
            Settings settings = scope.settings();
            ImageNames names = new ImageNames(settings.images());
            Map<ImageReference, String> users = users(scope.catalog());
            List<ImageReference> here =
                    users.keySet().stream().map(names::rewrite).toList();
            HostFacts host = scope.survey().look(settings, here, List.of());
            List<Map<String, Object>> images = new ArrayList<>();
            Table table = new Table("IMAGE", "PINNED", "USED BY", "HERE", "FOUND");
            users.forEach((image, user) -> {
                ImageReference name = names.rewrite(image);
                Found found = found(host, name);
                images.add(row(image, user, name, found));
                table.row(
                        image.nameAndTag(), image.digest() == null ? "no" : "yes", user, name.toString(), found.text());
            });
            invocation.output().value(images, table.toText());
        }
    }

    /// Every image with the bundle that uses it.
    private static Map<ImageReference, String> users(Catalog catalog) {
        Map<ImageReference, String> users = new LinkedHashMap<>();
        users.put(catalog.nodeImage(), "node");
        new TreeMap<>(catalog.bundles())
                .forEach((name, bundle) -> bundle.images().forEach(image -> users.putIfAbsent(image, name)));
        return users;
    }

    /// Where an image was found.
    ///
    /// @param where `local`, `registry`, `nowhere`, or `unknown` where there is no engine to ask
    /// @param text  the same for a person
    private record Found(String where, String text) {}

    private static Found found(HostFacts host, ImageReference image) {
        return switch (host.engine()) {
            case ContainerEngineFacts.Unusable _ -> new Found("unknown", "unknown: no container engine answers");
            case ContainerEngineFacts.Answers _ ->
                switch (Objects.requireNonNull(host.images().get(image), "every image was looked for")) {
                    case ImageFacts.Local(var _, long bytes) ->
                        new Found("local", "in the local engine, " + Quantity.bytes(bytes));
                    case ImageFacts.Pullable _ -> new Found("registry", "in its registry");
                    case ImageFacts.Missing(String reason) -> new Found("nowhere", "nowhere: " + reason);
                };
        };
    }

    private static Map<String, Object> row(ImageReference image, String user, ImageReference here, Found found) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("image", image.nameAndTag());
        row.put("digest", image.digest());
        row.put("used_by", user);
        row.put("here", here.toString());
        row.put("found", found.where());
        row.put("text", found.text());
        return row;
    }

    @Command(
            name = "lock",
            description = {
                "Ask the registries for the digest of every image and write them into the locks of the sources.",
                "Writes all of them or none."
            })
    void lock(
            @Parameters(
                            paramLabel = "FOLDER",
                            arity = "0..1",
                            defaultValue = "bundles",
                            description = "the folder bundles of the sources (default: bundles)")
                    Path folder) {
        Settings settings = invocation.settings();
        BundleLocks locks = new BundleLocks(invocation.surroundings().folder().resolve(folder));
        try (HttpClient http = new OutboundHttp(settings.network()).toSources()) {
            RegistryClient registries = new RegistryClient(
                    http,
                    settings.network().registries(),
                    Set.copyOf(settings.models().plainRegistries()));
            Map<Path, ImagesLock> filled = locks.fill(registries::digest);
            List<String> pinned = filled.values().stream()
                    .flatMap(lock -> lock.images().stream())
                    .map(ImageReference::toString)
                    .toList();
            invocation.output().value(Map.of("pinned", pinned), String.join("\n", pinned) + "\n");
        }
    }
}
