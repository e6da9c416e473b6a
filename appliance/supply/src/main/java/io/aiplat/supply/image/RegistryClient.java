package io.aiplat.supply.image;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.RegistryLogin;
import io.aiplat.model.catalog.ImageReference;
import io.aiplat.supply.SupplyProblems;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.RemoteBlob;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.Set;

/// Asks registries for the digests, manifests and blobs of images, and says in the words of images what is wrong.
public final class RegistryClient {
    private final RegistryAccess registries;

    /// A client for any registry.
    ///
    /// @param http     already knows proxies and certificate authorities; follows no redirects
    /// @param logins   by registry host, with the port where one is named
    /// @param insecure registries that are spoken to without TLS, besides those on this machine
    public RegistryClient(HttpClient http, Map<String, RegistryLogin> logins, Set<String> insecure) {
        registries = new RegistryAccess(http, logins, insecure);
    }

    /// The digest that a name and tag stand for now: of the index where there is one.
    ///
    /// @return `sha256:` and 64 hexadecimal digits
    /// @throws ApplianceException LIBRARY_IMAGE_NOT_FOUND, LIBRARY_IMAGE_DENIED or
    ///     LIBRARY_REGISTRY_UNREACHABLE
    public String digest(ImageReference image) {
        return asked(image, () -> registries.digest(image, image.tag())).toString();
    }

    /// The manifest or index of an image: of its digest where it has one, else of its tag.
    ///
    /// @throws ApplianceException as [#digest] says
    public RegistryManifest manifest(ImageReference image) {
        String digest = image.digest();
        return asked(image, () -> registries.manifest(image, digest == null ? image.tag() : digest));
    }

    /// A manifest of the repository of an image, such as one that an index names.
    ///
    /// @param image  any of the repository
    /// @param digest of the manifest
    /// @throws ApplianceException as [#digest] says
    public RegistryManifest manifest(ImageReference image, BlobDigest digest) {
        return asked(image, () -> registries.manifest(image, digest.toString()));
    }

    /// A blob of the repository of an image. Nothing is asked before it is opened; several threads may do so.
    ///
    /// @param image any of the repository
    /// @param bytes how many, as its descriptor says; negative where that is not known
    public RemoteBlob blob(ImageReference image, BlobDigest digest, long bytes) {
        return registries.blob(image, digest, bytes);
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws IOException, InterruptedException;
    }

    private static <T> T asked(ImageReference image, Question<T> question) {
        try {
            return question.ask();
        } catch (RegistryRefusal e) {
            throw new ApplianceException(
                    switch (e.reason()) {
                        case NOT_FOUND -> SupplyProblems.imageNotFound(image, image.host());
                        case DENIED -> SupplyProblems.imageDenied(image, image.host());
                        case UNUSABLE -> SupplyProblems.registryUnreachable(image.host(), e.words());
                    },
                    e);
        } catch (IOException e) {
            String why = "No answer: " + (e.getMessage() == null ? e : e.getMessage());
            throw new ApplianceException(SupplyProblems.registryUnreachable(image.host(), why), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApplianceException(
                    SupplyProblems.registryUnreachable(image.host(), "The request was interrupted."), e);
        }
    }
}
