package io.aiplat.launcher.command.cluster;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What is typed behind `kubectl`, as far as whoever runs it elsewhere has to understand it.
record KubectlWords(List<String> words) {
    private static final Set<String> SPEAKING = Set.of("exec", "attach", "run", "debug");
    private static final Set<String> STDIN = Set.of("-i", "-it", "-ti", "--stdin", "--stdin=true");
    private static final Set<String> ENDLESS = Set.of("proxy", "port-forward", "wait", "attach");

    /// Whether it will read its standard input: a file named `-`, or a program inside a pod that is spoken to.
    boolean readInput() {
        return own().anyMatch(word -> word.equals("-") || word.equals("-f-") || word.matches("--?[a-z]+=-"))
                || (own().anyMatch(SPEAKING::contains) && own().anyMatch(STDIN::contains));
    }

    /// Whether it may go on until somebody stops it.
    boolean goOn() {
        return own().anyMatch(word -> ENDLESS.contains(word) || word.matches("-[AR]*w.*|--watch(-only)?(=true)?"))
                || (own().anyMatch("logs"::equals) && own().anyMatch(word -> word.matches("-p?f|--follow(=true)?")))
                || (own().anyMatch("rollout"::equals) && own().anyMatch("status"::equals));
    }

    /// What stands behind a double hyphen is the program's inside the pod.
    private Stream<String> own() {
        return words.stream().takeWhile(word -> !word.equals("--"));
    }
}
