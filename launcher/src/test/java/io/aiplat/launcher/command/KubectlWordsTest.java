package io.aiplat.launcher.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.launcher.Surroundings;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/// What is typed behind `kubectl` is kubectl's.
class KubectlWordsTest {
    private static ParseResult parse(String... words) {
        PrintStream none = new PrintStream(PrintStream.nullOutputStream());
        CommandLine tree = new CommandTree(new Surroundings(
                        Map.of(), Map.of(), Path.of(""), InputStream.nullInputStream(), none, none, false, () -> false))
                .all();
        return tree.parseArgs(words).subcommand();
    }

    private static List<String> reached(String... words) {
        return parse(words).matchedPositionals().stream()
                .flatMap(p -> p.originalStringValues().stream())
                .toList();
    }

    @Test
    void optionsReachItUntouched() {
        assertEquals(
                List.of("get", "pods", "-A", "-o", "wide", "--home", "x", "--help"),
                reached("kubectl", "get", "pods", "-A", "-o", "wide", "--home", "x", "--help"));
    }

    @Test
    void soDoOptionsBeforeItsFirstWord() {
        assertEquals(
                List.of("-o", "json", "--namespace=kube-system", "get", "pods"),
                reached("kubectl", "-o", "json", "--namespace=kube-system", "get", "pods"));
        assertEquals(List.of("-nkube-system", "--version"), reached("kubectl", "-nkube-system", "--version"));
    }

    @Test
    void ourOwnOptionsStandBeforeItsName() {
        assertEquals(List.of("version"), reached("-o", "json", "--home", "/h", "kubectl", "version"));
    }

    @Test
    void aDoubleHyphenIsItsOwnToo() {
        assertEquals(List.of("exec", "pod", "--", "ls", "-l"), reached("kubectl", "exec", "pod", "--", "ls", "-l"));
    }
}
