package io.aiplat.library;

import io.aiplat.model.catalog.Profile;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A file of `gpu-profiles/`.
final class ProfileFile {
    private static final Set<String> VENDORS = Set.of("cpu", "nvidia", "amd", "intel");
    private static final int MOST_SUGGESTIONS = 4;

    private ProfileFile() {}

    static Profile read(Path file) {
        String name = file.getFileName().toString().replace(".yaml", "");
        YamlFields fields = YamlFields.read(file).only("vendor", "memory", "models");
        YamlFields memory = fields.fields("memory").only("from", "below");
        String vendor = fields.text("vendor");
        if (!VENDORS.contains(vendor) || !name.startsWith(vendor + "-")) {
            throw fields.wrong("'vendor' must be one of " + VENDORS + " and begin the name of the file");
        }
        long below = memory.has("below") ? memory.bytes("below") : Long.MAX_VALUE;
        List<Profile.Suggestion> models =
                fields.list("models").stream().map(ProfileFile::suggestion).toList();
        if (models.size() > MOST_SUGGESTIONS) {
            throw fields.wrong("more than " + MOST_SUGGESTIONS + " models are no suggestion");
        }
        try {
            return new Profile(name, vendor, memory.has("from") ? memory.bytes("from") : 0, below, models);
        } catch (IllegalArgumentException e) {
            throw LibraryProblems.broken(file.toString(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Profile.Suggestion suggestion(YamlFields fields) {
        fields.only("model", "download", "good-at");
        return new Profile.Suggestion(fields.text("model"), fields.bytes("download"), fields.text("good-at"));
    }

    /// Refuses profiles that leave a machine without one, or with two: for each vendor the ranges of memory
    /// must follow each other without gap or overlap, from nothing to without end.
    static void requireExactlyOneEach(List<Profile> profiles) {
        Map<String, List<Profile>> byVendor = profiles.stream().collect(Collectors.groupingBy(Profile::vendor));
        for (String vendor : VENDORS) {
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
