package io.aiplat.supply.download;

import io.aiplat.model.Progress;
import io.aiplat.supply.source.RemoteBlob;
import java.nio.file.Path;

/// Transfer of one blob into its partial file: what both ways of doing it need to know.
///
/// @param blob    where the bytes are
/// @param origin  where that is, for people
/// @param what    is fetched, for people and reports
/// @param part    the partial file
/// @param journal beside it
record Transfer(
        RemoteBlob blob,
        String origin,
        String what,
        Path part,
        Path journal,
        DownloadLimits limits,
        ByteRate rate,
        Progress progress) {
    /// Bytes that are read and written at once.
    static final int PIECE = 1 << 18;
}
