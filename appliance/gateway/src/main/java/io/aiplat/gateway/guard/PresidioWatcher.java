package io.aiplat.gateway.guard;

import io.aiplat.routing.Guard;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Masks what a Presidio service finds. Several texts are shown to it as one, with empty lines between them:
/// one question costs it less than many.
record PresidioWatcher(String name, URI url, Presidio presidio, Hits hits) implements Watcher {
    private static final String BETWEEN = "\n\n";

    /// Characters of one question. A text that is longer is asked for alone.
    private static final int TOGETHER = 100_000;

    @Override
    public List<Text> pass(List<Text> texts, Guard.Moment moment, TimeLimit limit) {
        List<String> spoken =
                texts.stream().filter(Text::spoken).map(Text::text).toList();
        Iterator<String> passed = passSpoken(spoken, moment, limit).iterator();
        return texts.stream()
                .map(text -> text.spoken() ? text.with(passed.next()) : text)
                .toList();
    }

    private List<String> passSpoken(List<String> texts, Guard.Moment moment, TimeLimit limit) {
        List<String> passed = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); ) {
            int to = from + 1;
            int length = texts.get(from).length();
            while (to < texts.size() && length + texts.get(to).length() <= TOGETHER) {
                length += texts.get(to++).length();
            }
            passed.addAll(together(texts.subList(from, to), moment, limit));
            from = to;
        }
        return passed;
    }

    private List<String> together(List<String> texts, Guard.Moment moment, TimeLimit limit) {
        if (texts.stream().allMatch(String::isBlank)) {
            return texts;
        }
        if (texts.getFirst().length() > Presidio.LONGEST_TEXT) {
            hits.failed(name);
            throw Refusals.failed(
                    name,
                    moment,
                    "a text of it has more than " + Presidio.LONGEST_TEXT + " characters, and Presidio reads no more");
        }
        List<Found> found;
        try {
            found = presidio.analyze(url, String.join(BETWEEN, texts), limit);
        } catch (IOException e) {
            hits.failed(name);
            throw Refusals.unavailable(name, moment, "its Presidio service has not helped: " + e.getMessage());
        }
        List<String> passed = new ArrayList<>(texts.size());
        int begin = 0;
        for (String text : texts) {
            passed.add(masked(text, begin, found));
            begin += text.length() + BETWEEN.length();
        }
        return passed;
    }

    private String masked(String text, int begin, List<Found> found) {
        List<Found> here = new ArrayList<>();
        for (Found one : found) {
            int from = Math.max(0, one.begin() - begin);
            int to = Math.min(text.length(), one.end() - begin);
            if (from < to) {
                here.add(new Found(from, to, one.kind()));
            }
        }
        if (here.isEmpty()) {
            return text;
        }
        hits.masked(name);
        return Found.masked(text, here);
    }
}
