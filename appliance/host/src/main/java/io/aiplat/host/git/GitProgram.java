package io.aiplat.host.git;

import io.aiplat.host.Programs;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The `git` program, with nobody's configuration but what is said here: no hooks, no filters, no helpers, no
/// questions. It runs in a process of its own, which is ended when it takes too long or too much room.
final class GitProgram {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int MOST_SAID = 16 << 10;
    private static final int MOST_ANSWERED = 16 << 20;

    /// What has nothing to say to a repository of somebody else.
    private static final List<String> BARE = List.of(
            "-c", "core.hooksPath=/dev/null",
            "-c", "core.symlinks=false",
            "-c", "core.autocrlf=false",
            "-c", "core.fsmonitor=false",
            "-c", "credential.helper=",
            "-c", "protocol.ext.allow=never",
            "-c", "http.followRedirects=false",
            "-c", "gc.auto=0",
            "-c", "submodule.recurse=false",
            "-c", "advice.detachedHead=false");

    private final Path git;
    private final String address;
    private final GitAccess access;
    private final long mostBytes;
    private final Map<String, String> environment;

    /// @param environment of this process; little of it is handed on
    /// @param mostBytes   that it may write to a disk
    /// @throws ApplianceException HOST_GIT_MISSING
    GitProgram(Map<String, String> environment, String address, GitAccess access, long mostBytes) {
        this.git =
                new Programs(environment).find("git").orElseThrow(() -> new ApplianceException(GitProblems.missing()));
        this.address = address;
        this.access = access;
        this.mostBytes = mostBytes;
        this.environment = Map.copyOf(environment);
    }

    /// What it wrote.
    ///
    /// @param status how it ended
    record Answer(int status, String out, String said) {
        /// The answer, if it went well.
        ///
        /// @param words what is told of what it said otherwise
        String orElseThrow(UnaryOperator<String> words, String address) {
            if (status != 0) {
                throw new ApplianceException(GitProblems.failed(address, words.apply(said)));
            }
            return out;
        }
    }

    /// Runs it to its end.
    ///
    /// @param room what it writes into, which is watched; it has to exist
    /// @throws ApplianceException HOST_GIT_FAILED if it could not be started or took too long, HOST_GIT_TOO_LARGE
    Answer run(Path room, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(git.toString()));
        command.addAll(BARE);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(room.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables(room));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Output out = Output.of(process.getInputStream(), MOST_ANSWERED);
            Output said = Output.of(process.getErrorStream(), MOST_SAID);
            try {
                watch(process, room);
                return new Answer(process.exitValue(), out.text(), said.text());
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw failed("It could not be started: " + e.getMessage() + ".");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw failed("It was interrupted.");
        }
    }

    private void watch(Process process, Path room) throws InterruptedException {
        long begin = System.nanoTime();
        while (!process.waitFor(STEP.toMillis(), TimeUnit.MILLISECONDS)) {
            if (bytes(room) > mostBytes) {
                throw new ApplianceException(tooLarge());
            }
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw failed("It took longer than " + PATIENCE.toMinutes() + " minutes and was ended.");
            }
        }
        if (bytes(room) > mostBytes) {
            throw new ApplianceException(tooLarge());
        }
    }

    private Problem tooLarge() {
        return GitProblems.tooLarge(address, "It takes more than " + (mostBytes >> 20) + " MiB.");
    }

    private ApplianceException failed(String why) {
        return new ApplianceException(GitProblems.failed(address, why));
    }

    /// How much room a folder takes; what vanishes meanwhile takes none.
    private static long bytes(Path folder) {
        AtomicLong sum = new AtomicLong();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum.get();
    }

    private Map<String, String> variables(Path room) {
        Map<String, String> variables = new TreeMap<>();
        for (String kept : List.of("PATH", "SSH_AUTH_SOCK", "TMPDIR")) {
            if (environment.containsKey(kept)) {
                variables.put(kept, environment.get(kept));
            }
        }
        variables.put("LC_ALL", "C");
        // Before git 2.32 nothing else keeps the person's configuration out; ssh looks its own home up by itself.
        variables.put("HOME", room.toString());
        variables.put("XDG_CONFIG_HOME", room.toString());
        variables.put("GIT_CONFIG_GLOBAL", "/dev/null");
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("GIT_ATTR_NOSYSTEM", "1");
        variables.put("GIT_TERMINAL_PROMPT", "0");
        variables.put("GIT_ASKPASS", "true");
        variables.put("GIT_LFS_SKIP_SMUDGE", "1");
        variables.put("GIT_ALLOW_PROTOCOL", "file:git:http:https:ssh");
        variables.put("GIT_SSH_COMMAND", ssh());
        network(variables);
        credential(variables);
        return variables;
    }

    private String ssh() {
        String key = access.sshKey() == null
                ? ""
                : " -o IdentitiesOnly=yes -i " + quoted(access.sshKey().toString());
        return "ssh -o BatchMode=yes -o ConnectTimeout=20 -o StrictHostKeyChecking=accept-new -o UserKnownHostsFile="
                + quoted("\"" + access.knownHosts() + "\" ~/.ssh/known_hosts")
                + key;
    }

    /// For the shell that git hands it to.
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private void network(Map<String, String> variables) {
        Settings.Network network = access.network();
        if (network.httpProxy() != null) {
            variables.put("http_proxy", network.httpProxy().toString());
        }
        if (network.httpsProxy() != null) {
            variables.put("https_proxy", network.httpsProxy().toString());
        }
        variables.put("no_proxy", String.join(",", network.noProxy()) + ",localhost,127.0.0.1,::1");
        if (network.caFile() != null) {
            variables.put("GIT_SSL_CAINFO", network.caFile().toString());
        }
    }

    /// The token goes to the server it is for and to no other, and stands in no command line.
    private void credential(Map<String, String> variables) {
        Secret token = access.token();
        if (token != null) {
            URI of = URI.create(address);
            String login = access.user() + ":" + token.value();
            variables.put("GIT_CONFIG_COUNT", "1");
            variables.put("GIT_CONFIG_KEY_0", "http." + of.getScheme() + "://" + of.getAuthority() + "/.extraHeader");
            variables.put(
                    "GIT_CONFIG_VALUE_0",
                    "Authorization: Basic "
                            + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// Output of a program, read beside it: its beginning, however much it writes.
    private record Output(Thread reader, StringBuilder kept) {
        static Output of(InputStream from, int most) {
            StringBuilder kept = new StringBuilder();
            Thread reader = Thread.ofVirtual().start(() -> {
                byte[] block = new byte[8192];
                try (from) {
                    for (int n = from.read(block); n >= 0; n = from.read(block)) {
                        synchronized (kept) {
                            int room = Math.min(n, most - kept.length());
                            // Names are bytes; what is compared is ASCII.
                            kept.append(new String(block, 0, Math.max(0, room), StandardCharsets.ISO_8859_1));
                        }
                    }
                } catch (IOException _) {
                    // It was ended; its exit code tells.
                }
            });
            return new Output(reader, kept);
        }

        String text() throws InterruptedException {
            reader.join(Duration.ofSeconds(5));
            synchronized (kept) {
                return new String(kept.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            }
        }
    }
}
