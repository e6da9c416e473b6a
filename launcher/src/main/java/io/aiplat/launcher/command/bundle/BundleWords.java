package io.aiplat.launcher.command.bundle;

import io.aiplat.launcher.command.invocation.CommandProblems;
import io.aiplat.launcher.render.Output;
import io.aiplat.launcher.render.Quantity;
import io.aiplat.model.ApplianceException;
import io.aiplat.supply.archive.SigningKey;
import io.aiplat.supply.archive.manifest.ArchiveManifest;
import io.aiplat.supply.archive.manifest.ArchiveVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Words of the command lines of bundle archives, and what is said when one was written.
public final class BundleWords {
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,5}) ?(MiB|GiB)");
    private static final Set<String> FORMATS = Set.of("json", "plain");
    private static final Set<String> WITH_VALUE = Set.of("-o", "--output", "--config", "--home", "--set");

    private BundleWords() {}

    /// A command line in which `-o FILE` of these commands is `--to FILE`: everywhere else `-o` is the format of
    /// the answer, and stays so here for `json` and `plain`.
    public static String[] read(String... words) {
        String[] read = words.clone();
        int command = command(words);
        if (command < words.length && words[command].equals("bundle")) {
            for (int i = command; i + 1 < words.length; i++) {
                if (words[i].equals("-o") && !FORMATS.contains(words[i + 1])) {
                    read[i] = "--to";
                }
            }
        }
        return read;
    }

    /// Where the name of the command is, behind global options and their values.
    private static int command(String... words) {
        int at = 0;
        while (at < words.length && words[at].startsWith("-")) {
            at += WITH_VALUE.contains(words[at]) ? 2 : 1;
        }
        return at;
    }

    /// A size of volumes.
    ///
    /// @return 0 where none is given
    static long size(@Nullable String text, String command) {
        if (text == null) {
            return 0;
        }
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw new ApplianceException(
                    CommandProblems.wrongLine("--split takes a size as 4000MiB or 4GiB, and not " + text, command));
        }
        return Long.parseLong(m.group(1)) << (m.group(2).equals("GiB") ? 30 : 20);
    }

    static ArchiveVersion version(String text, String command) {
        try {
            return new ArchiveVersion(text);
        } catch (IllegalArgumentException e) {
            throw new ApplianceException(
                    CommandProblems.wrongLine(
                            "--release takes numbers with dots between them, as 2026.11.2, and not " + text, command),
                    e);
        }
    }

    /// Says what was written.
    ///
    /// @param own whether the key is that of this home, which nobody else trusts yet
    static void written(Output output, Path target, ArchiveManifest manifest, SigningKey key, boolean own) {
        String fingerprint = key.verifying().fingerprint();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("archive", target.toString());
        json.put("version", manifest.version().text());
        json.put("parts", manifest.parts().size());
        json.put("bytes", manifest.bytes());
        json.put("signer", fingerprint);
        output.value(
                json,
                target + " has " + manifest.parts().size() + " parts, " + Quantity.bytes(manifest.bytes())
                        + ", version " + manifest.version() + ", signed by " + fingerprint + "\n"
                        + (own
                                ? "That is the key of this home. Where it is installed, say: --trust " + fingerprint
                                        + "\n"
                                : ""));
    }
}
