package io.aiplat.gateway.guard.evaluation;

import io.aiplat.routing.Guard;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// Guard evaluator by a Presidio service: masks what that finds.
/// Several texts are shown to it as one, with empty lines between them: one question costs it less than many.
///
/// @param name of the guard, for messages and metrics
/// @param url  of the service, to which `/analyze` is added
/// @param hits counts what it does
public record PresidioEvaluator(String name, URI url, PresidioClient presidio, GuardCounter hits)
        implements GuardEvaluator {
    private static final String BETWEEN = "\n\n";

    /// Characters of one question. A text that is longer is asked for alone.
    private static final int TOGETHER = 100_000;

    @Override
    public List<GuardText> pass(List<GuardText> texts, Guard.Moment moment, EvaluationTimeout limit) {
        List<String> spoken =
                texts.stream().filter(GuardText::spoken).map(GuardText::text).toList();
        Iterator<String> passed = passSpoken(spoken, moment, limit).iterator();
        return texts.stream()
                .map(text -> text.spoken() ? text.with(passed.next()) : text)
                .toList();
    }

    private List<String> passSpoken(List<String> texts, Guard.Moment moment, EvaluationTimeout limit) {
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

    private List<String> together(List<String> texts, Guard.Moment moment, EvaluationTimeout limit) {
        if (texts.stream().allMatch(String::isBlank)) {
            return texts;
        }
        if (texts.getFirst().length() > PresidioClient.LONGEST_TEXT) {
            hits.failed(name);
            throw GuardMessages.failed(
                    name,
                    moment,
                    "a text of it has more than " + PresidioClient.LONGEST_TEXT
                            + " characters, and Presidio reads no more");
        }
        List<EntityMatch> found;
        try {
            found = presidio.analyze(url, String.join(BETWEEN, texts), limit);
        } catch (IOException e) {
            hits.failed(name);
            throw GuardMessages.unavailable(name, moment, "its Presidio service has not helped: " + e.getMessage());
        }
        List<String> passed = new ArrayList<>(texts.size());
        int begin = 0;
        for (String text : texts) {
            passed.add(masked(text, begin, found));
            begin += text.length() + BETWEEN.length();
        }
        return passed;
    }

    private String masked(String text, int begin, List<EntityMatch> found) {
        List<EntityMatch> here = new ArrayList<>();
        for (EntityMatch one : found) {
            int from = Math.max(0, one.begin() - begin);
            int to = Math.min(text.length(), one.end() - begin);
            if (from < to) {
                here.add(new EntityMatch(from, to, one.kind()));
            }
        }
        if (here.isEmpty()) {
            return text;
        }
        hits.masked(name);
        return EntityMatch.masked(text, here);
    }
}
