package io.aiplat.gateway.guard;

import io.aiplat.wire.json.JsonText;
import io.aiplat.wire.json.Kind;
import io.aiplat.wire.json.Leaves;
import io.aiplat.wire.json.MalformedJson;
import io.aiplat.wire.json.TopLevel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The texts of a JSON document, and the document with other texts in their places. All other bytes stay.
final class TextDocument {
    private final byte[] bytes;
    private final int begin;
    private final int end;
    private final List<Spot> spots = new ArrayList<>();

    /// A text in its place.
    ///
    /// @param end   exclusive
    /// @param inner null unless the text is a document of its own
    private record Spot(
            int begin, int end, String text, @Nullable TextDocument inner) {}

    /// @param end exclusive
    TextDocument(byte[] bytes, int begin, int end) {
        this.bytes = bytes;
        this.begin = begin;
        this.end = end;
    }

    /// All texts of an answer, or of what a tool is given.
    static TextDocument of(byte[] bytes, int length) {
        TextDocument document = new TextDocument(bytes, 0, length);
        document.add(0, length);
        return document;
    }

    /// What a tool is given. A model may write its text with escapes, which a pattern does not see through.
    ///
    /// @return null if it is no JSON object
    static @Nullable TextDocument ofArguments(String arguments) {
        byte[] json = ("{\"arguments\":" + arguments + "}").getBytes(StandardCharsets.UTF_8);
        try {
            TopLevel.scan(json, json.length);
        } catch (MalformedJson _) {
            // Then it is a text like any other.
            return null;
        }
        return of(json, json.length);
    }

    /// What a tool is given, out of the document that [#ofArguments] made of it.
    static String arguments(byte[] json) {
        return new String(
                json, "{\"arguments\":".length(), json.length - "{\"arguments\":}".length(), StandardCharsets.UTF_8);
    }

    /// Adds the texts of a range that is one JSON value. Ranges come in order.
    void add(int from, int to) {
        Leaves leaves = Leaves.of(bytes, from, to);
        while (leaves.next()) {
            if (TextRules.isText(leaves)) {
                add(leaves);
            }
        }
    }

    private void add(Leaves leaf) {
        String text = leaf.text();
        if (leaf.kind() == Kind.STRING && TextRules.isFile(leaf.name(), text)) {
            return;
        }
        boolean json = leaf.kind() == Kind.STRING && TextRules.isArguments(leaf.name());
        spots.add(new Spot(leaf.begin(), leaf.end(), text, json ? ofArguments(text) : null));
    }

    /// Whether there is none.
    boolean isEmpty() {
        return spots.isEmpty();
    }

    /// All texts, in order.
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        collect(texts);
        return texts;
    }

    private void collect(List<String> texts) {
        for (Spot spot : spots) {
            if (spot.inner() == null) {
                texts.add(spot.text());
            } else {
                spot.inner().collect(texts);
            }
        }
    }

    /// The document with other texts.
    ///
    /// @param texts as many as there are, in order
    /// @return null if they are the same
    byte @Nullable [] with(List<String> texts) {
        return with(texts.iterator());
    }

    private byte @Nullable [] with(Iterator<String> texts) {
        Patch patch = new Patch(bytes, begin, end);
        for (Spot spot : spots) {
            String text = spot.inner() == null ? texts.next() : with(spot, spot.inner(), texts);
            if (!text.equals(spot.text())) {
                patch.replace(spot.begin(), spot.end(), JsonText.quote(text));
            }
        }
        return patch.isChanged() ? patch.bytes() : null;
    }

    private static String with(Spot spot, TextDocument inner, Iterator<String> texts) {
        byte[] changed = inner.with(texts);
        return changed == null ? spot.text() : arguments(changed);
    }
}
