package io.aiplat.launcher.serve;

import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.source.RouteProblem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Status of the routes: what an appliance serves now, in words.
/// For one thread that changes it, and several that read.
final class RouteStatus {
    private String served;
    private String wrong = "";
    private String rejected = "";
    private volatile String words;

    RouteStatus(GatewayConfig first) {
        served = of(first);
        words = served;
    }

    void follow(GatewayConfig plan) {
        served = of(plan);
        wrong = "";
        tell();
    }

    void keep(List<Problem> problems) {
        Problem first = problems.getFirst();
        boolean gone = first.code().equals(RoutingProblems.FILE_GONE);
        wrong = (gone ? "; " : "; gateway.yaml is wrong now and left aside: ") + first.what() + ". " + first.why();
        tell();
    }

    void reject(List<RouteProblem> parts) {
        rejected = parts.stream()
                .map(RouteProblem::problem)
                .map(problem -> "; " + problem.what() + ". " + problem.why())
                .collect(Collectors.joining());
        tell();
    }

    private void tell() {
        words = served + wrong + rejected;
    }

    /// The names that are served, what is wrong with the file, and what of other sources is not served.
    String words() {
        return words;
    }

    private static String of(GatewayConfig plan) {
        String rest = plan.routes().size() == 1 ? "every model by its own name" : "every other model by its own name";
        return Stream.concat(
                        plan.routes().stream().map(Route::name),
                        plan.aliases().keySet().stream().sorted())
                .map(name -> name.equals("*") ? rest : name)
                .collect(Collectors.joining(", "));
    }
}
