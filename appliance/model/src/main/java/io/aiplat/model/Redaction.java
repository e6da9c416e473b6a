package io.aiplat.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Redaction: takes secrets out of texts that leave for a log, a screen or a client, and writes `***` in their
/// place.
///
/// It knows some secrets by heart, and three by their shape: tokens of aiplat's own, what stands before the `@` of
/// an address, and what follows `Bearer`. It is meant for errors, which are few; requests and answers do not go
/// through it.
public final class Redaction {
    private static final String GONE = "***";

    /// Words of so few characters stand in texts that have nothing to do with a secret.
    private static final int SHORTEST = 4;
    /// Values of headers are secrets only as a rule; a short one is a version or a name.
    private static final int SHORTEST_PART = 8;

    private static final String SHAPES_ALONE = "(?<=://)[^\\s/]+(?=@)" // user:password of an address
            + "|sk-aiplat-[0-9A-Za-z]{8,}"
            + "|(?<=[Bb]earer )[^\\s\"'\\\\,;]{8,}";

    /// Knows no secret by heart.
    public static final Redaction SHAPES = new Redaction(Set.of());

    private final Pattern secrets;

    private Redaction(Set<String> known) {
        String words = known.stream()
                // The longest first: one may begin with another.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .map(word -> "(?i:" + word + ")|")
                .collect(Collectors.joining());
        this.secrets = Pattern.compile(words + SHAPES_ALONE);
    }

    /// Knows some secrets, in any case of their letters and as JSON may write them. One of fewer than four
    /// characters is let be, and of one that has several words, as a header has, each word of eight
    /// characters and more counts.
    public static Redaction of(Collection<Secret> secrets) {
        Set<String> known = new LinkedHashSet<>();
        for (Secret secret : secrets) {
            add(known, secret.value().strip(), SHORTEST);
            for (String word : secret.value().split("\\s+", -1)) {
                add(known, word, SHORTEST_PART);
            }
        }
        return known.isEmpty() ? SHAPES : new Redaction(known);
    }

    private static void add(Set<String> known, String word, int shortest) {
        if (word.length() >= shortest) {
            known.add(word);
            known.add(word.replace("/", "\\/"));
        }
    }

    /// The text without secrets; itself where it has none.
    public String clean(String text) {
        Matcher found = secrets.matcher(text);
        return found.find() ? found.replaceAll(GONE) : text;
    }

    /// Whether a text has one.
    public boolean finds(String text) {
        return secrets.matcher(text).find();
    }
}
