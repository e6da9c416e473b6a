package io.aiplat.routing;

import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutingProblemsTest {
    @Test
    void sayWhatIsWrongAndWhatToDo() {
        String place = "gateway.yaml:7:9";
        Golden.problems(
                RoutingProblems.class,
                List.of(
                        RoutingProblems.fileUnreadable(Path.of("gateway.yaml"), "There is no such file."),
                        RoutingProblems.fileEmpty(
                                "gateway.yaml", "Delete it to serve every model by its own name, and start again"),
                        RoutingProblems.fileGone(Path.of("gateway.yaml")),
                        RoutingProblems.fileLost(Path.of("gateway.yaml"), "model"),
                        RoutingProblems.fileNotFollowed(
                                Path.of("gateway.yaml"), "java.lang.IllegalStateException: no such place"),
                        RoutingProblems.fileMalformed(place, "Expected ',' or ']'."),
                        RoutingProblems.unknownKey(
                                "models[0].stratgy", place, Optional.of("strategy"), List.of("name", "strategy")),
                        RoutingProblems.missingKey("models[0].name", place, "text"),
                        RoutingProblems.invalidValue("port", place, "'http' is no whole number.", "a whole number"),
                        RoutingProblems.currencyWithoutRate(
                                "models[0].price.currency", "Stated by " + place, "JPY", "USD", "gateway.yaml:2:5"),
                        RoutingProblems.noEffect(
                                "port",
                                place,
                                "It is for `aiplat gateway run` only.",
                                "Leave it out, and set gateway.port in aiplat.yaml"),
                        RoutingProblems.leadsOut("models[0].fallbacks.general[0]", place, "private", "openai"),
                        RoutingProblems.ruleLeadsOut("models[0].rules[0]", place, "mixed", "private", "openai"),
                        RoutingProblems.guardLeadsOut("models[0].guards[0]", place, "private", "pii"),
                        RoutingProblems.valueUnavailable(
                                "upstreams.cloud.key",
                                place,
                                "The environment has no variable OPENAI_API_KEY, or an empty one.",
                                "Set it: export OPENAI_API_KEY=..."),
                        RoutingProblems.unknownReference(
                                "models[0].guards[0]", place, "guard", "pll", Optional.of("pii")),
                        RoutingProblems.nameTaken("aliases.fast", place, "fast", "gateway.yaml:3:5"),
                        RoutingProblems.circle("aliases.a", place, List.of("a", "b", "a")),
                        RoutingProblems.partRejected(
                                "models.chat", "resource team-a/chat", "Its upstream vllm is not there."),
                        RoutingProblems.sourceNotFollowed(
                                "resource team-a/chat", "java.lang.IllegalStateException: no such place")));
    }
}
