package io.aiplat.cluster.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rules of a packet filter, as `iptables-save` prints them; pure. What Kubernetes has added is taken out by name, and
/// nothing else is read back: rules of others, which may change meanwhile, are not written at all.
final class FirewallRules {
    /// Chains of kube-proxy and kubelet, of CNI plugins, of flannel and of the controller of network policies.
    private static final Pattern CHAIN = Pattern.compile("(KUBE-|CNI-|FLANNEL-).*");
    private static final Pattern DECLARED = Pattern.compile(":(\\S+) .*");
    private static final Pattern RULE = Pattern.compile("-A (\\S+) (.*)");
    private static final Pattern TARGET = Pattern.compile("(?:^| )-[jg] (\\S+)");

    /// What k3s' controller of network policies lets pass has no chain of its own to be known by.
    private static final String POLICY = "comply to network policies";

    private FirewallRules() {}

    /// Chains of these names, each as `table chain`.
    static Set<String> chains(String saved) {
        Set<String> found = new LinkedHashSet<>();
        tables(saved)
                .forEach((table, lines) -> lines.stream()
                        .flatMap(line -> declared(line))
                        .filter(chain -> CHAIN.matcher(chain).matches())
                        .forEach(chain -> found.add(table + " " + chain)));
        return found;
    }

    /// What `iptables-restore --noflush` reads to take all of them out, table by table, each at once.
    ///
    /// @param saved what `iptables-save` prints
    /// @param kept  chains of these names that were there before us, as [#chains] tells them
    /// @return empty if there is nothing to take out
    static String removal(String saved, Set<String> kept) {
        StringBuilder all = new StringBuilder();
        tables(saved).forEach((table, lines) -> {
            List<String> ours = lines.stream()
                    .flatMap(FirewallRules::declared)
                    .filter(chain -> CHAIN.matcher(chain).matches() && !kept.contains(table + " " + chain))
                    .toList();
            List<String> removal = new ArrayList<>();
            for (String line : lines) {
                Matcher rule = RULE.matcher(line);
                if (rule.matches() && !ours.contains(rule.group(1)) && isOurs(rule.group(2), ours)) {
                    removal.add("-D " + rule.group(1) + " " + rule.group(2));
                }
            }
            ours.forEach(chain -> removal.add("-F " + chain));
            ours.forEach(chain -> removal.add("-X " + chain));
            if (!removal.isEmpty()) {
                all.append('*').append(table).append('\n');
                removal.forEach(line -> all.append(line).append('\n'));
                all.append("COMMIT\n");
            }
        });
        return all.toString();
    }

    private static boolean isOurs(String rule, List<String> chains) {
        Matcher target = TARGET.matcher(rule);
        String last = "";
        while (target.find()) {
            last = target.group(1);
        }
        return chains.contains(last) || rule.contains(POLICY);
    }

    private static Stream<String> declared(String line) {
        Matcher chain = DECLARED.matcher(line);
        return chain.matches() ? Stream.of(chain.group(1)) : Stream.empty();
    }

    private static Map<String, List<String>> tables(String saved) {
        Map<String, List<String>> tables = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (String line : saved.split("\n", -1)) {
            if (line.startsWith("*")) {
                lines = new ArrayList<>();
                tables.put(line.substring(1).strip(), lines);
            } else {
                lines.add(line.strip());
            }
        }
        return tables;
    }
}
