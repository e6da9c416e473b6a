package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.launcher.render.Table;
import io.aiplat.supply.archive.ArchiveReader;
import io.aiplat.supply.archive.TrustedKeys;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchivePart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `aiplat bundle inspect`.
@Command(
        name = "inspect",
        description = "List what is in an archive and who signed it, whoever that is; only its manifest is read.")
final class BundleInspectCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "FILE", description = "an archive, or of one in volumes the first: site.aipb.001")
    private Path archive = Path.of("");

    BundleInspectCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        BundleFiles files = new BundleFiles(invocation);
        try (ArchiveReader reader = ArchiveReader.open(files.path(archive), TrustedKeys.anybody())) {
            boolean trusted = files.trusted(List.of()).trusts(reader.signer());
            ArchiveManifest manifest = reader.manifest();
            Table table = new Table("KIND", "NAME", "SIZE", "PLATFORMS", "DIGEST");
            List<Map<String, Object>> parts = new ArrayList<>();
            for (ArchivePart part : manifest.parts()) {
                parts.add(row(part));
                table.row(
                        part.kind().word(),
                        part.name(),
                        Quantity.bytes(part.bytes()),
                        part.platforms().isEmpty() ? "-" : String.join(", ", part.platforms()),
                        part.root().digest().toString().substring(0, 19));
            }
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("version", manifest.version().text());
            json.put("created_by", manifest.createdBy());
            json.put("stage", manifest.stage());
            json.put("platforms", manifest.platforms());
            json.put("bytes", reader.bytes());
            json.put("digest", reader.digest().toString());
            json.put("signer", reader.signer().fingerprint());
            json.put("trusted", trusted);
            json.put("parts", parts);
            invocation.output().value(json, table.toText() + "\n" + summary(reader, trusted));
        }
    }

    private static String summary(ArchiveReader reader, boolean trusted) {
        ArchiveManifest manifest = reader.manifest();
        return "version " + manifest.version() + (manifest.stage() == null ? "" : ", stage " + manifest.stage())
                + ", made by aiplat " + manifest.createdBy() + ", for " + String.join(", ", manifest.platforms()) + ", "
                + Quantity.bytes(reader.bytes()) + "\nsigned by "
                + reader.signer().fingerprint()
                + (trusted ? ", which is trusted here" : ", which is not trusted here") + "\n";
    }

    /// A part for a program.
    static Map<String, Object> row(ArchivePart part) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("kind", part.kind().word());
        row.put("name", part.name());
        row.put("reference", part.reference());
        row.put("media_type", part.mediaType());
        row.put("platforms", part.platforms());
        row.put("bytes", part.bytes());
        row.put("sha256", part.root().digest().hex());
        row.put("notes", new TreeMap<>(part.notes()));
        return row;
    }
}
