package io.aiplat.governance.wal;

import io.aiplat.governance.spend.LedgerEntry;
import io.aiplat.governance.spend.SpendDimension;
import io.aiplat.governance.store.GovernanceProblems;
import io.aiplat.model.ApplianceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Segment reader of the write-ahead log: from the head on, once, in as many turns as it takes.
final class WalSegmentReader {
    private final WalSegment segment;
    private final int from;
    private final Map<Integer, SpendDimension> labels = new HashMap<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private int position = WalSegment.RECORD;

    /// A reader at the segment's beginning.
    ///
    /// @param from entries before this position are known already and not handed out; labels are
    WalSegmentReader(WalSegment segment, int from) {
        this.segment = segment;
        this.from = from;
    }

    WalSegment segment() {
        return segment;
    }

    /// Up to where it has read.
    int position() {
        return position;
    }

    /// Hands out everything up to the segment's end as it is now.
    void read(Consumer<LedgerEntry> entries) {
        int end = segment.end();
        while (position < end) {
            readRecord(entries);
        }
    }

    /// Hands out what a process that is gone has written. The last record may be torn, for the process may
    /// have died over it: then it had neither called the upstream nor told anybody, and nothing is lost.
    ///
    /// @param folder of the journal, for the problem
    /// @return whether the last record was torn
    /// @throws ApplianceException GOVERNANCE_JOURNAL_DAMAGED if a record that is not the last is not whole
    boolean replay(Path folder, Consumer<LedgerEntry> entries) {
        int end = segment.end();
        while (position < end && segment.isWhole(position)) {
            readRecord(entries);
        }
        if (position >= end || segment.isBlank(position)) {
            return false;
        }
        int after = position + WalSegment.RECORD;
        if (segment.isEmpty(position) || !segment.isBlank(after)) {
            throw new ApplianceException(GovernanceProblems.journalDamaged(
                    folder,
                    "In " + segment.file().getFileName() + " the record at byte " + position + " is not whole"));
        }
        return true;
    }

    private void readRecord(Consumer<LedgerEntry> entries) {
        int at = position;
        position += WalSegment.RECORD;
        if (segment.kind(at) == WalSegment.LABEL) {
            readLabel(at);
        } else if (at >= from) {
            SpendDimension label = labels.getOrDefault(segment.labelOf(at), WriteAheadLog.NO_LABEL);
            entries.accept(segment.entry(at, label));
        }
    }

    private void readLabel(int at) {
        parts.writeBytes(segment.labelPart(at));
        if (parts.size() >= segment.labelLength(at)) {
            String text = parts.toString(StandardCharsets.UTF_8);
            int line = text.indexOf('\n');
            labels.put(segment.labelNumber(at), SpendDimension.of(text.substring(0, line), text.substring(line + 1)));
            parts.reset();
        }
    }
}
