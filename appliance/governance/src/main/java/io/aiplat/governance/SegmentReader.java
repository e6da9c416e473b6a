package io.aiplat.governance;

import io.aiplat.model.ApplianceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Reads a segment from its head on, once, in as many turns as it takes.
final class SegmentReader {
    private final Segment segment;
    private final int from;
    private final Map<Integer, Label> labels = new HashMap<>();
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private int position = Segment.RECORD;

    /// A reader at the segment's beginning.
    ///
    /// @param from entries before this position are known already and not handed out; labels are
    SegmentReader(Segment segment, int from) {
        this.segment = segment;
        this.from = from;
    }

    Segment segment() {
        return segment;
    }

    /// Up to where it has read.
    int position() {
        return position;
    }

    /// Hands out everything up to the segment's end as it is now.
    void read(Consumer<Entry> entries) {
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
    boolean replay(Path folder, Consumer<Entry> entries) {
        int end = segment.end();
        while (position < end && segment.isWhole(position)) {
            readRecord(entries);
        }
        if (position >= end || segment.isBlank(position)) {
            return false;
        }
        int after = position + Segment.RECORD;
        if (segment.isEmpty(position) || !segment.isBlank(after)) {
            throw new ApplianceException(GovernanceProblems.journalDamaged(
                    folder,
                    "In " + segment.file().getFileName() + " the record at byte " + position + " is not whole"));
        }
        return true;
    }

    private void readRecord(Consumer<Entry> entries) {
        int at = position;
        position += Segment.RECORD;
        if (segment.kind(at) == Segment.LABEL) {
            readLabel(at);
        } else if (at >= from) {
            Label label = labels.getOrDefault(segment.labelOf(at), Journal.NO_LABEL);
            entries.accept(segment.entry(at, label));
        }
    }

    private void readLabel(int at) {
        parts.writeBytes(segment.labelPart(at));
        if (parts.size() >= segment.labelLength(at)) {
            String text = parts.toString(StandardCharsets.UTF_8);
            int line = text.indexOf('\n');
            labels.put(segment.labelNumber(at), Label.of(text.substring(0, line), text.substring(line + 1)));
            parts.reset();
        }
    }
}
