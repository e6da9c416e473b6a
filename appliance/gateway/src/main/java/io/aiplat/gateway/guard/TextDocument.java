package io.aiplat.gateway.guard;

import io.aiplat.gateway.field.FieldKind;
import io.aiplat.gateway.field.FieldTable;
import io.aiplat.gateway.guard.evaluation.BoundaryScanner;
import io.aiplat.gateway.guard.evaluation.EncodedText;
import io.aiplat.gateway.guard.evaluation.EvaluationTimeout;
import io.aiplat.gateway.guard.evaluation.GuardChain;
import io.aiplat.gateway.guard.evaluation.GuardMessages;
import io.aiplat.gateway.guard.evaluation.GuardText;
import io.aiplat.wire.ByteSlice;
import io.aiplat.wire.json.JsonObjectView;
import io.aiplat.wire.json.MalformedJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON document whose texts are looked at, some at a time: however many there are, few of them are in memory.
final class TextDocument {
    /// Texts, and characters of them, that are looked at together.
    private static final int TEXTS = 4096;

    private static final int CHARACTERS = 256 * 1024;

    /// Names, texts and numbers that are passed before others go first, a power of two.
    private static final int WITHOUT_PAUSE = 4096;

    /// Texts that are looked at again with the next ones, at most.
    private static final int CARRIED = 256;

    /// Characters of JSON within JSON that are looked at with the rest.
    private static final int SMALL = 64 * 1024;

    /// Bytes of a string that memory is asked for.
    private static final int LARGE = 1 << 20;

    private static final int LONGEST_NUMBER = 64;
    private static final int SHORTEST_NUMBER_SPOKEN = 7;
    private static final String WRAPPER = "{\"a\":";

    private final GuardChain watch;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private final @Nullable FieldTable table;
    private final GuardMemory memory;
    private final EvaluationTimeout limit;
    private final List<TextSpan> spots = new ArrayList<>();
    private final List<GuardText> texts = new ArrayList<>();
    private int characters;
    private int passed;

    /// Takes what is changed: a string, or what stands in the place of one, and its text instead.
    @FunctionalInterface
    interface Changes {
        /// Takes one.
        ///
        /// @param end exclusive
        void change(int begin, int end, String text);
    }

    private TextDocument(
            GuardChain watch,
            byte[] bytes,
            int from,
            int to,
            @Nullable FieldTable table,
            GuardMemory memory,
            EvaluationTimeout limit) {
        this.watch = watch;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.table = table;
        this.memory = memory;
        this.limit = limit;
    }

    /// An object that was checked before, as it may go on; all bytes but those of texts that are changed stay as
    /// they are.
    ///
    /// @param memory to be asked before much of it is taken
    /// @return null if nothing is changed
    /// @throws io.aiplat.gateway.api.contract.ApiException if it may not go on
    static byte @Nullable [] passed(GuardChain watch, byte[] bytes, int length, FieldTable table, GuardMemory memory)
            throws IOException {
        Growing patch = new Growing(watch, bytes, length);
        new TextDocument(watch, bytes, 0, length, table, memory, watch.limit(length)).look(Set.of(), patch);
        return patch.patch.isChanged() ? patch.patch.bytes() : null;
    }

    /// Looks at an event of a stream.
    ///
    /// @param others where strings begin that somebody else looks at
    static void look(GuardChain watch, byte[] event, FieldTable table, Set<Integer> others, Changes changes) {
        try {
            new TextDocument(watch, event, 0, event.length, table, GuardMemory.FREE, watch.limit(event.length))
                    .look(others, changes);
        } catch (IOException e) {
            throw new IllegalStateException("memory that is free", e);
        }
    }

    /// What a tool is given, as it may go on. A model may write its text with escapes, which a pattern does not see
    /// through.
    static String arguments(GuardChain watch, String text) {
        TextEncoding.Inner inner = json(text);
        if (inner == null) {
            return watch.pass(text);
        }
        BytePatch patch = inner.patch();
        TextDocument document = new TextDocument(
                watch,
                inner.json().bytes(),
                inner.from(),
                inner.to(),
                null,
                GuardMemory.FREE,
                watch.limit(text.length()));
        try {
            document.look(Set.of(), (begin, end, changed) -> patch.replace(begin, end, changed));
        } catch (IOException e) {
            throw new IllegalStateException("memory that is free", e);
        }
        return patch.isChanged() ? patch.text() : text;
    }

    private void look(Set<Integer> others, Changes changes) throws IOException {
        FieldWalk walk = new FieldWalk(bytes, from, to, table);
        while (walk.next()) {
            if ((++passed & (WITHOUT_PAUSE - 1)) == 0) {
                limit.pause();
            }
            TextEncoding written = others.contains(walk.begin()) ? null : written(walk, table != null);
            if (written != null) {
                add(new TextSpan(walk.begin(), walk.end(), written));
                if (spots.size() >= TEXTS || characters >= CHARACTERS) {
                    flush(walk.lastGroup(), changes);
                }
            }
        }
        flush(-1, changes);
    }

    private void add(TextSpan spot) {
        spots.add(spot);
        for (GuardText text : spot.written().texts()) {
            texts.add(text);
            characters += text.text().length();
        }
    }

    /// Looks at what there is, and lets go of it but for the end of a group that goes on.
    private void flush(int open, Changes changes) {
        List<GuardText> passed = watch.pass(texts, limit);
        int first = open < 0 ? spots.size() : carried(open);
        int at = 0;
        for (TextSpan spot : spots.subList(0, first)) {
            int count = spot.written().texts().size();
            String changed = spot.written().with(passed.subList(at, at + count));
            at += count;
            if (changed != null) {
                changes.change(spot.begin(), spot.end(), changed);
            }
        }
        List<GuardText> left = List.copyOf(passed.subList(at, passed.size()));
        texts.clear();
        texts.addAll(left);
        spots.subList(0, first).clear();
        characters = 0;
    }

    /// The first of the last texts that are read as one with what follows.
    private int carried(int open) {
        int first = spots.size();
        int reach = 0;
        for (int at = spots.size() - 1;
                at >= 0 && at >= spots.size() - CARRIED && reach < BoundaryScanner.REACH;
                at--) {
            List<GuardText> own = spots.get(at).written().texts();
            if (own.stream().anyMatch(text -> text.group() == open)) {
                first = at;
                reach += own.stream().mapToInt(text -> text.text().length()).sum();
            }
        }
        return first;
    }

    private @Nullable TextEncoding written(FieldWalk walk, boolean inside) throws IOException {
        if (walk.end() - walk.begin() > LARGE) {
            memory.hold(2 * (walk.end() - walk.begin()));
        }
        String text = walk.text();
        return switch (walk.token()) {
            case NAME -> said(text, new GuardText(text, -1, isSpoken(text)), false);
            case NUMBER -> number(text);
            case STRING ->
                switch (walk.kind()) {
                    case HIDDEN -> null;
                    case WORD -> isWord(text) ? null : said(text, new GuardText(text, -1, isSpoken(text)), false);
                    case ID, NUMBER -> said(text, new GuardText(text, -1, isSpoken(text)), false);
                    case JSON -> inside ? arguments(text) : said(text, GuardText.of(text), false);
                    case FREE, FILE, PARTS, TEXT, TURNS ->
                        said(text, new GuardText(text, walk.group(), true), walk.kind() == FieldKind.FILE);
                };
        };
    }

    private static TextEncoding said(String text, GuardText plain, boolean mayBeFile) {
        EncodedText encoded = EncodedText.of(text, mayBeFile);
        if (encoded != null && encoded.text() != null) {
            return new TextEncoding.Encoded(encoded, GuardText.of(encoded.head()), GuardText.of(encoded.text()));
        }
        return encoded != null && encoded.file()
                ? new TextEncoding.Headed(GuardText.of(encoded.head()), text)
                : new TextEncoding.Plain(plain);
    }

    private TextEncoding arguments(String text) throws IOException {
        TextEncoding.Inner inner = json(text);
        if (inner == null) {
            // Then it is a text like any other.
            return said(text, GuardText.of(text), false);
        }
        TextDocument document =
                new TextDocument(watch, inner.json().bytes(), inner.from(), inner.to(), null, memory, limit);
        if (text.length() > SMALL) {
            BytePatch patch = inner.patch();
            document.look(Set.of(), (begin, end, changed) -> patch.replace(begin, end, changed));
            return new TextEncoding.Passed(patch.isChanged() ? patch.text() : null);
        }
        FieldWalk walk = new FieldWalk(inner.json().bytes(), inner.from(), inner.to(), null);
        while (walk.next()) {
            TextEncoding written = document.written(walk, false);
            if (written != null) {
                inner.spots().add(new TextSpan(walk.begin(), walk.end(), written));
            }
        }
        return inner;
    }

    /// @return null if it is no JSON
    private static TextEncoding.@Nullable Inner json(String text) {
        byte[] json = (WRAPPER + text + "}").getBytes(StandardCharsets.UTF_8);
        try {
            JsonObjectView value = JsonObjectView.scan(json, json.length);
            int from = WRAPPER.length();
            int to = json.length - 1;
            boolean one = isBlank(json, from, value.valueBegin("a")) && isBlank(json, value.valueEnd("a"), to);
            return one ? new TextEncoding.Inner(new ByteSlice(json, from, to - from), new ArrayList<>()) : null;
        } catch (MalformedJson _) {
            return null;
        }
    }

    private static boolean isBlank(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] > ' ') {
                return false;
            }
        }
        return true;
    }

    /// A whole number by its digits, however it is written. What has a fraction is none of the things that guards
    /// know.
    private static @Nullable TextEncoding number(String text) {
        if (text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))) {
            return new TextEncoding.Plain(new GuardText(text, -1, text.length() >= SHORTEST_NUMBER_SPOKEN));
        }
        if (text.length() > LONGEST_NUMBER) {
            return null;
        }
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        if (value.scale() > 0 || value.scale() < -LONGEST_NUMBER) {
            return null;
        }
        return new TextEncoding.Plain(new GuardText(value.toPlainString(), -1, true));
    }

    private static boolean isWord(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if ((c < 'a' || c > 'z') && "_-./+".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /// A name has neither blanks nor an `@`.
    private static boolean isSpoken(String text) {
        return text.chars().anyMatch(c -> c == '@' || Character.isWhitespace(c));
    }

    /// Writes changes down, and no more of them than there may be.
    private static final class Growing implements Changes {
        private final GuardChain watch;
        private final BytePatch patch;
        private final long most;

        Growing(GuardChain watch, byte[] bytes, int length) {
            this.watch = watch;
            this.patch = new BytePatch(bytes, 0, length);
            this.most = 2L * length + LARGE;
        }

        @Override
        public void change(int begin, int end, String text) {
            patch.replace(begin, end, text);
            if (patch.length() > most) {
                throw GuardMessages.failed(
                        watch.watchers().getFirst().name(), watch.moment(), "what it masks would make it too long");
            }
        }
    }
}
