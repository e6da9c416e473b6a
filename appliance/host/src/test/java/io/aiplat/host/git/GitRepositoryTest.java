package io.aiplat.host.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.aiplat.host.Programs;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real repositories, made and served by git itself.
class GitRepositoryTest {
    private static final Settings.Network DIRECT = new Settings.Network(null, null, List.of(), null, Map.of());

    @TempDir
    Path folder;

    private Path repository;

    @BeforeEach
    void begin() throws Exception {
        Need.that(new Programs(System.getenv()).find("git").isPresent(), "git: apt-get install git");
        repository = Files.createDirectories(folder.resolve("repository"));
        git("init", "--quiet", "--initial-branch=main");
        write("a.yaml", "one");
        commit("first");
    }

    private String git(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "user.name=ada", "-c", "user.email=ada@x.example"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out.strip();
    }

    private void write(String file, String text) throws IOException {
        Path path = repository.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private String commit(String message) throws Exception {
        git("add", "--all");
        git("commit", "--quiet", "--message=" + message);
        return git("rev-parse", "HEAD");
    }

    private GitRepository opened(String address, @Nullable Secret token) {
        return new GitRepository(
                System.getenv(), address, new GitAccess("ada", token, null, folder.resolve("known"), DIRECT));
    }

    private GitRepository opened() {
        return opened("file://" + repository, null);
    }

    private static Problem refused(org.junit.jupiter.api.function.Executable work) {
        return assertThrows(ApplianceException.class, work).problem();
    }

    @Test
    void aBranchATagAndACommitAreFollowed() throws Exception {
        String first = git("rev-parse", "HEAD");
        git("tag", "--annotate", "--message=one", "v1");
        write("a.yaml", "two");
        String second = commit("second");
        git("branch", "next");
        assertEquals(second, opened().tip("HEAD", "usual branch", folder));
        assertEquals(second, opened().tip("refs/heads/next", "branch next", folder));
        assertEquals(first, opened().tip("refs/tags/v1", "tag v1", folder), "the commit, and not the tag's own number");
        Path target = folder.resolve("files");
        opened().checkout(first, "refs/tags/v1", target);
        assertEquals("one", Files.readString(target.resolve("a.yaml")));
        opened().checkout(second, "refs/heads/next", target);
        assertEquals("two", Files.readString(target.resolve("a.yaml")));
        opened().checkout(first, null, target);
        assertEquals("one", Files.readString(target.resolve("a.yaml")));
        assertEquals(
                "HOST_GIT_NO_SUCH_REVISION",
                refused(() -> opened().tip("refs/heads/none", "branch none", folder))
                        .code()
                        .id());
        assertFalse(Files.exists(folder.resolve("files.git")), "only the files stay");
    }

    @Test
    void nothingInItIsExecutedAndNoLinkIsFollowed() throws Exception {
        Path seen = folder.resolve("executed");
        Path hook = repository.resolve(".git/hooks/post-checkout");
        Files.writeString(hook, "#!/bin/sh\ntouch " + seen + "\n");
        assertTrue(hook.toFile().setExecutable(true));
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(
                home.resolve(".gitconfig"),
                "[filter \"run\"]\n\tsmudge = touch " + seen + "\n[core]\n\thooksPath = " + hook.getParent() + "\n");
        write(".gitattributes", "*.yaml filter=run\n");
        Files.createSymbolicLink(repository.resolve("secret"), Files.writeString(folder.resolve("private"), "key"));
        Files.createSymbolicLink(repository.resolve("out"), Path.of(".."));
        String commit = commit("links");
        Path target = folder.resolve("files");
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "HOME", home.toString());
        new GitRepository(
                        environment,
                        "file://" + repository,
                        new GitAccess("ada", null, null, folder.resolve("known"), DIRECT))
                .checkout(commit, "HEAD", target);
        assertEquals("one", Files.readString(target.resolve("a.yaml")));
        assertFalse(Files.exists(seen), "a filter or a hook ran");
        for (String link : List.of("secret", "out")) {
            assertFalse(Files.exists(target.resolve(link), java.nio.file.LinkOption.NOFOLLOW_LINKS), link);
        }
    }

    @Test
    void whatIsTooLargeIsNotWritten() throws Exception {
        Files.write(repository.resolve("model.gguf"), new byte[3 << 20]);
        String commit = commit("a model");
        Path target = folder.resolve("files");
        Problem problem = refused(() -> new GitRepository(
                        System.getenv(),
                        "file://" + repository,
                        new GitAccess("ada", null, null, folder.resolve("known"), DIRECT),
                        2 << 20)
                .checkout(commit, "HEAD", target));
        assertEquals("HOST_GIT_TOO_LARGE", problem.code().id(), problem::toText);
        assertFalse(Files.exists(target));
    }

    /// A server that asks for a password, and remembers what it was told.
    @Test
    void aTokenGoesToTheServerItIsForAndIsShownNowhere() throws Exception {
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            told.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
        });
        server.start();
        try {
            String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/private.git";
            Problem problem =
                    refused(() -> opened(address, new Secret("t0psecret")).tip("HEAD", "usual branch", folder));
            assertEquals("HOST_GIT_FAILED", problem.code().id());
            String expected =
                    "Basic " + Base64.getEncoder().encodeToString("ada:t0psecret".getBytes(StandardCharsets.UTF_8));
            assertEquals(expected, told.peek());
            assertFalse(problem.toText().contains("t0psecret"), problem::toText);
            assertFalse(problem.toText().contains(expected.substring(6)), problem::toText);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aMachineWithoutGitIsToldWhatToDo() {
        Problem problem = refused(() -> new GitRepository(
                Map.of("PATH", folder.toString()),
                "file://" + repository,
                new GitAccess("ada", null, null, folder.resolve("known"), DIRECT)));
        assertEquals("HOST_GIT_MISSING", problem.code().id());
    }
}
