package io.aiplat.inference.llamacpp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Servers of a home that whoever started them left behind: it was killed, and what watches over them too. They are
/// told
/// by what they carry in their environment, which a system without `/proc` does not show.
public final class LlamaServerOrphans {
    private static final Pattern OWNER = Pattern.compile("([0-9]{1,18})@([0-9]{1,18})");

    private LlamaServerOrphans() {}

    /// This process by what tells it from a later one of the same id.
    static String own() {
        return of(ProcessHandle.current());
    }

    private static String of(ProcessHandle process) {
        return process.pid() + "@"
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /// Ends those of a home that nobody has any more.
    public static void end(Path home) {
        ProcessHandle.allProcesses()
                .filter(process -> isOrphan(process.pid(), home))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean isOrphan(long pid, Path home) {
        List<String> environment = environment(pid);
        return environment.contains(LlamaServerCommand.HOME_VARIABLE + "=" + home)
                && value(environment, LlamaServerCommand.OWNER_VARIABLE)
                        .filter(owner -> !isThere(owner))
                        .isPresent();
    }

    private static Optional<String> value(List<String> environment, String name) {
        return environment.stream()
                .filter(variable -> variable.startsWith(name + "="))
                .map(variable -> variable.substring(name.length() + 1))
                .findFirst();
    }

    private static boolean isThere(String owner) {
        Matcher named = OWNER.matcher(owner);
        return named.matches()
                && ProcessHandle.of(Long.parseLong(named.group(1)))
                        .filter(process -> of(process).equals(owner))
                        .isPresent();
    }

    private static List<String> environment(long pid) {
        try {
            byte[] all = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "environ"));
            return Arrays.asList(new String(all, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException _) {
            // Somebody else's, or gone by now.
            return List.of();
        }
    }
}
