package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.testkit.Eventually;
import io.aiplat.testkit.Need;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One installation of aiplat under test: the shipped JAR, run as a process, with a home, a port, a folder for
/// temporary files and a person's home folder of its own, so that everything it leaves anywhere is seen.
final class Aiplat implements AutoCloseable {
    static final Path TESTBED = Path.of("..", "testbed").toAbsolutePath().normalize();
    static final Path JAR = Path.of("target", "aiplat.jar").toAbsolutePath();
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Ids of `nobody` and its group, on most systems.
    private static final String STRANGER = "65534";

    final Path home;
    final int port;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> program = new ArrayList<>();
    private final Path scratch;

    private Aiplat() {
        this("home");
    }

    /// @param home below a folder of its own; the person's home folder there is called `person`
    private Aiplat(String home) {
        scratch = Folders.create("output", "person", "tmp");
        this.home = scratch.resolve(home);
        port = freePort();
        // Who runs the tests in the background, or without a terminal, has signals ignored, and that is inherited.
        program.addAll(List.of("env", "--default-signal=INT,HUP", java(), "-jar", JAR.toString()));
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", person().toString());
        environment.put("AIPLAT_HOME", this.home.toString());
        environment.put("AIPLAT_GATEWAY_PORT", Integer.toString(port));
        environment.put("NO_COLOR", "1");
        // Read by every JVM that is started in this environment, so by the appliance and its workers too.
        environment.put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + tmp() + " -Duser.home=" + person());
    }

    /// On a machine without a container engine: a dead socket counts as none.
    static Aiplat withoutEngine() {
        return new Aiplat().withoutContainers();
    }

    /// On this machine as it is, with its container engine.
    static Aiplat onThisMachine() {
        return new Aiplat();
    }

    /// On a machine without a container engine, with its home where a person has it who sets nothing.
    static Aiplat atTheUsualPlace() {
        return new Aiplat("person/.local/share/aiplat").withoutContainers();
    }

    private Aiplat withoutContainers() {
        return with("DOCKER_HOST", "unix://" + scratch.resolve("no-engine.sock"));
    }

    /// With the testbed's container engine, and its images in place of those no registry serves here.
    static Aiplat withEngine(TestEngine engine) {
        return new Aiplat()
                .with("AIPLAT_CLUSTER_KIND", "docker")
                .with("AIPLAT_CLUSTER_NAME", engine.cluster)
                .with("AIPLAT_CONFIG", TESTBED.resolve("aiplat.yaml").toString());
    }

    /// With the testbed's Ollama as one that is installed on this machine and does not run yet.
    Aiplat withOllama() {
        Path ollama = RealOllama.program();
        Need.that(Program.succeeds(ollama.toString(), "--version"), "the testbed's Ollama: testbed/build");
        return with("PATH", ollama.getParent() + ":" + environment.get("PATH"))
                .with("AIPLAT_MODELS_ENGINE", "ollama")
                .with("AIPLAT_MODELS_URL", "http://127.0.0.1:" + freePort())
                // It keeps its models and a key pair there; they are not ours.
                .with("HOME", scratch.resolve("output").toString());
    }

    /// Of a user without any rights, on a machine without a container engine.
    static Aiplat ofAStranger() {
        Need.that(Program.succeeds("setpriv", "--reuid", STRANGER, "true"), "root, to be somebody else: sudo");
        Aiplat aiplat = withoutEngine();
        // The tests may stand in a folder that is closed to others.
        Path jar = Folders.copy(JAR, aiplat.scratch.resolve("output"));
        aiplat.program.set(aiplat.program.indexOf(JAR.toString()), jar.toString());
        aiplat.program.addAll(0, List.of("setpriv", "--reuid", STRANGER, "--regid", STRANGER, "--clear-groups", "--"));
        Program.run("chown", "-R", STRANGER + ":" + STRANGER, aiplat.scratch.toString())
                .ok();
        return aiplat;
    }

    /// With a `/dev` of its own, in which are the usual devices and those of a folder: what it has of GPUs is seen by
    /// nobody else.
    Aiplat withDevicesOf(Path folder) {
        Need.that(Program.succeeds("unshare", "--mount", "true"), "root, for a /dev of its own: sudo");
        program.addAll(
                0, List.of("unshare", "--mount", "--propagation", "private", "bash", "-ec", """
                        at=$(mktemp -d); mount -t tmpfs tmpfs "$at"
                        cp -a /dev/null /dev/zero /dev/full /dev/random /dev/urandom /dev/tty "$at"
                        ln -s /proc/self/fd "$at/fd"; mkdir "$at/shm" "$at/pts"
                        cp -a "$0"/. "$at"; mount --bind "$at" /dev; umount "$at"; rmdir "$at"
                        exec "$@"
                        """, folder.toString()));
        return this;
    }

    /// The same with another JAR than the one that ships.
    Aiplat running(Path jar) {
        program.set(program.indexOf(JAR.toString()), jar.toString());
        return this;
    }

    /// Sets an environment variable.
    Aiplat with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// Takes an environment variable away.
    Aiplat without(String name) {
        environment.remove(name);
        return this;
    }

    /// Runs a command to its end, at most ten minutes.
    Result run(String... args) {
        return start(args).result();
    }

    /// Starts a command and leaves it running.
    Running start(String... args) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(args));
        return Running.start(command, environment, scratch, scratch.resolve("output"));
    }

    /// Starts a command in a terminal of its own, which closes when what is returned is killed.
    Running startInTerminal(String... args) {
        Need.that(Program.succeeds("script", "--version"), "script of util-linux: apt install bsdutils");
        String line = Stream.concat(program.stream(), Stream.of(args))
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        List<String> command = List.of("script", "--quiet", "--command", "exec " + line, "/dev/null");
        return Running.start(command, environment, scratch, scratch.resolve("output"));
    }

    /// Runs a command to its end that reads this from its standard input.
    Result runFed(String input, String... args) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(args));
        Path output = scratch.resolve("output");
        return Running.start(command, environment, scratch, output, Folders.file(output, input))
                .result();
    }

    /// Runs lines of a shell in a folder of their own, in which `aiplat` is this one, up to the first that fails.
    /// `curl` fails there, too, where it is told of a failure.
    Result shell(String lines) {
        String words = program.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Path bin = Folders.within(scratch, "bin");
        Path work = Folders.within(scratch, "work");
        Folders.program(bin.resolve("aiplat"), "#!/bin/sh\nexec " + words + " \"$@\"\n");
        Folders.program(bin.resolve("curl"), "#!/bin/sh\nPATH=${PATH#*:} exec curl -sS --fail-with-body \"$@\"\n");
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("PATH", bin + ":" + environment.get("PATH"));
        List<String> bash = List.of("bash", "-e", "-o", "pipefail", "-c", lines);
        return Running.start(bash, variables, work, scratch.resolve("output")).result();
    }

    /// Runs another program with the variables that `aiplat env` exports.
    Result runClient(List<String> command) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        run("env").ok().out().lines().forEach(line -> {
            String[] pair = line.substring("export ".length()).split("=", 2);
            variables.put(pair[0], pair[1].replace("'", ""));
        });
        return Running.start(command, variables, scratch, scratch.resolve("output"))
                .result();
    }

    /// What a model says to this, asked as any HTTP client would.
    String answer(String model, String question) throws Exception {
        HttpResponse<String> response = ask(model, question);
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body()).at("/choices/0/message/content").asText();
    }

    /// What the endpoint answers to this question of the owner's.
    ///
    /// @param headers name, value, name, value
    HttpResponse<String> ask(String model, String question, String... headers) throws Exception {
        JsonNode body = JSON.createObjectNode()
                .put("model", model)
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", question)));
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint("/v1/chat/completions"))
                .header("Authorization", "Bearer " + owner())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    /// What the Ollama of [#withOllama] says it has in memory.
    JsonNode inMemory() throws Exception {
        URI ps = URI.create(environment.get("AIPLAT_MODELS_URL") + "/api/ps");
        return JSON.readTree(send(HttpRequest.newBuilder(ps).build()).body()).path("models");
    }

    /// The models that the endpoint lists, as JSON.
    String models() throws Exception {
        return send(HttpRequest.newBuilder(endpoint("/v1/models"))
                        .header("Authorization", "Bearer " + owner())
                        .build())
                .body();
    }

    private String owner() throws IOException {
        return Files.readString(key()).strip();
    }

    /// What a model's endpoint answers to whoever sends this key.
    HttpResponse<String> chat(String key, String model) throws Exception {
        String body = "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}]}";
        return send(HttpRequest.newBuilder(endpoint("/v1/chat/completions"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /// The file with the key that was made at first start.
    Path key() {
        return home.resolve("keys").resolve("owner");
    }

    /// The HTTP status of an address, asked for without a key.
    int status(String path) throws Exception {
        return send(HttpRequest.newBuilder(endpoint(path)).build()).statusCode();
    }

    private URI endpoint(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        }
    }

    /// What a command says with `-o json`.
    JsonNode json(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("-o", "json"));
        return JSON.readTree(run(all.toArray(String[]::new)).ok().out());
    }

    /// The process that serves.
    ProcessHandle appliance() {
        return findAppliance().orElseThrow();
    }

    /// The process that serves, if there is one.
    Optional<ProcessHandle> findAppliance() {
        return ours().filter(process -> commandLine(process).contains("aiplat.jar serve "))
                .filter(process -> !commandLine(process).contains("supervise.sh"))
                .findFirst();
    }

    /// Kills the appliance process as `kill -9` does, and its supervisor before it, as the loss of power would;
    /// waits until none of this installation's processes is left: no worker may outlive it.
    void crash() throws Exception {
        ours().filter(process -> commandLine(process).contains("supervise.sh")).forEach(ProcessHandle::destroyForcibly);
        appliance().destroyForcibly();
        Eventually.seen("no process outlives the appliance", this::processes, List::isEmpty);
    }

    /// Every process whose environment names this home, by command line: all that were started by it.
    List<String> processes() {
        return ours().map(process -> process.pid() + " " + commandLine(process)).toList();
    }

    private Stream<ProcessHandle> ours() {
        return ProcessHandle.allProcesses().filter(this::isOurs);
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("?");
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1)
                    .contains("AIPLAT_HOME=" + home + "\0");
        } catch (IOException e) {
            return false; // It ended while we looked.
        }
    }

    /// Asserts that no process, file or port of this installation is left.
    void assertNothingLeft() {
        assertEquals(List.of(), processes(), "processes");
        assertFalse(Files.exists(home), "the home is still there");
        assertEquals(List.of(), Folders.contents(tmp()), "temporary files");
        List<String> left = new ArrayList<>(Folders.contents(person()));
        // Folders down to where its home was are a person's own.
        left.removeIf(path -> home.startsWith(person().resolve(path)));
        assertEquals(List.of(), left, "files in the person's home folder");
        assertFree(port);
    }

    /// Asserts that nobody listens on a port of this machine.
    static void assertFree(int port) {
        try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            // It can be had, so nobody holds it.
        } catch (IOException e) {
            throw new AssertionError("port " + port + " is still taken", e);
        }
    }

    /// The way back, at the end of every story, and whatever became of it: nothing may be left behind.
    @Override
    public void close() {
        try {
            run("down", "--purge", "--yes").ok();
            assertNothingLeft();
        } finally {
            ours().forEach(ProcessHandle::destroyForcibly);
            Folders.delete(scratch);
        }
    }

    private Path tmp() {
        return scratch.resolve("tmp");
    }

    private Path person() {
        return scratch.resolve("person");
    }

    /// The Java that runs the tests.
    static String java() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    /// A port of this machine that nobody listens on.
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
