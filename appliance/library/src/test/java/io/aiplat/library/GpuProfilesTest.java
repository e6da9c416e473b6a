package io.aiplat.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.catalog.KvCacheType;
import io.aiplat.model.catalog.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Checks every file of `gpu-profiles/`, so that to add a profile is to add a file.
class GpuProfilesTest {
    private static final Path PROFILES = Path.of("..", "..", "gpu-profiles");
    private static final double GIB = 1L << 30;
    private static final Pattern SIZE_ROW = Pattern.compile("(?m)^\\| (\\S+:\\S+) \\| (\\S+) \\| .+ \\|$");

    @TestFactory
    List<DynamicTest> eachFile() throws IOException {
        Map<String, Long> sizes = sizes();
        return files().stream()
                .map(f -> dynamicTest(f.getFileName().toString(), () -> check(ProfileFile.read(f), sizes)))
                .toList();
    }

    @Test
    void giveEveryMachineExactlyOne() throws IOException {
        ProfileFile.requireExactlyOneEach(all());
    }

    @Test
    void areRefusedWhenTwoFitOneMachine() throws IOException {
        List<Profile> profiles = new ArrayList<>(all());
        profiles.add(new Profile("nvidia-again", "nvidia", 23L << 30, 24L << 30, List.of()));
        assertEquals("LIBRARY_BROKEN", refusal(profiles));
    }

    @Test
    void areRefusedWhenNoneFitsAMachine() throws IOException {
        for (Profile each : all()) {
            List<Profile> rest = new ArrayList<>(all());
            rest.remove(each);
            assertEquals("LIBRARY_BROKEN", refusal(rest), "without " + each.name());
        }
    }

    @Test
    void haveNoSizeThatNobodyUses() throws IOException {
        Set<String> used = all().stream()
                .flatMap(p -> p.models().stream())
                .map(Profile.Suggestion::model)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(used, new TreeSet<>(sizes().keySet()));
    }

    private static void check(Profile profile, Map<String, Long> sizes) {
        double room = profile.memoryAtLeast() * (profile.vendor().equals("cpu") ? 0.6 : 0.9);
        for (Profile.Suggestion model : profile.models()) {
            assertEquals(sizes.get(model.model()), model.bytes(), model.model() + " in README.md");
            assertTrue(
                    profile.memoryAtLeast() == 0 || model.bytes() < room,
                    model.model() + " does not fit the smallest machine of this class");
        }
    }

    /// The reckoning of README.md.
    @Test
    void promiseNoMoreThanFits() throws IOException {
        for (Profile profile : all()) {
            Profile.Serving serving = profile.serving();
            Profile.Sharing sharing = profile.sharing();
            double size = 0.98 * GIB * Integer.parseInt(profile.name().replaceAll("[^0-9]", ""));
            KvCacheType cache = serving.cache();
            double token = 128 * 1024 * (cache == KvCacheType.Q8_0 ? 34 / 64.0 : 1);
            double need = profile.models().getFirst().bytes()
                    + serving.context() * (double) Math.max(1, serving.parallel()) * token
                    + 1.25 * GIB;
            assertTrue(serving.context() == 0 || need <= size, profile.name() + " serves " + need + " of " + size);
            assertTrue(
                    sharing.replicas() == 1 || sharing.replicas() * 7.5 * GIB <= profile.memoryAtLeast(),
                    profile.name() + " is shared by too many");
            assertTrue(sum(sharing.mig(), "g\\..*") <= 7, profile.name() + " is divided into too many parts");
            assertTrue(
                    sum(sharing.mig(), "^.*\\.|gb") * GIB <= size / 0.98, profile.name() + " is divided into too much");
        }
    }

    private static int sum(List<String> instances, String notOfIt) {
        return instances.stream()
                .mapToInt(instance -> Integer.parseInt(instance.replaceAll(notOfIt, "")))
                .sum();
    }

    private static String refusal(List<Profile> profiles) {
        return assertThrows(ApplianceException.class, () -> ProfileFile.requireExactlyOneEach(profiles))
                .problem()
                .code()
                .id();
    }

    private static Map<String, Long> sizes() throws IOException {
        try (Stream<MatchResult> rows = SIZE_ROW.matcher(Files.readString(PROFILES.resolve("README.md")))
                .results()) {
            return rows.collect(Collectors.toMap(r -> r.group(1), r -> ByteSize.parse(r.group(2))));
        }
    }

    private static List<Profile> all() throws IOException {
        return files().stream().map(ProfileFile::read).toList();
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(PROFILES)) {
            return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
        }
    }
}
