package io.aiplat.supply.image.build;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Progress;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.archive.manifest.ArchiveBlob;
import io.aiplat.supply.archive.source.BlobContent;
import io.aiplat.supply.archive.source.PartSource;
import io.aiplat.supply.image.ImageUpload;
import io.aiplat.supply.image.RegistryRefusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Push of an image: its blobs, then its manifests, the one that the tag names last. So nobody ever finds half of it,
/// and what was sent is not sent again.
public final class ImagePush {
    private ImagePush() {}

    /// Pushes.
    ///
    /// @param to   where, with its tag
    /// @param base whose repository may have layers already; null for none
    /// @return bytes that were sent
    /// @throws ApplianceException IMAGE_NOT_PUSHED, LIBRARY_REGISTRY_UNREACHABLE
    public static long to(
            ImageUpload registry,
            PartSource image,
            ImageReference to,
            @Nullable ImageReference base,
            Progress progress) {
        List<ArchiveBlob> all = image.part().blobs();
        List<ArchiveBlob> blobs = all.stream().filter(each -> !isManifest(each)).toList();
        long total = blobs.stream().mapToLong(ArchiveBlob::bytes).sum();
        long done = 0;
        long sent = 0;
        try {
            for (ArchiveBlob blob : blobs) {
                progress.at("pushing " + to.nameAndTag(), done, total);
                BlobContent content = content(image, blob);
                if (registry.blob(to, blob.digest(), blob.bytes(), content::open, base)) {
                    sent += blob.bytes();
                }
                done += blob.bytes();
            }
            // The first is the root.
            for (ArchiveBlob manifest : all.reversed()) {
                if (isManifest(manifest)) {
                    String reference = manifest.equals(all.getFirst())
                            ? to.tag()
                            : manifest.digest().toString();
                    try (InputStream in = content(image, manifest).open()) {
                        registry.manifest(to, reference, manifest.mediaType(), in.readAllBytes());
                    }
                }
            }
            return sent;
        } catch (RegistryRefusal e) {
            throw new ApplianceException(ImageBuildProblems.notPushed(to.nameAndTag(), e.words()), e);
        } catch (IOException e) {
            String why = "No answer: " + (e.getMessage() == null ? e : e.getMessage());
            throw new ApplianceException(SupplyProblems.registryUnreachable(to.host(), why), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(ImageBuildProblems.stopped(), e);
        }
    }

    private static boolean isManifest(ArchiveBlob blob) {
        return blob.mediaType().contains(".manifest.") || blob.mediaType().contains(".index.");
    }

    private static BlobContent content(PartSource image, ArchiveBlob blob) {
        return Objects.requireNonNull(image.contents().get(blob.digest()), "every blob has a content");
    }
}
