package io.aiplat.launcher.serve;

import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.Route;
import io.aiplat.routing.RoutingProblems;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Status of the routes: what an appliance serves now, in words.
/// Safe for several threads.
final class RouteStatus {
    private volatile String served;
    private volatile String words;

    RouteStatus(GatewayConfig first) {
        served = of(first);
        words = served;
    }

    void follow(GatewayConfig plan) {
        served = of(plan);
        words = served;
    }

    void keep(List<Problem> wrong) {
        Problem first = wrong.getFirst();
        boolean gone = first.code().equals(RoutingProblems.FILE_GONE);
        words = served + (gone ? "; " : "; gateway.yaml is wrong now and left aside: ") + first.what() + ". "
                + first.why();
    }

    /// The names that are served, and what is wrong with the file.
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
