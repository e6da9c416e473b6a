package io.aiplat.cluster.kubernetes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which settings change what Kubernetes complains of; pure.
final class SettingsAdvice {
    /// Newer schedulers name the key only, older ones `{key: value}`.
    private static final Pattern TAINT = Pattern.compile("taint(?:\\(s\\))? \\{([^:}]+)(?:: ?([^}]*))?}");

    /// How admission words a refusal that is no question of rights, though its status is the same 403.
    private static final List<String> ADMISSION = List.of(
            "exceeded quota",
            "failed quota",
            "violates PodSecurity",
            "admission webhook",
            "pod rejected",
            "ValidatingAdmissionPolicy");
    private static final Pattern RANGE = Pattern.compile("(minimum|maximum) .*(usage|limit)|max limit to request");

    private SettingsAdvice() {}

    /// Whether a refusal is one of a quota, a limit range or a policy.
    static boolean isAdmission(String said) {
        return ADMISSION.stream().anyMatch(said::contains)
                || RANGE.matcher(said).find();
    }

    /// What to try, each a line; the last two always say something.
    static String[] on(String said) {
        String words = said.toLowerCase(Locale.ROOT);
        Set<String> lines = new LinkedHashSet<>();
        Matcher taint = TAINT.matcher(said);
        while (taint.find()) {
            String value = taint.group(2) == null ? "" : taint.group(2).strip();
            set(lines, "tolerations", taint.group(1) + (value.isEmpty() ? "" : "=" + value));
        }
        if (words.contains("affinity") || words.contains("selector")) {
            set(lines, "node-selector", "KEY=VALUE");
        }
        if (words.contains("cpu")) {
            set(lines, "cpu", "2");
        }
        if (words.contains("memory")) {
            set(lines, "memory", "4Gi");
        }
        if (words.contains("gpu")) {
            set(lines, "gpus", "0");
        }
        if (words.contains("storage class") || words.contains("storageclass")) {
            set(lines, "storage-class", "NAME");
        } else if (words.contains("storage") || words.contains("volume")) {
            set(lines, "storage", "20Gi");
            set(lines, "storage-class", "NAME");
        }
        lines.add("See what there is: aiplat kubectl describe nodes; aiplat kubectl get quota,limitrange,pvc -A");
        lines.add("Once it is changed there, run the same command again");
        return lines.toArray(String[]::new);
    }

    private static void set(Set<String> lines, String key, String value) {
        lines.add("Set what fits there: aiplat up --set cluster." + key + "=" + value);
    }
}
