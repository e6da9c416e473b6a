package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Whatever one key sends, and whatever a server of models answers, a gateway with the heap of the appliance stays,
/// says no with 4xx or 503, and serves another key all the time. What a server answers that is no answer is a 502.
///
/// `-Daiplat.seed=N` does again what a run that failed has done; `-Daiplat.memory.seconds=600` is the long form, and
/// `-Daiplat.memory.dump=FOLDER` gets the heap of a gateway that ran out of memory.
class MemoryPropertyTest {
    private static final long SEED = Long.getLong("aiplat.seed", System.nanoTime());
    private static final int SECONDS = Integer.getInteger("aiplat.memory.seconds", 4);
    private static final @Nullable String DUMP = System.getProperty("aiplat.memory.dump");
    private static final int ATTACKERS = 3;
    private static final int MOST_BYTES = 32 << 20;
    private static final String HEAP = "-Xmx416m";

    private static final List<String> PATHS = List.of(
            "/v1/chat/completions",
            "/v1/messages",
            "/v1/responses",
            "/v1/completions",
            "/v1/embeddings",
            "/v1/messages/count_tokens",
            "/v1/rerank");
    private static final List<String> MODELS = List.of("plain", "kept", "guarded", "hostile");

    private static final String EVENTS =
            "data: " + FrontOf.PIECE + "\n\ndata: " + FrontOf.STOP + "\n\ndata: [DONE]\n\n";

    private static final String RESPONSE =
            "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{}}\n\n";

    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private String resident = "unknown";
    private volatile int served;
    private volatile boolean over;

    @Test
    void oneKeyTakesNeitherTheProcessNorItsOthers() throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> accept(upstream));
            Process gateway = start(upstream.getLocalPort());
            try (BufferedReader said = gateway.inputReader()) {
                URI root = URI.create("http://127.0.0.1:" + said.readLine());
                run(root);
                if (!gateway.isAlive()) {
                    fail("the gateway has ended with " + gateway.exitValue() + ", saying "
                            + said.lines().toList() + "; seed " + SEED);
                }
                resident = resident(gateway);
                assertEquals(200, get(root.resolve("/health")), "seed " + SEED);
            } finally {
                gateway.getOutputStream().close();
                gateway.destroy();
                gateway.waitFor(10, TimeUnit.SECONDS);
            }
        }
        report();
        assertEquals(List.of(), List.copyOf(wrong), () -> "seed " + SEED + ", statuses " + statuses);
        assertTrue(served > 3, () -> "another key was answered " + served + " times; seed " + SEED);
        assertTrue(statuses.size() > 1, () -> "nothing was asked: " + statuses);
    }

    /// Says what a long run has seen, in lines of a word and its figures, to whoever named a file for it.
    private void report() throws IOException {
        String file = System.getProperty("aiplat.report");
        if (file != null) {
            Files.writeString(
                    Path.of(file),
                    "seed " + SEED + "\nstatuses " + statuses + "\nserved " + served + "\nwrong " + wrong.size()
                            + "\nmost-resident " + resident + "\n");
        }
    }

    /// The most memory that a process has had, where the system says it.
    private static String resident(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> line.substring(6).strip())
                    .findFirst()
                    .orElse("unknown");
        }
    }

    private static Process start(int upstream) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:MaxNewSize=64m",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:+ExitOnOutOfMemoryError",
                        DUMP == null ? "-XX:-HeapDumpOnOutOfMemoryError" : "-XX:+HeapDumpOnOutOfMemoryError",
                        "-XX:HeapDumpPath=" + (DUMP == null ? "." : DUMP),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryChild.class.getName(),
                        "http://127.0.0.1:" + upstream)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void run(URI root) throws InterruptedException {
        Thread[] threads = new Thread[ATTACKERS + 1];
        for (int i = 0; i < ATTACKERS; i++) {
            Random random = new Random(SEED + i);
            threads[i] = Thread.ofPlatform().start(() -> attack(root, random));
        }
        threads[ATTACKERS] = Thread.ofPlatform().start(() -> ask(root));
        Thread.sleep(Duration.ofSeconds(SECONDS));
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void attack(URI root, Random random) {
        while (!over) {
            String path = PATHS.get(random.nextInt(PATHS.size()));
            String model = MODELS.get(random.nextInt(MODELS.size()));
            byte[] body = AnyJson.of(random, model, MOST_BYTES);
            try {
                int status = post(root.resolve(path), MemoryChild.ATTACKER, body);
                synchronized (statuses) {
                    statuses.merge(status, 1, Integer::sum);
                }
                if (!isAllowed(status, model)) {
                    wrong.add(status + " to " + path + " of " + model + " with " + body.length + " bytes");
                }
            } catch (IOException e) {
                // Refused before it was read, which this client cannot always see.
                synchronized (statuses) {
                    statuses.merge(0, 1, Integer::sum);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// An answer, a request that is wrong or too large, or no memory now; and of a server whose answers are none,
    /// that.
    private static boolean isAllowed(int status, String model) {
        return status == 200
                || (status >= 400 && status < 500)
                || status == 503
                || (status == 502 && model.equals("hostile"));
    }

    private void ask(URI root) {
        while (!over) {
            for (String model : List.of("plain", "kept", "guarded")) {
                for (String path : List.of("/v1/chat/completions", "/v1/messages")) {
                    String body = "{\"model\":\"" + model
                            + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
                    try {
                        int status = post(root.resolve(path), MemoryChild.OTHER, body.getBytes(StandardCharsets.UTF_8));
                        served += status == 200 ? 1 : 0;
                        if (status != 200) {
                            wrong.add(status + " to another key at " + path + " of " + model);
                        }
                    } catch (IOException e) {
                        wrong.add("another key was not answered: " + e);
                        return;
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }
        }
    }

    private int post(URI uri, String key, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private int get(URI uri) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static void accept(ServerSocket upstream) {
        try {
            while (true) {
                Socket connection = upstream.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    /// Reads a request and answers it, as what was asked wants it; at `/hostile` with something large that is
    /// hardly an answer.
    private static void serve(Socket connection) {
        try (connection) {
            InputStream in = connection.getInputStream();
            Random random = new Random(SEED ^ connection.getPort());
            while (true) {
                String head = head(in);
                String line = head.substring(0, head.indexOf("\r\n"));
                boolean response = line.contains("/responses");
                boolean stream = streams(in, length(head)) && (response || line.contains("completions"));
                boolean hostile = head.startsWith("POST /hostile");
                String answer = hostile ? hostile(random) : !stream ? FrontOf.ANSWER : response ? RESPONSE : EVENTS;
                String type = (hostile ? answer.startsWith("data") : stream) ? "text/event-stream" : "application/json";
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                OutputStream out = connection.getOutputStream();
                out.write(("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
                out.write(bytes);
            }
        } catch (IOException e) {
            // The gateway has what it wants.
            return;
        }
    }

    /// Reads a body, and says whether it asks for events.
    private static boolean streams(InputStream in, long length) throws IOException {
        byte[] piece = new byte[64 * 1024];
        String before = "";
        boolean streams = false;
        for (long left = length; left > 0; ) {
            int count = in.read(piece, 0, (int) Math.min(left, piece.length));
            if (count < 0) {
                throw new IOException("closed");
            }
            left -= count;
            String now = before + new String(piece, 0, count, StandardCharsets.ISO_8859_1);
            streams |= now.contains("\"stream\":true");
            before = now.substring(Math.max(0, now.length() - 16));
        }
        return streams;
    }

    private static String hostile(Random random) {
        int size = 1 << random.nextInt(10, 26);
        String unit = List.of("[],", "\"\",", "{\"a\":{}},", "1,").get(random.nextInt(4));
        if (random.nextBoolean()) {
            return "{\"choices\":[" + unit.repeat(size / unit.length()) + "0]}";
        }
        // Events of many texts, each with more beside it: from small and many to few and as large as one may be.
        String beside = unit.repeat((1 << random.nextInt(4, 22)) / unit.length());
        StringBuilder events = new StringBuilder();
        for (int i = 0; events.length() < size; i++) {
            events.append("data: {\"choices\":[{\"index\":")
                    .append(i)
                    .append(",\"delta\":{\"content\":\"a\"}}],\"x\":[")
                    .append(beside)
                    .append("0]}\n\n");
        }
        return events.toString();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static long length(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                return Long.parseLong(line.substring(15).strip());
            }
        }
        return 0;
    }
}
