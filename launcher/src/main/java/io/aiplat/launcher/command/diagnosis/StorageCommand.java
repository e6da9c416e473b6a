package io.aiplat.launcher.command.diagnosis;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.model.Settings;
import io.aiplat.quality.series.SeriesBounds;
import io.aiplat.quality.trace.TraceBounds;
import io.aiplat.store.Home;
import io.aiplat.store.log.LogFiles;
import io.aiplat.store.process.ApplianceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `aiplat storage`: what a home keeps on the disk, kind by kind, with the bounds of each. It looks at the files, so it
/// works where nothing runs; what was dropped is known to the appliance alone.
@Command(
        name = "storage",
        description = {
            "Show what is kept on the disk, kind by kind: how much, how much at most, how long, and what was dropped.",
            "What was dropped is only known while aiplat runs."
        })
public final class StorageCommand implements Runnable {
    private final Invocation invocation;

    public StorageCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /// A kind of things that are kept.
    ///
    /// @param bytes   on the disk
    /// @param most    bytes that there may be; null for no bound of its own
    /// @param keep    how long; null for as long as nobody removes it
    /// @param dropped how many went for a bound; null where it is not known
    private record Kind(
            String name,
            long bytes,
            @Nullable Long most,
            @Nullable Duration keep,
            @Nullable Long dropped) {
        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("kind", name);
            json.put("bytes", bytes);
            json.put("most_bytes", most);
            json.put("keep_seconds", keep == null ? null : keep.toSeconds());
            json.put("dropped", dropped);
            return json;
        }
    }

    @Override
    public void run() {
        Home home = new Home(invocation.home());
        home.requireReadable();
        Settings settings = invocation.settings();
        TraceBounds traces = settings.of(TraceBounds.class);
        SeriesBounds metrics = settings.of(SeriesBounds.class);
        LogFiles logs = LogFiles.of(home);
        long parts = logs.parts("").size();
        List<Kind> kinds = new ArrayList<>();
        try {
            kinds.add(bounded("traces", home.traces(), traces.bytes(), traces.keep(), home, "/trace-storage"));
            kinds.add(bounded("metrics", home.metrics(), metrics.bytes(), metrics.keep(), home, "/metric-storage"));
            kinds.add(new Kind("logs", bytes(home.logs()), parts * (logs.kept() + 1) * logs.maxBytes(), null, null));
            kinds.add(free("keys and spend", home.gateway()));
            kinds.add(free("alerts", home.alerts()));
            kinds.add(new Kind("models", bytes(home.models()) + bytes(home.store()), null, null, null));
            kinds.add(free("images", home.images()));
            kinds.add(free("engines", home.engines()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        invocation.output().value(kinds.stream().map(Kind::toJson).toList(), text(kinds));
    }

    private static Kind free(String name, Path folder) throws IOException {
        return new Kind(name, bytes(folder), null, null, null);
    }

    private static Kind bounded(String name, Path folder, long most, Duration keep, Home home, String path)
            throws IOException {
        return new Kind(name, bytes(folder), most, keep, dropped(home, path));
    }

    private static @Nullable Long dropped(Home home, String path) {
        if (new ApplianceFile(home.appliance()).running().isEmpty()) {
            return null;
        }
        try (ApplianceClient client = Appliances.client(home.root())) {
            JsonNode use = client.admin("GET", path, null);
            long sum = 0;
            for (String why : List.of("too_old", "too_much", "too_long", "too_many", "late", "lost")) {
                sum += use.path(why).asLong();
            }
            return sum;
        }
    }

    /// Files that vanish meanwhile count nothing.
    private static long bytes(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        long[] sum = {0};
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sum[0] += attributes.size();
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return sum[0];
    }

    private static String text(List<Kind> kinds) {
        Table table = new Table("KIND", "NOW", "AT MOST", "KEPT FOR", "DROPPED");
        for (Kind kind : kinds) {
            table.row(
                    kind.name(),
                    Quantity.bytes(kind.bytes()),
                    kind.most() == null ? "-" : Quantity.bytes(kind.most()),
                    kind.keep() == null ? "-" : kind.keep().toDays() + " days",
                    kind.dropped() == null ? "-" : kind.dropped().toString());
        }
        return table.toText();
    }
}
