package io.aiplat.quality.promql.evaluation;

import io.aiplat.quality.promql.AnchoredPattern;
import io.aiplat.quality.promql.LabelSet;
import io.aiplat.quality.promql.PromQlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `label_replace`: another value for a label, made of what a regular expression finds in one.
final class LabelReplacement {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    /// What Go takes for the name of a group: `${name}`, or as many letters as there are behind `$`.
    private static final Pattern GROUP = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+)|(\\$))");

    private final String target;
    private final String template;
    private final String source;
    private final AnchoredPattern pattern;
    private final Map<LabelSet, LabelSet> replaced = new HashMap<>();

    /// @throws PromQlException if a name of a label or the pattern is none
    LabelReplacement(String target, String template, String source, String pattern) {
        this.target = named(target);
        this.template = template;
        this.source = named(source);
        this.pattern = AnchoredPattern.of(pattern);
    }

    private static String named(String label) {
        if (!NAME.matcher(label).matches()) {
            throw new PromQlException(
                    PromQlException.Cause.EVALUATION,
                    "label_replace() takes names of labels, and \"" + label + "\" is none.");
        }
        return label;
    }

    List<LabelledValue> of(List<LabelledValue> samples) {
        List<LabelledValue> results = new ArrayList<>(samples.size());
        for (LabelledValue sample : samples) {
            results.add(new LabelledValue(replaced.computeIfAbsent(sample.labels(), this::replaced), sample.value()));
        }
        return results;
    }

    private LabelSet replaced(LabelSet labels) {
        Matcher found = pattern.matcher(labels.get(source));
        if (found == null) {
            return labels;
        }
        return labels.with(
                target,
                GROUP.matcher(template)
                        .replaceAll(group -> Matcher.quoteReplacement(
                                group.group(3) != null
                                        ? "$"
                                        : value(found, group.group(1) == null ? group.group(2) : group.group(1)))));
    }

    /// Empty where there is no such group, or it found nothing.
    private static String value(Matcher found, String group) {
        if (group.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(group);
            return number > found.groupCount()
                    ? ""
                    : Optional.ofNullable(found.group(number)).orElse("");
        }
        return found.namedGroups().containsKey(group)
                ? Optional.ofNullable(found.group(group)).orElse("")
                : "";
    }
}
