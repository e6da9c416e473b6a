package io.aiplat.gateway.guard;

import io.aiplat.gateway.field.AnswerFields;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.JsonStrings;
import io.aiplat.wire.sse.SseWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One event of a stream. The texts that are whole in it were looked at when it came.
final class GuardedEvent {
    private static final String NUMBER = "sequence_number";

    private final @Nullable String name;
    private final byte[] data;
    private final EventTexts texts;
    private final List<Change> own = new ArrayList<>();
    private final long number;
    private final int numberBegin;
    private final int numberEnd;

    /// A change of one range.
    private record Change(int begin, int end, ByteSlice by) {
        Change(int begin, int end, String by) {
            this(begin, end, ByteSlice.of(JsonStrings.quote(by)));
        }
    }

    /// @param name null for an event without one
    /// @param json the data
    /// @throws io.aiplat.gateway.api.contract.ApiException if a text in it may not pass
    GuardedEvent(@Nullable String name, byte[] data, JsonObjectView json, EventTexts texts, GuardChain watch) {
        this.name = name;
        this.data = data;
        this.texts = texts;
        this.number = json.integer(NUMBER).orElse(-1);
        this.numberBegin = json.valueBegin(NUMBER);
        this.numberEnd = json.valueEnd(NUMBER);
        Set<Integer> others = new HashSet<>();
        texts.pieces().forEach(piece -> others.add(piece.begin()));
        TextDocument.look(
                watch, data, AnswerFields.TABLE, others, (begin, end, text) -> own.add(new Change(begin, end, text)));
    }

    /// The texts in it, as they came.
    EventTexts texts() {
        return texts;
    }

    /// Its number among all events, as it came; -1 where events have none.
    long number() {
        return number;
    }

    /// Writes it.
    ///
    /// @param pieces by channel; one that is not there has an empty piece
    /// @param place  its number among all events, where those have one
    void write(Map<String, String> pieces, long place, SseWriter to) {
        List<Change> changes = new ArrayList<>(own);
        Set<String> given = new HashSet<>();
        for (EventTexts.Piece piece : texts.pieces()) {
            String text = given.add(piece.channel()) ? pieces.getOrDefault(piece.channel(), "") : "";
            if (!text.equals(piece.text())) {
                changes.add(new Change(piece.begin(), piece.end(), text));
            }
        }
        if (number >= 0 && number != place) {
            byte[] digits = Long.toString(place).getBytes(StandardCharsets.US_ASCII);
            changes.add(new Change(numberBegin, numberEnd, ByteSlice.of(digits)));
        }
        changes.sort(Comparator.comparingInt(Change::begin));
        BytePatch patch = new BytePatch(data, 0, data.length);
        changes.forEach(change ->
                patch.replace(change.begin(), change.end(), change.by().bytes()));
        if (name == null) {
            to.data(patch.bytes());
        } else {
            to.event(name, patch.bytes());
        }
    }
}
