package io.aiplat.model;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Spelling suggestion: finds what somebody meant who mistyped a word.
public final class SpellingSuggestion {
    /// Nobody mistypes a longer word by a letter, and comparing two takes the product of their lengths.
    private static final int LONGEST = 100;

    private SpellingSuggestion() {}

    /// The word with the fewest letters added, left out, changed or swapped, unless too many are (a third). None
    /// for words of more than 100 letters.
    public static Optional<String> to(String typed, List<String> words) {
        if (typed.length() > LONGEST) {
            return Optional.empty();
        }
        return words.stream()
                .filter(word -> word.length() <= LONGEST)
                .min(Comparator.comparingInt(word -> distance(typed, word)))
                .filter(word -> distance(typed, word) <= Math.max(1, Math.max(typed.length(), word.length()) / 3));
    }

    /// `; did you mean 'word'?`, or a full stop where nothing is near: the end of a sentence.
    public static String hint(String typed, List<String> words) {
        return to(typed, words).map(word -> "; did you mean '" + word + "'?").orElse(".");
    }

    /// Optimal string alignment distance.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int changed = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
