package io.aiplat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.testkit.Need;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/// The JAR that ships, compared with the JARs it was made of and run as a process.
class FatJarIT {
    private static final Path JAR = Path.of("target", "aiplat.jar").toAbsolutePath();
    private static final Path NOTICE = Path.of("..", "NOTICE");
    private static final String SERVICES = "META-INF/services/";
    private static final Pattern FEATURE = Pattern.compile("(?m)^JAVA_VERSION=\"?([0-9]+)");

    private record Result(int exit, String out, String err) {}

    private static List<Path> dependencies() throws IOException {
        String classpath =
                Files.readString(Path.of("target", "runtime-classpath.txt")).strip();
        List<Path> jars =
                Stream.of(classpath.split(File.pathSeparator)).map(Path::of).toList();
        assertTrue(jars.stream().allMatch(Files::isRegularFile), () -> "only JARs are expected in " + jars);
        return jars;
    }

    /// The lines of each file whose name begins so, over all those JARs.
    private static Map<String, Set<String>> lines(List<Path> jars, String beginning) throws IOException {
        Map<String, Set<String>> lines = new TreeMap<>();
        for (Path path : jars) {
            try (JarFile jar = new JarFile(path.toFile())) {
                for (ZipEntry entry : jar.stream()
                        .filter(e -> e.getName().startsWith(beginning) && !e.isDirectory())
                        .toList()) {
                    lines.computeIfAbsent(entry.getName(), _ -> new TreeSet<>())
                            .addAll(read(jar, entry)
                                    .lines()
                                    .map(line -> line.replaceAll("#.*", "").strip())
                                    .filter(line -> !line.isEmpty())
                                    .toList());
                }
            }
        }
        return lines;
    }

    private static String read(JarFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Result run(String java, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java, "-jar", JAR.toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, err);
    }

    private static String thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /// A Java that can run the boot class and nothing else of ours.
    private static Optional<Path> olderJava() throws IOException {
        Path folder = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(folder)) {
            return homes.filter(FatJarIT::isOlder)
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private static boolean isOlder(Path home) {
        try {
            Matcher m = FEATURE.matcher(Files.readString(home.resolve("release")));
            return m.find() && Integer.parseInt(m.group(1)) >= 11 && Integer.parseInt(m.group(1)) < 25;
        } catch (IOException e) {
            return false; // No release file: not a JDK home.
        }
    }

    @Test
    void noServiceRegistrationIsLost() throws IOException {
        Map<String, Set<String>> wanted = lines(dependencies(), SERVICES);
        int count = wanted.values().stream().mapToInt(Set::size).sum();
        assertTrue(count > 200, () -> "too few registrations to be all of them: " + count);
        Map<String, Set<String>> found = lines(List.of(JAR), SERVICES);
        assertEquals(text(wanted), text(found));
    }

    /// One line each, so that a difference can be read.
    private static String text(Map<String, Set<String>> lines) {
        return lines.entrySet().stream()
                .flatMap(file -> file.getValue().stream().map(line -> file.getKey() + ": " + line))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void everyBundleIsInside() throws IOException {
        Set<String> folders;
        try (Stream<Path> bundles = Files.list(Path.of("..", "bundles"))) {
            folders = bundles.filter(b -> Files.exists(b.resolve("bundle.yaml")))
                    .map(b -> b.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Set<String> inside = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("bundles/[^/]+/bundle\\.yaml"))
                    .map(name -> name.split("/")[1])
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(folders, inside);
            assertFalse(inside.isEmpty());
        }
    }

    @Test
    void theManifestSaysWhatTheJvmHasToKnow() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertEquals("io.aiplat.launcher.Boot", manifest.getValue("Main-Class"));
            assertEquals("true", manifest.getValue("Multi-Release"));
            assertEquals("ALL-UNNAMED", manifest.getValue("Enable-Native-Access"));
            List<String> unwanted = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)|.*module-info\\.class"))
                    .toList();
            assertEquals(List.of(), unwanted, "signatures of other JARs, modules of other JARs");
        }
    }

    @Test
    void licencesAndNoticesTravelAlong() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String licences = read(jar, jar.getEntry("META-INF/LICENSE.txt"));
            assertTrue(licences.contains("Apache License"), "Apache Commons'");
            assertTrue(licences.contains("QOS.ch"), "SLF4J's, which comes after it");
            assertTrue(read(jar, jar.getEntry("META-INF/LICENSE")).contains("Apache License"), "ours");
            String notices = read(jar, jar.getEntry("META-INF/NOTICE"));
            assertTrue(notices.contains(Files.readString(NOTICE).strip()), "ours");
            assertTrue(notices.contains("# Jackson JSON processor"), "Jackson's, which comes after it");
        }
    }

    /// A line of NOTICE is `name | licence | group:artifact | place`, where `*` stands for any beginning or end.
    @Test
    void everyLibraryIsInTheNotice() throws IOException {
        List<Pattern> named = Files.readAllLines(NOTICE).stream()
                .map(line -> line.split(" \\| "))
                .filter(cells -> cells.length == 4)
                .map(cells -> Pattern.compile(
                        ".*/" + cells[2].replace('.', '/').replace(":", "/").replace("*", ".*") + "/[^/]+/[^/]+"))
                .toList();
        List<Path> jars = dependencies().stream()
                .filter(jar -> !jar.getFileName().toString().startsWith("aiplat-"))
                .toList();
        assertTrue(jars.size() > 50, () -> "too few libraries to be all of them: " + jars);
        assertEquals(
                List.of(),
                jars.stream()
                        .filter(jar -> named.stream()
                                .noneMatch(name -> name.matcher(jar.toString()).matches()))
                        .toList(),
                "libraries that NOTICE does not name");
        assertEquals(
                List.of(),
                named.stream()
                        .filter(name -> jars.stream()
                                .noneMatch(jar -> name.matcher(jar.toString()).matches()))
                        .toList(),
                "names in NOTICE without a library");
    }

    /// So that a bundle archive can say what is in aiplat, and in which version.
    @Test
    void hasTheBillOfMaterialsOfItsBuild() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            String bill = read(jar, jar.getEntry("META-INF/sbom/aiplat.cdx.json"));
            assertEquals(
                    List.of(),
                    dependencies().stream()
                            .map(path -> path.getFileName().toString().replaceFirst("\\.jar$", ""))
                            .filter(name -> !name.startsWith("aiplat-") && !bill.contains(versioned(name)))
                            .toList(),
                    "libraries that it does not name");
        }
    }

    /// As a package address has it: `guava@33.4.8-jre`.
    private static String versioned(String file) {
        return "/" + file.replaceFirst("-(\\d)", "@$1") + "?";
    }

    @Test
    void saysItsVersionOnThisJava() throws IOException, InterruptedException {
        Result result = run(thisJava(), "--version");
        assertTrue(result.out().matches("aiplat [0-9]+\\.[0-9]+\\.[0-9]+\\S*\\R"), result.toString());
        assertEquals("", result.err());
        assertEquals(0, result.exit());
    }

    @Test
    void findsANewerJavaWhenStartedOnAnOldOne() throws IOException, InterruptedException {
        Optional<Path> older = olderJava();
        Need.that(older.isPresent(), "a JDK 11 to 24 in /usr/lib/jvm");
        assertEquals(run(thisJava(), "--version"), run(older.orElseThrow().toString(), "--version"));
        assertEquals(2, run(older.orElseThrow().toString(), "nonsense").exit(), "the exit status is handed back");
    }

    @Test
    void anUnknownCommandIsAWrongLine() throws IOException, InterruptedException {
        Result result = run(thisJava(), "nonsense");
        assertEquals(2, result.exit());
        assertTrue(result.err().startsWith("error COMMAND_UNKNOWN_WORD"), result.err());
        assertEquals("", result.out());
    }
}
