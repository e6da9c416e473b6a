package io.aiplat.supply.archive;

import io.aiplat.model.Problem;
import java.nio.file.Path;
import java.util.List;

/// One of each problem with bundle archives.
public final class ArchiveProblemSamples {
    private static final Path SITE = Path.of("/media/usb/site.aipb");

    private ArchiveProblemSamples() {}

    /// One of each.
    public static List<Problem> all() {
        String fingerprint = "SHA256:3q2-7w";
        return List.of(
                ArchiveProblems.unreadable(SITE, "IOException: Input/output error."),
                ArchiveProblems.noArchive(SITE),
                ArchiveProblems.signatureWrong(SITE, "The manifest was changed after it had been signed."),
                ArchiveProblems.signerUnknown(SITE, fingerprint),
                ArchiveProblems.formatUnknown(SITE, 2),
                ArchiveProblems.manifestBroken(SITE, "IllegalArgumentException: two parts have one name."),
                ArchiveProblems.partDamaged(SITE, "model tiny:latest (sha256:2b9b)", "0a1b", 2048),
                ArchiveProblems.partMissing(SITE, "model tiny:latest (sha256:2b9b)"),
                ArchiveProblems.partUnexpected(SITE, "blobs/sha256/more"),
                ArchiveProblems.orderChanged(SITE, "model tiny:latest (sha256:2b9b)", "blobs/sha256/2b9c"),
                ArchiveProblems.truncated(SITE, "model tiny:latest (sha256:2b9b)", 4096),
                ArchiveProblems.trailing(SITE, 3, 10_240),
                ArchiveProblems.volumeMissing(SITE, Path.of("/media/usb/site.aipb.003")),
                ArchiveProblems.volumeDamaged(
                        Path.of("/media/usb/site.aipb.003"), "Its SHA-256 is not that of the list of volumes."),
                ArchiveProblems.keyUnusable(
                        Path.of("key.pem"), "private", "IllegalArgumentException: there is no key in it."),
                ArchiveProblems.keyExists(Path.of("key.pem")),
                ArchiveProblems.notWritten(SITE, "IOException: No space left on device."),
                ArchiveProblems.diskShort(SITE, 5L << 30, 1L << 30),
                ArchiveProblems.sourceChanged("model tiny:latest", "There were less bytes."),
                ArchiveProblems.platformMissing("ollama/ollama:0.35.1", "[linux/riscv64]", "linux/amd64, linux/arm64"),
                ArchiveProblems.imageBroken("ollama/ollama:0.35.1", "A manifest is no JSON."),
                ArchiveProblems.unknownPart("model qwen3:9b", "model qwen3:8b"),
                ArchiveProblems.stageIncomplete("2 (private-data RAG)", "a vector database, retrieval from it"),
                ArchiveProblems.fileThere(SITE),
                ArchiveProblems.beingWritten(SITE, "4711"),
                ArchiveProblems.stopped());
    }
}
