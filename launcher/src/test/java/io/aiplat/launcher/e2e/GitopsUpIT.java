package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The cluster follows a git repository, as an internal server has it: what is committed is what runs.
class GitopsUpIT {
    private static final String DEPLOYMENT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 0
                  containers:
                    - {name: web, image: any, imagePullPolicy: Never, command: [sleep, infinity]}
            """;

    private static final String KUSTOMIZATION = """
            namespace: shop
            resources: [namespace.yaml, settings.yaml, extra.yaml, web.yaml]
            images: [{name: any, newName: aiplat-testbed/ollama, newTag: 0.11.4}]
            """;

    @TempDir
    Path folder;

    private Path repository;

    @BeforeEach
    void begin() throws IOException {
        Need.that(Program.succeeds("git", "--version"), "git: apt-get install git");
        repository = Files.createDirectories(folder.resolve("platform"));
        git("init", "--quiet", "--initial-branch=main");
        write("apps/kustomization.yaml", KUSTOMIZATION);
        write("apps/namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");
        write("apps/web.yaml", DEPLOYMENT);
        settings("settings", 1);
        settings("extra", 1);
        commit();
    }

    private void git(String... arguments) {
        String[] command = new String[arguments.length + 7];
        System.arraycopy(
                new String[] {
                    "git", "-C", repository.toString(), "-c", "user.name=ada", "-c", "user.email=ada@x.example"
                },
                0,
                command,
                0,
                7);
        System.arraycopy(arguments, 0, command, 7, arguments.length);
        Program.run(command).ok();
    }

    private void write(String file, String text) throws IOException {
        Path path = repository.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void settings(String name, int value) throws IOException {
        write(
                "apps/" + name + ".yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {v: \"" + value + "\"}\n");
    }

    private void commit() {
        git("add", "--all");
        git("commit", "--quiet", "--message=a change");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void whatIsCommittedIsWhatRuns() throws Exception {
        int port = freePort();
        Process server = new ProcessBuilder(
                        "git",
                        "daemon",
                        "--listen=127.0.0.1",
                        "--port=" + port,
                        "--export-all",
                        "--base-path=" + folder,
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("daemon.log").toFile())
                .start();
        try (TestEngine engine = TestEngine.open("gitops");
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            aiplat.run("up").ok();
            NodeKubectl shop = new NodeKubectl(engine).in("shop");
            aCommitIsApplied(aiplat, shop, "git://127.0.0.1:" + port + "/platform");
            driftIsPutRight(aiplat, shop);
            whatWasTakenOutIsDeleted(shop);
            aCommitThatIsWrongChangesNothing(aiplat, shop);
            whatIsSuspendedIsLeftAlone(aiplat, shop);
            allOfItGoes(aiplat, shop);
            aiplat.run("down", "--purge", "--yes").ok();
        } finally {
            server.descendants().forEach(ProcessHandle::destroy);
            server.destroy();
            server.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static String value(NodeKubectl shop, String name) throws Exception {
        return shop.run("get", "configmap", name, "--ignore-not-found", "-o", "jsonpath={.data.v}")
                .out()
                .strip();
    }

    private static void becomes(NodeKubectl shop, String name, String value) throws Exception {
        Eventually.holds(
                name + " becomes " + value,
                Duration.ofSeconds(60),
                () -> value(shop, name).equals(value));
    }

    private void aCommitIsApplied(Aiplat aiplat, NodeKubectl shop, String address) throws Exception {
        aiplat.run("gitops", "add", "shop", "--from", address, "--path", "none").failsWith(2, "GITOPS_NO_FOLDER");
        aiplat.run("gitops", "add", "shop", "--from", address, "--branch", "mian")
                .failsWith(2, "HOST_GIT_NO_SUCH_REVISION");
        aiplat.run("gitops", "add", "shop", "--from", address, "--path", "apps", "--interval", "5s")
                .ok()
                .tells("4 objects");
        Eventually.holds(
                "all of it is ready",
                Duration.ofSeconds(90),
                () -> aiplat.run("gitops", "list").ok().out().contains(" ready "));
        assertEquals("1", value(shop, "settings"));
        settings("settings", 2);
        commit();
        becomes(shop, "settings", "2");
        aiplat.run("gitops", "show", "shop")
                .ok()
                .tells("revision")
                .tells("Namespace shop")
                .tells("applied, ready after");
    }

    private void driftIsPutRight(Aiplat aiplat, NodeKubectl shop) throws Exception {
        shop.run("patch", "configmap", "settings", "--type=merge", "--patch={\"data\":{\"v\":\"by hand\"}}")
                .ok();
        becomes(shop, "settings", "2");
        shop.run("delete", "configmap", "extra").ok();
        becomes(shop, "extra", "1");
        aiplat.run("gitops", "show", "shop").ok().tells("drift").tells("ConfigMap shop/extra");
    }

    private void whatWasTakenOutIsDeleted(NodeKubectl shop) throws Exception {
        Files.delete(repository.resolve("apps/extra.yaml"));
        write("apps/kustomization.yaml", KUSTOMIZATION.replace("extra.yaml, ", ""));
        commit();
        becomes(shop, "extra", "");
        assertEquals("2", value(shop, "settings"));
    }

    private void aCommitThatIsWrongChangesNothing(Aiplat aiplat, NodeKubectl shop) throws Exception {
        settings("settings", 3);
        write("apps/web.yaml", DEPLOYMENT.replace("matchLabels: {app: web}", "matchLabels: {app: other}"));
        commit();
        Eventually.holds(
                "it is said",
                Duration.ofSeconds(60),
                () -> aiplat.run("gitops", "list").ok().out().contains("failed"));
        aiplat.run("gitops", "show", "shop").ok().tells("selector").tells("and the source has");
        assertNotEquals(0, aiplat.run("gitops", "sync", "shop").exit());
        assertEquals("2", value(shop, "settings"), "nothing of it is applied");
        write("apps/web.yaml", DEPLOYMENT);
        commit();
        becomes(shop, "settings", "3");
    }

    private void whatIsSuspendedIsLeftAlone(Aiplat aiplat, NodeKubectl shop) throws Exception {
        aiplat.run("gitops", "suspend", "shop").ok();
        settings("settings", 4);
        commit();
        aiplat.run("gitops", "sync", "shop").failsWith(2, "GITOPS_SUSPENDED");
        Thread.sleep(Duration.ofSeconds(7));
        assertEquals("3", value(shop, "settings"));
        aiplat.run("gitops", "resume", "shop").ok();
        aiplat.run("gitops", "sync", "shop").ok().tells("all ready");
        assertEquals("4", value(shop, "settings"));
    }

    private void allOfItGoes(Aiplat aiplat, NodeKubectl shop) throws Exception {
        aiplat.run("gitops", "remove", "shop").failsWith(2, "COMMAND_LINE_WRONG");
        aiplat.run("gitops", "remove", "shop", "--prune", "--purge").ok();
        Eventually.holds(
                "the namespace is gone",
                Duration.ofSeconds(60),
                () -> shop.run("get", "namespace", "shop").exit() != 0);
        assertFalse(aiplat.run("gitops", "list").ok().out().contains("shop"));
        assertTrue(Files.notExists(aiplat.home.resolve("gitops/shop.json")));
    }
}
