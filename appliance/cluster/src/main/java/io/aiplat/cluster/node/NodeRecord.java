package io.aiplat.cluster.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whose the k3s of this machine is, and how the machine was before it. Beside k3s' data, because it is true for as
/// long
/// as these are there. Lines `key=value`; of those that can repeat, one line each.
///
/// @param owner       id of the home that made it
/// @param name        of the cluster
/// @param apiPort     of its API
/// @param fingerprint of what it was started with
/// @param command     it was started with, the program first
/// @param variables   added to its environment then
/// @param startedAt   as an instant, when it was started with no pod running
/// @param marked      whether interfaces, mounts, rules and groups of it may be there
/// @param chains      of the packet filter that were there before and have names as Kubernetes gives them
/// @param mounts      that were there before, below where Kubernetes mounts
/// @param kernel      settings of the kernel that Kubernetes changes, as they were: path below `/proc/sys` to value
record NodeRecord(
        String owner,
        String name,
        int apiPort,
        String fingerprint,
        List<String> command,
        Map<String, String> variables,
        String startedAt,
        boolean marked,
        Set<String> chains,
        Set<String> mounts,
        Map<String, String> kernel) {
    NodeRecord {
        command = List.copyOf(command);
        variables = Map.copyOf(variables);
        chains = Set.copyOf(chains);
        mounts = Set.copyOf(mounts);
        kernel = Map.copyOf(kernel);
    }

    /// The record in a file; empty where there is none.
    ///
    /// @throws UncheckedIOException if it cannot be read, or says something else than records do
    static Optional<NodeRecord> read(Path file) {
        try {
            Map<String, String> values = new LinkedHashMap<>();
            Set<String> chains = new TreeSet<>();
            Set<String> mounts = new TreeSet<>();
            Map<String, String> kernel = new LinkedHashMap<>();
            List<String> command = new ArrayList<>();
            Map<String, String> variables = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                int equals = line.indexOf('=');
                String key = line.substring(0, Math.max(0, equals));
                String value = line.substring(equals + 1);
                switch (key) {
                    case "chain" -> chains.add(value);
                    case "mount" -> mounts.add(value);
                    case "word" -> command.add(value);
                    case "kernel" -> putPair(kernel, value);
                    case "variable" -> putPair(variables, value);
                    default -> values.put(key, value);
                }
            }
            return Optional.of(new NodeRecord(
                    values.getOrDefault("owner", ""),
                    values.getOrDefault("name", ""),
                    Integer.parseInt(values.getOrDefault("api-port", "0")),
                    values.getOrDefault("fingerprint", ""),
                    command,
                    variables,
                    values.getOrDefault("started-at", ""),
                    Boolean.parseBoolean(values.getOrDefault("marked", "true")),
                    chains,
                    mounts,
                    kernel));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void putPair(Map<String, String> map, String line) {
        int space = line.indexOf(' ');
        map.put(line.substring(0, space), line.substring(space + 1));
    }

    /// Writes it down, whole or not at all.
    void write(Path file) {
        List<String> lines = new ArrayList<>(List.of(
                "owner=" + owner,
                "name=" + name,
                "api-port=" + apiPort,
                "fingerprint=" + fingerprint,
                "started-at=" + startedAt,
                "marked=" + marked));
        command.forEach(word -> lines.add("word=" + word));
        variables.forEach((key, value) -> lines.add("variable=" + key + " " + value));
        chains.forEach(chain -> lines.add("chain=" + chain));
        mounts.forEach(mount -> lines.add("mount=" + mount));
        kernel.forEach((path, value) -> lines.add("kernel=" + path + " " + value));
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path next = file.resolveSibling(file.getFileName() + ".new");
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first of a node that is to be made on a machine as it is.
    static NodeRecord first(String owner, String name, NodeTraces machine) {
        return new NodeRecord(
                owner,
                name,
                0,
                "",
                List.of(),
                Map.of(),
                "",
                true,
                machine.chains(),
                Set.copyOf(machine.mounts()),
                machine.kernel());
    }

    /// Of a node that is about to be started so.
    NodeRecord started(int port, String print, List<String> words, Map<String, String> with, String at) {
        return new NodeRecord(owner, name, port, print, words, with, at, true, chains, mounts, kernel);
    }

    /// The same, started again as before.
    NodeRecord startedAgain(String at) {
        return started(apiPort, fingerprint, command, variables, at);
    }

    /// Of a node that has gone without a trace, but for its data.
    NodeRecord unmarked() {
        return new NodeRecord(
                owner, name, apiPort, fingerprint, command, variables, startedAt, false, chains, mounts, kernel);
    }
}
