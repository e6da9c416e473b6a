package io.aiplat.supply.origin;

import io.aiplat.model.ApplianceException;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.http.HttpAnswer;
import io.aiplat.supply.http.HttpBlob;
import io.aiplat.supply.http.SourceHttp;
import io.aiplat.supply.source.GgufFileName;
import io.aiplat.supply.source.ModelReference;
import io.aiplat.supply.source.ModelSource;
import io.aiplat.supply.source.RemoteModel;
import io.aiplat.supply.source.RemotePart;
import io.aiplat.supply.source.RemotePart.Role;
import io.aiplat.supply.source.SourceProblems;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Models by the address of a GGUF file.
public final class AddressSource implements ModelSource {
    private static final String WHERE = "The server";

    private final SourceHttp http;
    private final PlainHosts plain;

    /// The source.
    ///
    /// @param plain that may be asked without TLS
    public AddressSource(SourceHttp http, PlainHosts plain) {
        this.http = http;
        this.plain = plain;
    }

    @Override
    public String name() {
        return "https";
    }

    @Override
    public boolean takes(String reference) {
        return ModelReference.parse(reference) instanceof ModelReference.Address;
    }

    @Override
    public RemoteModel resolve(String reference) {
        if (!(ModelReference.parse(reference) instanceof ModelReference.Address address)) {
            throw new IllegalArgumentException("no address of a file: " + reference);
        }
        URI uri = address.uri();
        BlobDigest digest = address.digest();
        plain.require(uri, reference);
        String path = String.valueOf(uri.getPath());
        String file = path.substring(path.lastIndexOf('/') + 1);
        GgufFileName name = GgufFileName.parse(file);
        List<RemotePart> parts = new ArrayList<>();
        int count = name == null ? 1 : name.parts();
        for (int part = 1; part <= count; part++) {
            String sibling = name == null || count == 1 ? file : name.pathOf(part);
            URI at = sibling.equals(file) ? uri : URI.create(uri.toString().replace(file, sibling));
            HttpBlob blob =
                    SourceQuestion.asked(WHERE, uri.getHost(), () -> probed(at, reference, count == 1 ? digest : null));
            parts.add(new RemotePart(Role.WEIGHTS, sibling, blob));
        }
        return new RemoteModel(address.name(), reference, null, parts);
    }

    /// Asks for the first four bytes: they say whether it is a GGUF file, and the answer says how it can be had.
    private HttpBlob probed(URI uri, String reference, @Nullable BlobDigest digest)
            throws IOException, InterruptedException {
        try (HttpAnswer answer = http.send("GET", uri, Map.of("Range", "bytes=0-3"), null)) {
            refuse(answer, reference);
            String begin = new String(answer.body().readNBytes(4), StandardCharsets.ISO_8859_1);
            if (!begin.equals("GGUF")) {
                throw new ApplianceException(SourceProblems.notGgufThere(
                        reference,
                        "What the server sends does not begin with the four letters GGUF"
                                + (begin.startsWith("<") ? "; it looks like a page." : ".")));
            }
            String tag = answer.header("ETag").orElse(null);
            long bytes = answer.total().orElse(-1);
            String version = digest == null
                    ? uri + " " + (tag == null ? answer.header("Last-Modified").orElse("") : tag) + " " + bytes
                    : digest.toString();
            return new HttpBlob(
                    version,
                    digest,
                    bytes,
                    tag,
                    answer.status() == 206,
                    headers -> http.send("GET", uri, headers, null));
        }
    }

    private static void refuse(HttpAnswer answer, String reference) {
        String said = answer.uri().getHost() + " answers with status " + answer.status() + ".";
        switch (answer.status()) {
            case 200, 206 -> {
                // It is there.
            }
            case 401, 403 ->
                throw new ApplianceException(SourceProblems.sourceDenied(
                        WHERE,
                        reference,
                        said,
                        List.of(
                                "Take an address that asks for no login, such as one that is signed",
                                "Fetch the file by other means and take it in: aiplat models pull ./model.gguf")));
            case 404, 410 ->
                throw new ApplianceException(SourceProblems.notAtSource(WHERE, reference, said, List.of()));
            default ->
                throw new ApplianceException(SourceProblems.sourceUnreachable(
                        WHERE, String.valueOf(answer.uri().getHost()), said));
        }
    }
}
