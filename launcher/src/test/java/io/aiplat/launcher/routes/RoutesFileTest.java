package io.aiplat.launcher.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.launcher.serve.ServeProblems;
import io.aiplat.model.ApplianceException;
import io.aiplat.model.Problem;
import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.file.PlanRead;
import io.aiplat.store.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFileTest {
    private static final String ALIAS = "aliases: {fast: smoke}";

    @TempDir
    Path folder;

    private RoutesFile file;
    private final Followed followed = new Followed();
    private int edits;

    /// Goes by a plan, or is told what is wrong.
    private static final class Followed implements RoutesFile.Follower {
        final List<GatewayPlan> plans = new ArrayList<>();
        final List<String> problems = new ArrayList<>();
        boolean cannot;

        @Override
        public void follow(GatewayPlan plan) {
            if (cannot) {
                throw new ApplianceException(ServeProblems.engineNotOpen());
            }
            plans.add(plan);
        }

        @Override
        public void keep(List<Problem> wrong) {
            wrong.forEach(problem -> problems.add(problem.code().id()));
        }
    }

    @BeforeEach
    void ofAnAppliance() {
        file = RoutesFile.ofAppliance(new Home(folder), Map.of());
    }

    private void write(String text) throws IOException {
        Files.writeString(file.path(), text);
        // Two edits may be nearer to each other than the clock of the file system can tell.
        Files.setLastModifiedTime(file.path(), FileTime.fromMillis(1_000_000L * ++edits));
    }

    private void look() {
        file.look(followed);
        file.look(followed);
    }

    @Test
    void withoutAFileEveryModelIsServedByItsName() {
        GatewayPlan plan =
                assertInstanceOf(PlanRead.Accepted.class, file.read()).plan();
        assertEquals("*", plan.routes().getFirst().name());
        look();
        assertEquals(List.of(), followed.plans);
        assertEquals(List.of(), followed.problems);
    }

    @Test
    void aGatewayByItselfNeedsOne() {
        RoutesFile alone = RoutesFile.ofRun(folder.resolve("gateway.yaml"), Map.of());
        assertEquals(
                "ROUTING_FILE_UNREADABLE", alone.problems().getFirst().code().id());
    }

    @Test
    void isFollowedOnceWhenItChangesOrAppears() throws IOException {
        file.read();
        write(ALIAS);
        look();
        look();
        assertEquals(1, followed.plans.size());
        assertEquals(Map.of("fast", "smoke"), followed.plans.getFirst().aliases());
        write("");
        look();
        assertEquals(2, followed.plans.size());
    }

    @Test
    void isNotReadBeforeItHasBeenWrittenToTheEnd() throws IOException {
        file.read();
        write("");
        file.look(followed);
        write(ALIAS);
        file.look(followed);
        assertEquals(List.of(), followed.plans);
        file.look(followed);
        assertEquals(1, followed.plans.size());
    }

    @Test
    void whatIsWrongIsToldOnceAndLeftAside() throws IOException {
        write(ALIAS);
        file.read();
        write("aliases: {a: b, b: a}");
        look();
        look();
        assertEquals(List.of("ROUTING_CIRCLE", "ROUTING_CIRCLE"), followed.problems);
        Files.delete(file.path());
        look();
        assertEquals("ROUTING_FILE_UNREADABLE", followed.problems.getLast());
        assertTrue(followed.plans.isEmpty(), "its prices must not go with it");
        followed.cannot = true;
        write(ALIAS);
        look();
        assertEquals("SERVE_ENGINE_NOT_OPEN", followed.problems.getLast());
    }
}
