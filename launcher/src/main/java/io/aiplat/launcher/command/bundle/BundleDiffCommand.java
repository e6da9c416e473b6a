package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.supply.archive.ArchiveReader;
import io.aiplat.supply.archive.TrustedKeys;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchivePart;
import io.aiplat.supply.blob.BlobDigest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat bundle diff`.
@Command(name = "diff", description = "Say what a second archive would change where the first is installed.")
final class BundleDiffCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(index = "0", paramLabel = "OLD", description = "an archive")
    private Path before = Path.of("");

    @CompletesAs(CompletionKind.FILES)
    @Parameters(index = "1", paramLabel = "NEW", description = "another one")
    private Path after = Path.of("");

    BundleDiffCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        BundleFiles files = new BundleFiles(invocation);
        try (ArchiveReader old = ArchiveReader.open(files.path(before), TrustedKeys.anybody());
                ArchiveReader next = ArchiveReader.open(files.path(after), TrustedKeys.anybody())) {
            Set<BlobDigest> there =
                    old.manifest().blobs().stream().map(ArchiveBlob::digest).collect(Collectors.toSet());
            long fresh = next.manifest().blobs().stream()
                    .filter(blob -> !there.contains(blob.digest()))
                    .mapToLong(ArchiveBlob::bytes)
                    .sum();
            List<Map<String, Object>> changes = new ArrayList<>();
            Table table = new Table("CHANGE", "KIND", "NAME", "BEFORE", "AFTER");
            compare(old.manifest(), next.manifest(), changes, table);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("from_version", old.manifest().version().text());
            json.put("to_version", next.manifest().version().text());
            json.put("new_bytes", fresh);
            json.put("changes", changes);
            invocation
                    .output()
                    .value(
                            json,
                            (changes.isEmpty() ? "" : table.toText() + "\n") + "version "
                                    + old.manifest().version() + " to "
                                    + next.manifest().version() + ", "
                                    + (changes.isEmpty() ? "nothing changes" : Quantity.bytes(fresh) + " are new")
                                    + "\n");
        }
    }

    private static void compare(
            ArchiveManifest old, ArchiveManifest next, List<Map<String, Object>> changes, Table table) {
        Map<String, ArchivePart> olds = byTitle(old);
        Map<String, ArchivePart> news = byTitle(next);
        Set<String> titles = new TreeSet<>(olds.keySet());
        titles.addAll(news.keySet());
        for (String title : titles) {
            ArchivePart was = olds.get(title);
            ArchivePart is = news.get(title);
            ArchivePart any = is == null ? was : is;
            if (any == null || (was != null && is != null && was.blobs().equals(is.blobs()))) {
                continue;
            }
            String change = was == null ? "added" : is == null ? "removed" : "changed";
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("change", change);
            row.put("kind", any.kind().word());
            row.put("name", any.name());
            row.put("before_bytes", was == null ? null : was.bytes());
            row.put("after_bytes", is == null ? null : is.bytes());
            changes.add(row);
            table.row(change, any.kind().word(), any.name(), size(was), size(is));
        }
    }

    private static Map<String, ArchivePart> byTitle(ArchiveManifest manifest) {
        Map<String, ArchivePart> parts = new TreeMap<>();
        manifest.parts().forEach(part -> parts.put(part.title(), part));
        return parts;
    }

    private static String size(@Nullable ArchivePart part) {
        return part == null ? "-" : Quantity.bytes(part.bytes());
    }
}
