package io.aiplat.supply.origin;

import io.aiplat.model.Digests;
import io.aiplat.supply.blob.BlobDigest;
import io.aiplat.supply.source.RemoteBlob;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Blob of a text that is known already.
public final class TextBlob implements RemoteBlob {
    private final byte[] bytes;
    private final BlobDigest digest;

    /// Of its bytes in UTF-8.
    public TextBlob(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        digest = new BlobDigest(Digests.sha256(bytes));
    }

    @Override
    public BlobDigest digest() {
        return digest;
    }

    @Override
    public long bytes() {
        return bytes.length;
    }

    @Override
    public boolean hasRanges() {
        return true;
    }

    @Override
    public String version() {
        return digest.toString();
    }

    @Override
    public InputStream open(long from, long most) {
        int begin = (int) Math.min(from, bytes.length);
        int count = (int) (most < 0 ? bytes.length - begin : Math.min(most, bytes.length - begin));
        return new ByteArrayInputStream(bytes, begin, count);
    }
}
