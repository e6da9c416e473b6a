package io.aiplat.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.Problem;
import io.aiplat.model.host.ContainerEngineFacts;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerEngineDetectionTest {
    private final ContainerEngineDetection look = new ContainerEngineDetection(Clock.systemUTC(), "ada");

    @TempDir
    Path folder;

    private ContainerEngineAddress at(String socket, boolean given) {
        return new ContainerEngineAddress.Unix(
                folder.resolve(socket), given ? "DOCKER_HOST" : "the usual place", given);
    }

    private Problem problem(ContainerEngineAddress... candidates) {
        ContainerEngineDetection.Found found = look.look(List.of(candidates));
        assertNull(found.endpoint());
        return assertInstanceOf(ContainerEngineFacts.Unusable.class, found.facts())
                .problem();
    }

    @Test
    void withoutAnySocketThereIsNoEngine() {
        Problem problem = problem(at("a.sock", false), at("b.sock", false));
        assertEquals("HOST_ENGINE_MISSING", problem.code().id());
        assertTrue(problem.why().contains("none of the usual sockets exists"), problem.why());
    }

    @Test
    void aPlaceThatWasNamedIsNamedInTheProblem() {
        Problem problem = problem(at("dead.sock", true));
        assertTrue(problem.why().contains("dead.sock (from DOCKER_HOST): there is no such socket"), problem.why());
    }

    @Test
    void aSocketNobodyListensOnIsNoEngine() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(folder.resolve("left.sock")));
        }
        assertTrue(problem(at("left.sock", false)).why().contains("Connection refused"));
    }

    @Test
    void theFirstThatAnswersWins() throws IOException {
        try (FakeEngine engine = new FakeEngine(folder.resolve("b.sock"))) {
            engine.answer("/version", 200, "{\"Version\":\"27.0\",\"ApiVersion\":\"1.46\"}");
            engine.answer("/info", 200, "{\"CgroupVersion\":\"2\",\"MemTotal\":1}");
            ContainerEngineDetection.Found found = look.look(List.of(at("a.sock", false), at("b.sock", false)));
            assertEquals(at("b.sock", false), found.endpoint());
            assertEquals(
                    "27.0",
                    assertInstanceOf(ContainerEngineFacts.Answers.class, found.facts())
                            .version());
        }
    }

    @Test
    void somethingThatIsNoEngineIsSaidToBeNone() throws IOException {
        try (FakeEngine engine = new FakeEngine(folder.resolve("a.sock"))) {
            engine.answer("/version", 404, "{\"message\":\"page not found\"}");
            assertTrue(problem(at("a.sock", false)).why().contains("it answered 404 to /version"));
        }
    }
}
