package io.aiplat.operator.llmkube;

import io.aiplat.model.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the file of an [LlmKubeModel] is, for whoever fetches it: this home, by a reference that `aiplat models pull`
/// takes, or a copy of a server in the cluster.
///
/// @param model  name of the resource
/// @param source as it is written
/// @param file   of a repository; null where the source names it, or none
/// @param sha256 that it must have; null for any
record ModelOfFile(
        String model,
        String source,
        @Nullable String file,
        @Nullable String sha256) {
    private static final String CLAIM = "pvc://";
    private static final String HUB = "hf://";
    /// Where a claim is found by a copy.
    private static final String MOUNTED = "/models";

    static ModelOfFile of(LlmKubeModel model) {
        LlmKubeModelSpec spec = model.getSpec();
        List<String> files = spec.files();
        return new ModelOfFile(
                model.getMetadata().getName(),
                spec.source(),
                files == null || files.isEmpty() ? null : files.getFirst(),
                spec.sha256());
    }

    /// Whether it is on a volume of the cluster, which only copies read.
    boolean isOnVolume() {
        return source.startsWith(CLAIM);
    }

    /// Whether nobody here reads where it is.
    boolean isOutOfReach() {
        return source.startsWith("s3://");
    }

    /// As `aiplat models pull` takes it.
    String reference() {
        if (source.startsWith("http://") || source.startsWith("https://")) {
            return sha256 == null || source.contains("#") || isOfHub()
                    ? source
                    : source + "#sha256=" + sha256.toLowerCase(Locale.ROOT);
        }
        if (source.startsWith("/") || source.startsWith("file://")) {
            return source;
        }
        String[] words = repository().split("/", 3);
        String named = words.length > 2 ? words[2] : file;
        String repository = words.length > 1 ? words[0] + "/" + words[1] : words[0];
        return named == null ? "hf.co/" + repository : "hf.co/" + repository + "/resolve/main/" + named;
    }

    /// Its repository at Hugging Face, and what stands behind that.
    String repository() {
        return source.startsWith(HUB) ? source.substring(HUB.length()) : source;
    }

    private boolean isOfHub() {
        return source.matches("https?://(www\\.)?(huggingface\\.co|hf\\.co)/.*");
    }

    /// Arguments by which a copy of llama.cpp's server finds it.
    List<String> arguments() {
        if (isOnVolume()) {
            return List.of("--model", MOUNTED + "/" + claim()[1]);
        }
        if (source.startsWith("https://")) {
            return List.of("--model-url", source);
        }
        String[] words = repository().split("/", 3);
        String repository = words[0] + "/" + words[1];
        String named = words.length > 2 ? words[2] : file;
        return named == null ? List.of("--hf-repo", repository) : List.of("--hf-repo", repository, "--hf-file", named);
    }

    /// Claims that a copy reads, by path.
    Map<String, String> claims() {
        return isOnVolume() ? Map.of(MOUNTED, claim()[0]) : Map.of();
    }

    private String[] claim() {
        String rest = source.substring(CLAIM.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? new String[] {rest, ""} : new String[] {rest.substring(0, slash), rest.substring(slash + 1)};
    }

    /// Why a copy in the cluster cannot fetch it; null if it can.
    @Nullable
    Problem refusedToCopies(String service) {
        String why = null;
        if (sha256 != null) {
            why = "llama.cpp's server does not compare digests, and the model has a sha256";
        } else if (isOnVolume() ? claim()[1].isEmpty() : source.matches("(file://|/|http://).*")) {
            why = isOnVolume()
                    ? "a volume is named with the path of a file, as pvc://CLAIM/PATH"
                    : "copies in the cluster reach https://, hf:// and pvc://, and no other places";
        } else if (!source.contains("://") && !source.contains("/")) {
            why = "a repository of Hugging Face has two words: ORGANISATION/REPOSITORY";
        }
        return why == null ? null : LlmKubeProblems.noWeightsForCopies(service, Objects.requireNonNull(source), why);
    }
}
