package io.aiplat.gateway.guard;

import io.aiplat.wire.json.JsonKind;
import io.aiplat.wire.json.JsonLeafCursor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;

/// The texts in one event of a stream that go on in other events.
final class EventTexts {
    /// Everything that goes on ends with an event of this group.
    static final String ALL = "*";

    /// Strings of a piece that do not go on in the next one.
    private static final Set<String> WHOLE = Set.of(
            "data",
            "encrypted_content",
            "finish_reason",
            "id",
            "model",
            "name",
            "obfuscation",
            "object",
            "phase",
            "role",
            "service_tier",
            "signature",
            "status",
            "stop_reason",
            "type");

    /// Bytes that a leaf takes besides its characters: its records, those of its piece, and their places in tables.
    private static final int OF_LEAF = 384;

    /// Bytes of the array that an event is in, and of what becomes of a text in it, for each byte.
    private static final int OF_BYTE = 4;

    /// Names on the way to a text that may have a number of their own; those of all APIs are nearer.
    private static final int DEEPEST = 16;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final EventFormat format;
    private final Map<String, String> words = new HashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();
    private long bytes;

    /// A string in an event.
    ///
    /// @param begin     of the string, with its quote
    /// @param end       exclusive
    /// @param group     what ends together: a choice, a block
    /// @param channel   the text that it is a piece of
    /// @param arguments whether that is JSON for a tool
    record Piece(int begin, int end, String text, String group, String channel, boolean arguments) {}

    private record Leaf(int begin, int end, JsonKind kind, String name, String path, String text, boolean isText) {}

    /// Reads an event.
    ///
    /// @param data  JSON
    /// @param taken is told of the bytes that the event has taken so far, and may end the reading
    EventTexts(EventFormat format, byte[] data, LongConsumer taken) {
        this.format = format;
        this.bytes = (long) OF_BYTE * data.length;
        List<Leaf> strings = new ArrayList<>();
        JsonLeafCursor leaves = JsonLeafCursor.of(data, 0, data.length);
        while (leaves.next()) {
            Leaf leaf = new Leaf(
                    leaves.begin(),
                    leaves.end(),
                    leaves.kind(),
                    leaves.name(),
                    leaves.path(),
                    leaves.text(),
                    leaves.kind() == JsonKind.STRING && !WHOLE.contains(leaves.name()));
            // A way of long names is made anew for every leaf, so it counts with each.
            bytes += OF_LEAF + 2L * (2L * leaf.path().length() + leaf.text().length());
            taken.accept(bytes);
            if (!leaf.isText()) {
                words.put(leaf.path(), leaf.text());
            }
            strings.add(leaf);
        }
        strings.forEach(this::sort);
        strings.forEach(this::ends);
        if (format.index() != null) {
            endsByType(format.index());
        }
    }

    /// What the event takes of memory, at most.
    long bytes() {
        return bytes;
    }

    /// Pieces of texts that go on, in the order of their places.
    List<Piece> pieces() {
        return pieces;
    }

    /// The groups whose texts end with this event.
    Set<String> ended() {
        return ended;
    }

    private void sort(Leaf leaf) {
        if (leaf.isText() && format.isDelta(leaf.path(), word("type"))) {
            boolean arguments = leaf.name().equals("arguments");
            String channel = channel(leaf.path());
            boolean json = arguments
                    || word("type").contains("arguments")
                    || leaf.name().equals("partial_json");
            pieces.add(new Piece(leaf.begin(), leaf.end(), leaf.text(), group(channel), channel, json));
        }
    }

    /// What has an index of its own is known by that, and not by its place in this event.
    private String channel(String path) {
        String own = format.channel(path, this::word);
        if (own != null) {
            return own;
        }
        String[] parts = path.split("/", DEEPEST);
        StringBuilder channel = new StringBuilder();
        StringBuilder way = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            way.append('/').append(parts[i]);
            long index = number(word(way + "/index"));
            channel.append(i == 1 ? "" : "/").append(index < 0 ? parts[i] : Long.toString(index));
        }
        return channel.toString();
    }

    private static String group(String channel) {
        return channel.substring(0, channel.indexOf('/'));
    }

    private void ends(Leaf leaf) {
        if (leaf.name().equals("finish_reason") && leaf.kind() == JsonKind.STRING) {
            ended.add(group(channel(leaf.path()) + "/"));
        } else if (leaf.path().startsWith("error")) {
            ended.add(ALL);
        }
    }

    private void endsByType(String index) {
        if (format.ends(word("type"))) {
            long number = number(word(index));
            ended.add(number < 0 ? ALL : Long.toString(number));
        }
    }

    private String word(String path) {
        return words.getOrDefault(path, "");
    }

    /// A word as a number; -1 if it is none.
    static long number(String word) {
        return NUMBER.matcher(word).matches() ? Long.parseLong(word) : -1;
    }
}
