package io.aiplat.quality.alert;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.TextFile;
import io.aiplat.quality.alert.rule.AlertRule;
import io.aiplat.quality.alert.rule.AlertRuleFile;
import io.aiplat.quality.alert.rule.AlertRuleGroup;
import io.aiplat.quality.alert.rule.AlertRuleProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Rules that come with aiplat, and those of a folder that a person writes. Of a file that is wrong, what it said last
/// holds. For one thread.
final class AlertRuleFolder {
    /// How the reference and the commands call the rules that come with aiplat.
    static final String BUNDLED = "rules of aiplat";

    private static final int MOST_FILES = 100;

    private final Path folder;
    private final AlertRuleFile reader;
    private final List<AlertRuleGroup> bundled;
    private final Set<String> off;
    private final Map<Path, List<AlertRuleGroup>> good = new TreeMap<>();
    private final Map<Path, Problem> wrong = new TreeMap<>();
    private Map<Path, String> seen = Map.of();
    private boolean first = true;

    /// @param folder may not exist
    /// @param text   the rules that come with aiplat
    /// @param off    names of rules that are switched off
    AlertRuleFolder(Path folder, AlertRuleFile reader, String text, List<String> off) {
        this.folder = folder;
        this.reader = reader;
        this.bundled = reader.parse(BUNDLED, text);
        this.off = Set.copyOf(off);
    }

    /// Looks whether something changed, and reads it.
    ///
    /// @return whether it did; always the first time
    boolean look() {
        Map<Path, String> now = files();
        if (now.equals(seen) && !first) {
            return false;
        }
        first = false;
        good.keySet().retainAll(now.keySet());
        wrong.keySet().retainAll(now.keySet());
        now.forEach((file, stamp) -> {
            if (!stamp.equals(seen.get(file))) {
                read(file);
            }
        });
        seen = now;
        return true;
    }

    private void read(Path file) {
        try {
            good.put(file, reader.parse(file.toString(), TextFile.read(file, TextFile.MOST_BYTES)));
            wrong.remove(file);
        } catch (ApplianceException e) {
            wrong.put(file, e.problem());
        } catch (TextFile.Unreadable e) {
            wrong.put(file, AlertRuleProblems.broken(file.toString(), e.reason()));
        }
    }

    /// By what changes when a file does.
    private Map<Path, String> files() {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.filter(AlertRuleFolder::isRules)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList()) {
                files.put(file, Files.getLastModifiedTime(file) + " " + Files.size(file));
            }
        } catch (NoSuchFileException _) {
            // There need not be one; and a file that has just gone is gone.
            return files;
        } catch (IOException _) {
            // What was read before holds.
            return seen;
        }
        return files;
    }

    private static boolean isRules(Path file) {
        String name = file.getFileName().toString();
        return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".") && Files.isRegularFile(file);
    }

    /// The rules that hold, by file. A rule of a person's takes the place of one of the same name that comes with
    /// aiplat.
    Map<String, List<AlertRuleGroup>> rules() {
        Set<String> own = new HashSet<>();
        good.values().forEach(groups -> groups.forEach(group -> group.rules().forEach(rule -> own.add(rule.name()))));
        Map<String, List<AlertRuleGroup>> rules = new LinkedHashMap<>();
        rules.put(BUNDLED, kept(bundled, rule -> !off.contains(rule.name()) && !own.contains(rule.name())));
        good.forEach((file, groups) -> rules.put(file.toString(), kept(groups, rule -> !off.contains(rule.name()))));
        return rules;
    }

    private static List<AlertRuleGroup> kept(List<AlertRuleGroup> groups, Predicate<AlertRule> which) {
        return groups.stream()
                .map(group -> new AlertRuleGroup(
                        group.name(),
                        group.interval(),
                        group.rules().stream().filter(which).toList()))
                .filter(group -> !group.rules().isEmpty())
                .toList();
    }

    /// What is wrong with files.
    List<Problem> problems() {
        return List.copyOf(wrong.values());
    }
}
