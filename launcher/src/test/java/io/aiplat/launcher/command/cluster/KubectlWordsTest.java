package io.aiplat.launcher.command.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.command.CommandTree;
import io.aiplat.launcher.wiring.ProcessContext;
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
        CommandLine tree = new CommandTree(new ProcessContext(
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

    private static KubectlWords said(String line) {
        return new KubectlWords(List.of(line.split(" ")));
    }

    @Test
    void itReadsItsInputWhereItWasToldTo() {
        assertTrue(said("apply -f -").readInput());
        assertTrue(said("apply -f-").readInput());
        assertTrue(said("apply -f=-").readInput());
        assertTrue(said("-n x create --filename=-").readInput());
        assertTrue(said("exec -it pod -- sh").readInput());
        assertTrue(said("run --stdin x --image=y").readInput());
        assertFalse(said("get pods").readInput());
        assertFalse(said("apply -f file.yaml").readInput());
        assertFalse(said("exec pod -- cat -").readInput());
        assertFalse(said("exec pod -- grep -i x").readInput());
    }

    @Test
    void itGoesOnWhereItWasToldTo() {
        assertTrue(said("get pods -w").goOn());
        assertTrue(said("get pods -Aw").goOn());
        assertTrue(said("get pods --watch -o wide").goOn());
        assertTrue(said("events --watch=true").goOn());
        assertTrue(said("-n x logs -f deploy/ollama").goOn());
        assertTrue(said("logs --follow pod").goOn());
        assertTrue(said("rollout status deploy/ollama").goOn());
        assertTrue(said("port-forward pod 80").goOn());
        assertFalse(said("get pods -o wide").goOn());
        assertFalse(said("get pods -owide --watch=false").goOn());
        assertFalse(said("logs pod").goOn());
        assertFalse(said("apply -f file.yaml").goOn());
        assertFalse(said("exec pod -- tail -w").goOn());
    }
}
