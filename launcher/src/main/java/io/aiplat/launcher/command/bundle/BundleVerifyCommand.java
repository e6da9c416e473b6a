package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CompletesAs;
import io.aiplat.launcher.command.invocation.CompletionKind;
import io.aiplat.launcher.command.invocation.Invocation;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.supply.archive.ArchiveReader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `aiplat bundle verify`.
@Command(name = "verify", description = "Check every byte of an archive against what was signed; nothing is unpacked.")
final class BundleVerifyCommand implements Runnable {
    private final Invocation invocation;

    @CompletesAs(CompletionKind.FILES)
    @Parameters(paramLabel = "FILE", description = "an archive, or of one in volumes the first: site.aipb.001")
    private Path archive = Path.of("");

    @Mixin
    private TrustOption trust = new TrustOption();

    BundleVerifyCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public void run() {
        try (ArchiveReader reader = trust.open(new BundleFiles(invocation), archive)) {
            reader.verify(new WorkNotes(invocation.output()));
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("archive", archive.toString());
            json.put("digest", reader.digest().toString());
            json.put("version", reader.manifest().version().text());
            json.put("parts", reader.manifest().parts().size());
            json.put("bytes", reader.bytes());
            json.put("signer", reader.signer().fingerprint());
            invocation
                    .output()
                    .value(
                            json,
                            archive + " is whole: "
                                    + reader.manifest().parts().size() + " parts, " + Quantity.bytes(reader.bytes())
                                    + ", signed by " + reader.signer().fingerprint() + "\n");
        }
    }
}
