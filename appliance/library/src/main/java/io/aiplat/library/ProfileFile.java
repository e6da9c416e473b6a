package io.aiplat.library;

import io.aiplat.config.Key;
import io.aiplat.config.ListForm;
import io.aiplat.config.ScalarForm;
import io.aiplat.config.ScalarForms;
import io.aiplat.config.Section;
import io.aiplat.config.ValueForm;
import io.aiplat.model.catalog.KvCacheType;
import io.aiplat.model.catalog.Profile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A file of `gpu-profiles/`.
final class ProfileFile {
    /// Every key of a profile.
    private static final Section<Stated> FILE;

    private static final int MOST_SUGGESTIONS = 4;
    private static final Pattern INSTANCE = Pattern.compile("[1-7]g\\.[1-9][0-9]{0,2}gb");
    private static final ValueForm<Long> SIZE =
            new ScalarForm<>("a size as 2.0GB or 8GiB", (text, _) -> ByteSize.parse(text));

    /// Whose memory counts.
    private enum Vendor {
        CPU,
        NVIDIA,
        AMD,
        INTEL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static {
        Key<Long> from = Key.optional("from", SIZE, "Memory from which it applies; not set means from none.");
        Key<Long> below = Key.optional("below", SIZE, "Memory up to which it applies; not set means without end.");
        Section<Range> range = new Section<>(
                "memory",
                "For how much memory it is.",
                List.of(from, below),
                e -> new Range(
                        Objects.requireNonNullElse(e.optional(from), 0L),
                        Objects.requireNonNullElse(e.optional(below), Long.MAX_VALUE)));
        Key<String> name = Key.required("model", ScalarForms.NAME, "What to pull.");
        Key<Long> download = Key.required("download", SIZE, "How much that is.");
        Key<String> purpose = Key.required("good-at", ScalarForms.TEXT, "What for, a few words.");
        Section<Profile.Suggestion> suggestion = new Section<>(
                "models[]",
                "A model that runs well there.",
                List.of(name, download, purpose),
                e -> new Profile.Suggestion(e.of(name), e.of(download), e.of(purpose)));
        Key<Profile.Serving> serving = Key.optional("serving", serving(), "How the model engine serves them.");
        Key<Profile.Sharing> sharing = Key.optional("sharing", sharing(), "How pods share such a GPU.");
        Key<Vendor> vendor =
                Key.required("vendor", ScalarForms.choice(Vendor.class, Vendor::word), "Whose memory counts.");
        Key<Range> memory = Key.required("memory", range, "For how much memory it is.");
        Key<List<Profile.Suggestion>> models =
                Key.required("models", new ListForm<>("a list of models", suggestion), "Best first.");
        FILE = new Section<>(
                "gpu-profiles/NAME.yaml",
                "Which models suit a machine, and how they are served there.",
                List.of(vendor, memory, models, serving, sharing),
                e -> new Stated(
                        e.of(vendor).word(),
                        e.of(memory),
                        e.of(models),
                        Objects.requireNonNullElse(e.optional(serving), Profile.Serving.USUAL),
                        Objects.requireNonNullElse(e.optional(sharing), Profile.Sharing.NONE)));
    }

    private ProfileFile() {}

    private static Section<Profile.Serving> serving() {
        Key<Integer> context = Key.optional(
                "context",
                ScalarForms.number(256, 1 << 24),
                "Tokens a model sees at once, where nobody says otherwise.");
        Key<Integer> parallel =
                Key.optional("parallel", ScalarForms.number(1, 64), "Requests that a model answers at once.");
        Key<KvCacheType> cache = Key.optional(
                "cache", ScalarForms.choice(KvCacheType.class, KvCacheType::word), "Type of its keys and values.");
        return new Section<>(
                "serving",
                "How the model engine serves models there; what is not said is as it does by itself.",
                List.of(context, parallel, cache),
                e -> new Profile.Serving(
                        Objects.requireNonNullElse(e.optional(context), 0),
                        Objects.requireNonNullElse(e.optional(parallel), 0),
                        e.optional(cache)));
    }

    private static Section<Profile.Sharing> sharing() {
        Key<Integer> slices = Key.with(
                "1", "time-slicing", ScalarForms.number(1, 64), "Pods that may use one GPU at once; 1 is no sharing.");
        Key<List<String>> mig = Key.with(
                "[]",
                "mig",
                new ListForm<>(
                        "a list of instances as 3g.40gb",
                        new ScalarForm<>("an instance as 3g.40gb", (text, _) -> instance(text))),
                "Instances that one which can be divided is best divided into.");
        return new Section<>(
                "sharing",
                "How pods share such a GPU, where a device plugin counts.",
                List.of(slices, mig),
                e -> new Profile.Sharing(e.of(slices), e.of(mig)));
    }

    private static String instance(String text) {
        if (!INSTANCE.matcher(text).matches()) {
            throw new IllegalArgumentException("is no instance of a GPU.");
        }
        return text;
    }

    /// A range of bytes.
    private record Range(long from, long below) {
        Range {
            if (below <= from) {
                throw new IllegalArgumentException("It is an empty range.");
            }
        }
    }

    /// What a file says.
    private record Stated(
            String vendor,
            Range memory,
            List<Profile.Suggestion> models,
            Profile.Serving serving,
            Profile.Sharing sharing) {
        Stated {
            if (models.isEmpty() || models.size() > MOST_SUGGESTIONS) {
                throw new IllegalArgumentException("A suggestion is of 1 to " + MOST_SUGGESTIONS + " models.");
            }
            if (!vendor.equals(Vendor.NVIDIA.word()) && !sharing.equals(Profile.Sharing.NONE)) {
                throw new IllegalArgumentException("Only NVIDIA's GPUs are shared by pods.");
            }
        }
    }

    static Profile read(Path file) {
        String name = file.getFileName().toString().replace(".yaml", "");
        Stated stated = CatalogFile.read(file, FILE);
        if (!name.startsWith(stated.vendor() + "-")) {
            throw LibraryProblems.broken(file.toString(), "'vendor' must begin the name of the file.");
        }
        return new Profile(
                name,
                stated.vendor(),
                stated.memory().from(),
                stated.memory().below(),
                stated.models(),
                stated.serving(),
                stated.sharing());
    }

    /// Refuses profiles that leave a machine without one, or with two: for each vendor the ranges of memory
    /// must follow each other without gap or overlap, from nothing to without end.
    static void requireExactlyOneEach(List<Profile> profiles) {
        Map<String, List<Profile>> byVendor = profiles.stream().collect(Collectors.groupingBy(Profile::vendor));
        for (Vendor each : Vendor.values()) {
            String vendor = each.word();
            long covered = 0;
            List<Profile> ofVendor = byVendor.getOrDefault(vendor, List.of()).stream()
                    .sorted(Comparator.comparingLong(Profile::memoryAtLeast))
                    .toList();
            for (Profile profile : ofVendor) {
                if (profile.memoryAtLeast() != covered) {
                    throw LibraryProblems.broken(
                            profile.name() + ".yaml",
                            "It begins at %d bytes, and the one before ends at %d."
                                    .formatted(profile.memoryAtLeast(), covered));
                }
                covered = profile.memoryBelow();
            }
            if (covered != Long.MAX_VALUE) {
                throw LibraryProblems.broken(
                        "gpu-profiles", "No profile for " + vendor + " from " + covered + " bytes on.");
            }
        }
    }
}
