package io.aiplat.gateway.guard;

import io.aiplat.telemetry.Surface;
import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.Leaves;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The texts in one event of a stream that go on in other events.
final class EventTexts {
    /// Everything that goes on ends with an event of this group.
    static final String ALL = "*";

    private static final Set<String> MESSAGE_ENDS =
            Set.of("content_block_stop", "message_delta", "message_stop", "error");

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

    private static final Pattern RESPONSE_END = Pattern.compile("error|.*[.](?:done|completed|failed|incomplete)");
    private static final Pattern CHAT_DELTA = Pattern.compile("choices/[0-9]+/delta/.*");
    private static final Pattern COMPLETION_DELTA = Pattern.compile("choices/[0-9]+/text");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private final Surface surface;
    private final Map<String, String> words = new HashMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<String> ended = new HashSet<>();

    /// A string in an event.
    ///
    /// @param begin     of the string, with its quote
    /// @param end       exclusive
    /// @param group     what ends together: a choice, a block
    /// @param channel   the text that it is a piece of
    /// @param arguments whether that is JSON for a tool
    record Piece(int begin, int end, String text, String group, String channel, boolean arguments) {}

    private record Leaf(int begin, int end, Kind kind, String name, String path, String text, boolean isText) {}

    /// @param data JSON
    EventTexts(Surface surface, byte[] data) {
        this.surface = surface;
        List<Leaf> strings = new ArrayList<>();
        Leaves leaves = Leaves.of(data, 0, data.length);
        while (leaves.next()) {
            Leaf leaf = new Leaf(
                    leaves.begin(),
                    leaves.end(),
                    leaves.kind(),
                    leaves.name(),
                    leaves.path(),
                    leaves.text(),
                    leaves.kind() == Kind.STRING && !WHOLE.contains(leaves.name()));
            if (!leaf.isText()) {
                words.put(leaf.path(), leaf.text());
            }
            strings.add(leaf);
        }
        strings.forEach(this::sort);
        strings.forEach(this::ends);
        if (surface == Surface.MESSAGES || surface == Surface.RESPONSES) {
            endsByType();
        }
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
        if (leaf.isText() && isDelta(leaf.path())) {
            boolean arguments = leaf.name().equals("arguments");
            String channel = channel(leaf.path());
            boolean json = arguments
                    || word("type").contains("arguments")
                    || leaf.name().equals("partial_json");
            pieces.add(new Piece(leaf.begin(), leaf.end(), leaf.text(), group(channel), channel, json));
        }
    }

    private boolean isDelta(String path) {
        return switch (surface) {
            case CHAT -> CHAT_DELTA.matcher(path).matches();
            case COMPLETIONS -> COMPLETION_DELTA.matcher(path).matches();
            case RESPONSES -> path.equals("delta") && word("type").endsWith(".delta");
            case MESSAGES -> path.startsWith("delta/") && word("type").equals("content_block_delta");
            case EMBEDDINGS, COUNT_TOKENS, RERANK, TRANSCRIPTIONS, MODELS, UNKNOWN -> false;
        };
    }

    /// What has an index of its own is known by that, and not by its place in this event.
    private String channel(String path) {
        if (surface == Surface.MESSAGES) {
            return number("index") + "/" + path;
        }
        if (surface == Surface.RESPONSES) {
            return number("output_index") + "/" + word("type") + "/" + number("content_index") + "/"
                    + number("summary_index");
        }
        String[] parts = path.split("/", -1);
        StringBuilder channel = new StringBuilder();
        StringBuilder way = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            way.append('/').append(parts[i]);
            long index = number(way + "/index");
            channel.append(i == 1 ? "" : "/").append(index < 0 ? parts[i] : Long.toString(index));
        }
        return channel.toString();
    }

    private static String group(String channel) {
        return channel.substring(0, channel.indexOf('/'));
    }

    private void ends(Leaf leaf) {
        if (leaf.name().equals("finish_reason") && leaf.kind() == Kind.STRING) {
            ended.add(group(channel(leaf.path()) + "/"));
        } else if (leaf.path().startsWith("error")) {
            ended.add(ALL);
        }
    }

    private void endsByType() {
        String type = word("type");
        boolean ends = surface == Surface.MESSAGES
                ? MESSAGE_ENDS.contains(type)
                : RESPONSE_END.matcher(type).matches();
        if (ends) {
            long index = number(surface == Surface.MESSAGES ? "index" : "output_index");
            ended.add(index < 0 ? ALL : Long.toString(index));
        }
    }

    private String word(String path) {
        return words.getOrDefault(path, "");
    }

    private long number(String path) {
        String word = word(path);
        return NUMBER.matcher(word).matches() ? Long.parseLong(word) : -1;
    }
}
