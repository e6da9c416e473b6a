package io.aiplat.routing.source;

import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Merges configurations: of what several sources say, everything that can stand together. Of two parts that want the
/// same name the one of the file is served, else that of the older source. It depends on what the sources say now
/// alone, and not on the order in which they said it.
final class GatewayConfigs {
    private GatewayConfigs() {}

    /// Merges fragments, one of which has a base.
    static MergeResult merge(List<SourceFragment> fragments) {
        List<SourceFragment> inOrder = fragments.stream()
                .sorted(Comparator.comparing(SourceFragment::origin, Origin.PRECEDENCE))
                .toList();
        Map<MergePart, Problem> unfounded = new LinkedHashMap<>();
        inOrder.forEach(each -> unfounded.putAll(each.impossible()));
        // What leads to a rejected part is rejected with it, and who was second for its name is served: until
        // nothing changes any more, and each round rejects at least one part for good.
        while (true) {
            MergePass pass = new MergePass(inOrder, unfounded.keySet());
            GatewayConfig merged = pass.merged();
            Map<MergePart, Problem> more = new MergeChecks(merged).check();
            if (more.isEmpty()) {
                List<RouteProblem> rejected = new ArrayList<>();
                unfounded.forEach((part, problem) -> rejected.add(new RouteProblem(part.origin(), problem)));
                pass.rejected().forEach((part, problem) -> rejected.add(new RouteProblem(part.origin(), problem)));
                return new MergeResult(merged, rejected);
            }
            unfounded.putAll(more);
        }
    }
}
