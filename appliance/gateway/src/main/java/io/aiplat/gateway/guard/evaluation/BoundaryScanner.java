package io.aiplat.gateway.guard.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Boundary scanner: looks across the borders between texts that are read as one, of each text only what lies near
/// its borders. They are put together as they are, with an end of line at each border, because servers do either, and
/// with one only where a word meets a number: a number that is alone in its texts is then not taken for the end of a
/// word.
public final class BoundaryScanner {
    /// Characters on either side of a border.
    public static final int REACH = 256;

    /// Characters that are put together at once, at most, but for those of the last text.
    private static final int AT_ONCE = 64 * 1024;

    /// What stands between two texts.
    private enum Border {
        NOTHING,
        LINE,
        LINE_AT_NUMBERS;

        String between(CharSequence before, CharSequence after, int from) {
            return switch (this) {
                case NOTHING -> "";
                case LINE -> "\n";
                case LINE_AT_NUMBERS -> {
                    char last = before.charAt(before.length() - 1);
                    char next = after.charAt(from);
                    boolean meet = (Character.isLetter(last) && Character.isDigit(next))
                            || (Character.isDigit(last) && Character.isLetter(next));
                    yield meet ? "\n" : "";
                }
            };
        }
    }

    private final List<GuardText> texts;
    private final Look look;
    private final Map<Integer, List<EntityMatch>> found = new TreeMap<>();
    private final List<Piece> pieces = new ArrayList<>();
    private int characters;

    /// Looks for something.
    @FunctionalInterface
    interface Look {
        void find(String text, List<EntityMatch> into);
    }

    /// A part of a text that stands next to others.
    private record Piece(int index, int from, int to) {}

    private BoundaryScanner(List<GuardText> texts, Look look) {
        this.texts = texts;
        this.look = look;
    }

    /// What lies across borders, by the number of the text that has a part of it; in order and apart.
    static Map<Integer, List<EntityMatch>> of(List<GuardText> texts, Look look) {
        BoundaryScanner adjoining = new BoundaryScanner(texts, look);
        int last = -1;
        for (int index = 0; index < texts.size(); index++) {
            GuardText text = texts.get(index);
            if (text.group() < 0 || text.text().isEmpty()) {
                continue;
            }
            if (text.group() != last) {
                adjoining.flush();
            }
            last = text.group();
            adjoining.add(index, text.text().length());
        }
        adjoining.flush();
        adjoining.found.replaceAll((_, all) -> EntityMatch.merged(all));
        return adjoining.found;
    }

    private void add(int index, int length) {
        if (length > 2 * REACH || characters > AT_ONCE) {
            put(index, 0, Math.min(length, REACH));
            flush();
            put(index, Math.max(0, length - REACH), length);
        } else {
            put(index, 0, length);
        }
    }

    private void put(int index, int from, int to) {
        pieces.add(new Piece(index, from, to));
        characters += to - from;
    }

    private void flush() {
        if (pieces.size() > 1) {
            for (Border border : Border.values()) {
                look(border);
            }
        }
        pieces.clear();
        characters = 0;
    }

    private void look(Border border) {
        StringBuilder joined = new StringBuilder(characters + pieces.size());
        int[] begins = new int[pieces.size()];
        for (int i = 0; i < begins.length; i++) {
            Piece piece = pieces.get(i);
            String text = texts.get(piece.index()).text();
            joined.append(i == 0 ? "" : border.between(joined, text, piece.from()));
            begins[i] = joined.length();
            joined.append(text, piece.from(), piece.to());
        }
        List<EntityMatch> all = new ArrayList<>(0);
        look.find(joined.toString(), all);
        int at = 0;
        for (EntityMatch one : all) {
            while (at + 1 < begins.length && begins[at + 1] <= one.begin()) {
                at++;
            }
            if (at + 1 < begins.length && begins[at + 1] < one.end()) {
                across(one, begins, at);
            }
        }
    }

    private void across(EntityMatch one, int[] begins, int first) {
        for (int i = first; i < begins.length && begins[i] < one.end(); i++) {
            Piece piece = pieces.get(i);
            int from = piece.from() + Math.max(0, one.begin() - begins[i]);
            int to = piece.from() + Math.min(piece.to() - piece.from(), one.end() - begins[i]);
            if (from < to) {
                found.computeIfAbsent(piece.index(), _ -> new ArrayList<>()).add(new EntityMatch(from, to, one.kind()));
            }
        }
    }
}
