package io.aiplat.launcher;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts aiplat on a Java that is new enough: this one, or the newest other one on the machine.
 *
 * <p>The only class compiled for Java 11, so it uses no other class of aiplat.
 */
public final class Boot {
    private static final int NEEDED = 25;
    private static final int HOST_NOT_READY = 4;
    private static final Pattern FEATURE = Pattern.compile("(?m)^JAVA_VERSION=\"?([0-9]+)");

    private Boot() {}

    /**
     * The main class of the JAR.
     *
     * @param args handed on unchanged
     */
    public static void main(String[] args) throws Exception {
        if (Runtime.version().feature() >= NEEDED) {
            Class.forName("io.aiplat.launcher.Main")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
            return;
        }
        Optional<Path> java = newerJava(System.getenv(), System.getProperty("user.home"), Paths.get("/"));
        if (!java.isPresent()) {
            System.err.println("aiplat needs Java " + NEEDED + " and this is Java "
                    + Runtime.version().feature() + ": install a JDK " + NEEDED
                    + " (https://adoptium.net) or set AIPLAT_JAVA to one");
            System.exit(HOST_NOT_READY);
        }
        System.exit(handOver(java.get(), args));
    }

    private static int handOver(Path java, String[] args) throws IOException, InterruptedException, URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.add("-jar");
        command.add(Paths.get(Boot.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toString());
        command.addAll(List.of(args));
        Process child = new ProcessBuilder(command).inheritIO().start();
        Thread end = new Thread(() -> endWith(child), "boot-end");
        Runtime.getRuntime().addShutdownHook(end);
        leaveInterruptsToTheChild();
        return child.waitFor();
    }

    /** SIGTERM for us is SIGTERM for the child, and its exit status is ours. */
    private static void endWith(Process child) {
        child.destroy();
        try {
            Runtime.getRuntime().halt(child.waitFor());
        } catch (InterruptedException e) {
            // Nothing interrupts a shutdown hook; if something did, the child has its signal already.
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A terminal sends Ctrl-C to the child as well, and only the child knows whether that ends the program
     * or only clears the line in the shell.
     */
    @SuppressWarnings("SystemConsoleNull") // This runs on older versions only.
    private static void leaveInterruptsToTheChild() {
        if (System.console() == null) {
            return;
        }
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object nothing =
                    Proxy.newProxyInstance(Boot.class.getClassLoader(), new Class<?>[] {handler}, (p, m, a) -> null);
            Object interrupt = signal.getConstructor(String.class).newInstance("INT");
            signal.getMethod("handle", signal, handler).invoke(null, interrupt, nothing);
        } catch (ReflectiveOperationException e) {
            // Without jdk.unsupported Ctrl-C ends us and, by the shutdown hook, the child: right but for the shell.
            return;
        }
    }

    /**
     * A java program that is new enough: of AIPLAT_JAVA, of JAVA_HOME, or of the usual places.
     *
     * @param user folder of the user
     * @param root of the file system
     */
    static Optional<Path> newerJava(Map<String, String> environment, String user, Path root) {
        Stream<Path> named = Stream.of("AIPLAT_JAVA", "JAVA_HOME")
                .map(variable -> environment.getOrDefault(variable, ""))
                .filter(home -> !home.isEmpty())
                .map(Paths::get);
        Stream<Path> usual = Stream.of(
                        root.resolve("usr/lib/jvm"),
                        root.resolve("usr/java"),
                        root.resolve("opt"),
                        Paths.get(user, ".sdkman/candidates/java"),
                        Paths.get(user, ".jdks"),
                        root.resolve("Library/Java/JavaVirtualMachines"),
                        root.resolve("opt/homebrew/opt"))
                .flatMap(folder -> children(folder).stream());
        return Stream.concat(named, usual)
                .map(Boot::javaOf)
                .filter(Optional::isPresent)
                .map(Optional::get)
                .findFirst();
    }

    private static List<Path> children(Path folder) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            // A folder that is missing or closed to us holds no Java we could use.
            return List.of();
        }
        found.sort(null);
        return found;
    }

    /** The java program of a JDK home (or of a macOS bundle around one), if its release file says it is new enough. */
    private static Optional<Path> javaOf(Path place) {
        for (String inner : List.of("", "Contents/Home", "libexec/openjdk.jdk/Contents/Home")) {
            Path home = place.resolve(inner);
            Path java = home.resolve("bin").resolve(File.separatorChar == '\\' ? "java.exe" : "java");
            if (feature(home.resolve("release")) >= NEEDED && Files.isExecutable(java)) {
                return Optional.of(java);
            }
        }
        return Optional.empty();
    }

    private static int feature(Path release) {
        try {
            Matcher m = FEATURE.matcher(Files.readString(release));
            return m.find() ? Integer.parseInt(m.group(1)) : 0;
        } catch (IOException e) {
            // No release file: not a JDK home.
            return 0;
        }
    }
}
