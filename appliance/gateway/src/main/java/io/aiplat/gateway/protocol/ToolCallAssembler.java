package io.aiplat.gateway.protocol;

import io.aiplat.inference.chat.ChatDelta;
import io.aiplat.inference.chat.ChatSink;
import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonObjectView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tool calls of a chat completion put together from their deltas. OpenAI gives each call an `index`, its id and
/// its name once, and its arguments as a text in pieces; servers that are compatible leave any of these out, say
/// them again, or mean something else by them. Calls are handed on when all of them are whole, since servers mix
/// their pieces.
final class ToolCallAssembler {
    /// The index of the one call of OpenAI's older `function_call`.
    private static final long OLD = -2;

    private static final long NONE = -1;
    private static final int LONGEST_INDEX = 9;

    /// Ids that are remembered after their calls were handed on: an answer has few calls.
    private static final int MOST_REMEMBERED = 1024;

    private final Supplier<String> ids;
    private final List<Place> places = new ArrayList<>();
    private final Set<String> handed = new HashSet<>();
    private long waiting;
    private boolean any;

    /// @param event of all events with calls, which one has begun it
    private record Place(long index, int event, PartialToolCall call) {}

    /// One delta of a call.
    ///
    /// @param index [#NONE] where it is not said
    private record Piece(
            long index,
            @Nullable String id,
            @Nullable String name,
            @Nullable String arguments) {}

    private int event;

    /// @param ids names calls where the server does not
    ToolCallAssembler(Supplier<String> ids) {
        this.ids = ids;
    }

    /// The next event begins.
    void next() {
        event++;
    }

    /// Takes an element of `tool_calls`.
    void add(JsonObjectView piece) {
        JsonObjectView function = piece.object("function");
        JsonObjectView said = function == null ? piece : function;
        String id = piece.text("id");
        add(new Piece(index(piece), id == null || id.isEmpty() ? null : id, name(said), arguments(said)));
    }

    /// Takes a `function_call`, as OpenAI's API had it before.
    void old(JsonObjectView call) {
        add(new Piece(OLD, null, name(call), arguments(call)));
    }

    private static long index(JsonObjectView piece) {
        OptionalLong number = piece.integer("index");
        if (number.isPresent()) {
            return Math.max(0, number.getAsLong());
        }
        String text = piece.word("index");
        boolean digits = text != null
                && !text.isEmpty()
                && text.length() <= LONGEST_INDEX
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : NONE;
    }

    private static @Nullable String name(JsonObjectView said) {
        String name = said.text("name");
        return name == null || name.isEmpty() ? null : name;
    }

    /// As a text, whatever they are; null for none.
    private static @Nullable String arguments(JsonObjectView said) {
        String text = said.text("arguments");
        if (text != null) {
            return text;
        }
        byte[] raw = said.raw("arguments");
        return raw == null || said.kind("arguments") == JsonKind.NULL ? null : new String(raw, StandardCharsets.UTF_8);
    }

    private void add(Piece piece) {
        if (piece.id() != null && handed.contains(piece.id())) {
            // All of it was said before.
            return;
        }
        if (piece.id() == null && piece.name() == null && piece.arguments() == null) {
            return;
        }
        PartialToolCall call = known(piece);
        if (call == null) {
            call = new PartialToolCall(piece.id(), piece.name(), piece.arguments() == null ? "" : piece.arguments());
            places.add(new Place(piece.index(), event, call));
            waiting += call.bytes();
            return;
        }
        waiting -= call.bytes();
        call.named(piece.id(), piece.name());
        call.add(piece.arguments());
        waiting += call.bytes();
    }

    /// The call that a piece belongs to; null where it begins one.
    private @Nullable PartialToolCall known(Piece piece) {
        Place place = piece.id() == null ? null : ofId(piece.id());
        if (place != null) {
            return place.call();
        }
        place = piece.index() == NONE ? last() : ofIndex(piece.index());
        return place == null || begins(piece, place) ? null : place.call();
    }

    /// Whether a piece begins another call than the one at its place.
    private boolean begins(Piece piece, Place place) {
        PartialToolCall call = place.call();
        if (piece.name() == null) {
            // Some servers make up an id for each piece.
            return piece.id() != null && !call.id().isEmpty() && piece.index() == NONE;
        }
        if (place.event() == event) {
            // Who lists two means two.
            return true;
        }
        boolean other = piece.id() != null && !call.id().isEmpty();
        if (call.isWhole()) {
            boolean again = !other && piece.index() != NONE && call.says(piece.name(), piece.arguments());
            return !again;
        }
        if (call.hasArguments()) {
            return !piece.name().equals(call.name());
        }
        // Its name in pieces, or again before its arguments; or one that has none.
        return other || (piece.arguments() != null && !piece.arguments().isEmpty() && isAnother(piece, call));
    }

    private static boolean isAnother(Piece piece, PartialToolCall call) {
        return !call.name().isEmpty() && !call.name().equals(piece.name());
    }

    private @Nullable Place ofId(String id) {
        for (Place place : places.reversed()) {
            if (place.call().id().equals(id)) {
                return place;
            }
        }
        return null;
    }

    private @Nullable Place ofIndex(long index) {
        for (Place place : places.reversed()) {
            if (place.index() == index) {
                return place;
            }
        }
        return null;
    }

    private @Nullable Place last() {
        return places.isEmpty() ? null : places.getLast();
    }

    /// Hands all on. What nobody has named is no call, and is text.
    void handOver(ChatSink sink) {
        for (Place place : places) {
            PartialToolCall call = place.call();
            if (!call.name().isEmpty()) {
                any = true;
                if (!call.id().isEmpty() && handed.size() < MOST_REMEMBERED) {
                    handed.add(call.id());
                }
                sink.accept(new ChatDelta.Call(call.call(ids)));
            } else if (call.hasArguments()) {
                sink.accept(new ChatDelta.Text(call.arguments()));
            }
        }
        places.clear();
        waiting = 0;
    }

    /// Bytes of calls that were not handed on yet.
    long waiting() {
        return waiting;
    }

    /// Whether any was handed on.
    boolean any() {
        return any;
    }
}
