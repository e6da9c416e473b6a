package io.aiplat.supply.archive.manifest;

import java.util.regex.Pattern;

/// Version of what a bundle archive brings: numbers with dots between them, compared number by number. By it an
/// installation refuses what is older than what it has.
///
/// @param text up to eight numbers of up to nine digits: `3`, `2026.11.2`
public record ArchiveVersion(String text) implements Comparable<ArchiveVersion> {
    private static final Pattern FORM = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,7}");

    public ArchiveVersion {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("a version is numbers with dots between them, and not " + text);
        }
    }

    /// `1.2` and `1.2.0` are equally old, and yet not equal.
    @Override
    public int compareTo(ArchiveVersion other) {
        String[] ours = text.split("\\.", -1);
        String[] theirs = other.text.split("\\.", -1);
        for (int i = 0; i < Math.max(ours.length, theirs.length); i++) {
            int order = Integer.compare(number(ours, i), number(theirs, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int number(String[] numbers, int index) {
        return index < numbers.length ? Integer.parseInt(numbers[index]) : 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
