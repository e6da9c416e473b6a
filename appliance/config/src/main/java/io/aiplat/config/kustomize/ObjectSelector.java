package io.aiplat.config.kustomize;

import io.aiplat.model.ApplianceException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Which objects a patch is for: patterns, each for the whole of a word, and selectors of labels and annotations.
///
/// @param label how problems call where it stands
record ObjectSelector(
        String label,
        String group,
        String version,
        String kind,
        String name,
        String namespace,
        String labels,
        String annotations) {
    private static final Pattern IN_SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUAL = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*(\\S*)");
    private static final Pattern KEY = Pattern.compile("(!?)\\s*([^=!\\s()]+)");

    /// Those it selects, by what they are or were at first.
    List<KustomizedObject> of(ObjectList objects) {
        return objects.all().stream().filter(this::selects).toList();
    }

    private boolean selects(KustomizedObject object) {
        ObjectId now = object.id();
        ObjectId first = object.original();
        return (matches(namespace, first.effectiveNamespace()) || matches(namespace, now.effectiveNamespace()))
                && (matches(name, first.name()) || matches(name, now.name()))
                && matches(group, now.group())
                && matches(version, now.version())
                && matches(kind, now.kind())
                && holds(labels, object.marks("labels"))
                && holds(annotations, object.marks("annotations"));
    }

    private boolean matches(String pattern, String word) {
        try {
            return pattern.isEmpty() || Pattern.compile(pattern).matcher(word).matches();
        } catch (PatternSyntaxException e) {
            throw new ApplianceException(
                    KustomizeProblems.broken(label, "A target has no such pattern: " + pattern + "."), e);
        }
    }

    /// The grammar of Kubernetes' own selectors.
    private boolean holds(String selector, Map<String, String> marks) {
        return requirements(selector).stream().allMatch(each -> isMet(each, marks));
    }

    private boolean isMet(String requirement, Map<String, String> marks) {
        Matcher set = IN_SET.matcher(requirement);
        if (set.matches()) {
            List<String> words =
                    Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
            String value = marks.get(set.group(1));
            boolean in = value != null && words.contains(value);
            return set.group(2).equals("in") == in;
        }
        Matcher equal = EQUAL.matcher(requirement);
        if (equal.matches()) {
            boolean same = equal.group(3).equals(marks.get(equal.group(1)));
            return equal.group(2).equals("!=") != same;
        }
        Matcher key = KEY.matcher(requirement);
        if (key.matches()) {
            return marks.containsKey(key.group(2)) == key.group(1).isEmpty();
        }
        throw new ApplianceException(KustomizeProblems.broken(label, "This is no selector: " + requirement + "."));
    }

    /// Parted at commas that stand in no brackets.
    private static List<String> requirements(String selector) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < selector.length(); i++) {
            char c = selector.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(selector.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(selector.substring(from).strip());
        return parts.stream().filter(part -> !part.isEmpty()).toList();
    }
}
