package io.aiplat.supply.archive.source;

import java.io.IOException;
import java.io.InputStream;

/// Bytes of a blob, wherever they lie.
@FunctionalInterface
public interface BlobContent {
    /// Opens them at the first one; may be called again.
    InputStream open() throws IOException, InterruptedException;
}
