package io.aiplat.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A PostgreSQL server of a test's own: Debian's, in a temporary folder, on a free port of 127.0.0.1, with a user who
/// owns one schema of each database and has no further right. It writes to the disk as it does anywhere.
public final class PostgresServer implements AutoCloseable {
    /// The user that programs connect as.
    public static final String USER = "gateway";
    /// That user's password, with what addresses have to escape.
    public static final String PASSWORD = "p@ss:w/rd%41?&#";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path programs;
    private final Path folder;
    private final int port;
    private Process server;

    private PostgresServer(Path programs, Path folder, int port) throws IOException {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.server = launch();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.destroyForcibly()));
    }

    /// Starts one. Where PostgreSQL is not installed the test is skipped, or fails where everything has to be there:
    /// see [Need].
    public static PostgresServer start() {
        Optional<Path> programs = programs();
        Need.that(
                programs.isPresent(),
                "PostgreSQL: apt-get install postgresql-15 (its initdb in /usr/lib/postgresql/*/bin or on the PATH)");
        try {
            return started(programs.orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PostgresServer started(Path programs) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("aiplat-postgres");
        Path secret = folder.resolve("password");
        Files.writeString(secret, "postgres\n");
        if (isRoot()) {
            // It refuses to run as root.
            run(List.of("chown", "-R", "nobody", folder.toString()));
        }
        run(asUser(List.of(
                programs.resolve("initdb").toString(),
                "-D",
                folder.resolve("data").toString(),
                "--auth=scram-sha-256",
                "--username=postgres",
                "--pwfile=" + secret,
                "--encoding=UTF8",
                "--locale=C")));
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        PostgresServer made = new PostgresServer(programs, folder, port);
        made.awaitAnswer();
        made.asAdmin("postgres", "CREATE ROLE " + USER + " LOGIN PASSWORD '" + PASSWORD + "'");
        return made;
    }

    private static Optional<Path> programs() {
        Stream<Path> onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of);
        return Stream.concat(debian().stream(), onPath)
                .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
                .findFirst();
    }

    private static List<Path> debian() {
        Path root = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> versions = Files.list(root)) {
            return versions.map(version -> version.resolve("bin"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> asUser(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        all.addAll(command);
        return all;
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command + ": " + said);
        }
    }

    private Process launch() throws IOException {
        return new ProcessBuilder(asUser(List.of(
                        programs.resolve("postgres").toString(),
                        "-D",
                        folder.resolve("data").toString(),
                        "-p",
                        Integer.toString(port),
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "unix_socket_directories=" + folder)))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); ; Thread.sleep(20)) {
            Process asked = new ProcessBuilder(
                            programs.resolve("pg_isready").toString(), "-q", "-h", "127.0.0.1", "-p", "" + port)
                    .start();
            if (asked.waitFor() == 0) {
                return;
            }
            if (!server.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        "PostgreSQL does not start: " + Files.readString(folder.resolve("log")));
            }
        }
    }

    /// From now on takes connections by TLS only, with a certificate for 127.0.0.1 that is its own authority.
    ///
    /// @return the file with that certificate
    public Path requireTls() {
        Path data = folder.resolve("data");
        Path certificate = data.resolve("server.crt");
        try {
            run(List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=a test's database",
                    "-addext",
                    "subjectAltName=IP:127.0.0.1",
                    "-keyout",
                    data.resolve("server.key").toString(),
                    "-out",
                    certificate.toString()));
            if (isRoot()) {
                run(List.of("chown", "nobody", data.resolve("server.key").toString(), certificate.toString()));
            }
            Path access = data.resolve("pg_hba.conf");
            Files.writeString(access, Files.readString(access).replaceAll("(?m)^host\\b", "hostssl"));
            asAdmin("postgres", "ALTER SYSTEM SET ssl = on");
            Path copy = Files.copy(certificate, folder.resolve("authority.crt"));
            stop();
            restart();
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs statements as the administrator of the server.
    ///
    /// @param database which one it is connected to
    /// @return what they say, a line for each row
    public String asAdmin(String database, String... statements) {
        List<String> command = new ArrayList<>(List.of(
                programs.resolve("psql").toString(),
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1"));
        command.addAll(List.of("-p", "" + port, "-U", "postgres", "-d", database));
        for (String statement : statements) {
            command.addAll(List.of("-c", statement));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", "postgres");
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(List.of(statements) + ": " + said);
            }
            return said.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Makes a database in which the user of programs owns the schema that they are given, and may do nothing else.
    ///
    /// @param name   small letters and digits
    /// @param schema its name
    /// @return its address, without user and password
    public String database(String name, String schema) {
        asAdmin("postgres", "CREATE DATABASE " + name);
        asAdmin(name, "REVOKE ALL ON SCHEMA public FROM PUBLIC", "CREATE SCHEMA " + schema + " AUTHORIZATION " + USER);
        return url(name);
    }

    /// The address of a database of this server.
    public String url(String name) {
        return "postgresql://127.0.0.1:" + port + "/" + name;
    }

    /// The processor's time that its processes have used which are there now.
    public Duration processorTime() {
        return server.descendants()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// Ends the server as a `kill -9` of all of it does.
    public void kill() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        await(server);
    }

    /// Stops the server at once, as its service does: who is connected is thrown out.
    public void stop() {
        // PostgreSQL's "fast" shutdown is SIGINT.
        new Signal("INT").to(server);
        await(server);
    }

    /// Starts it again after a [#kill] or [#stop]; returns when it answers.
    public void restart() {
        try {
            server = launch();
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Signal(String name) {
        void to(Process process) {
            try {
                run(List.of("kill", "-" + name, "" + process.pid()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void await(Process process) {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("PostgreSQL does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Ends it and deletes all it had.
    @Override
    public void close() {
        kill();
        try {
            run(List.of("rm", "-rf", folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
