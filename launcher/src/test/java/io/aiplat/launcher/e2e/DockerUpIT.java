package io.aiplat.launcher.e2e;

import static io.aiplat.launcher.e2e.TestEngine.docker;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A machine with a container engine: from `up` to exact answers out of a pod on a real Kubernetes, through every way
/// of losing the appliance or the node, to nothing left.
class DockerUpIT {
    private static final String MODEL = "library/aiplat-e2e:1";

    @Test
    void oneCommandGivesAClusterThatAnswers() throws Exception {
        OpenAiPython.need();
        try (TestEngine engine = TestEngine.open("up");
                TestRegistry registry = TestRegistry.open();
                Aiplat aiplat = Aiplat.withEngine(engine).with("AIPLAT_MODELS_PLAIN_REGISTRIES", registry.name())) {
            answersOutOfAPod(aiplat, engine);
            String model = bringsAModel(aiplat, registry);
            changesNothingTheSecondTime(aiplat, engine);
            mendsWhatWasLost(aiplat, engine, model);
            keepsTheDataUntilToldOtherwise(aiplat, engine);
        }
    }

    private static void answersOutOfAPod(Aiplat aiplat, TestEngine engine) throws Exception {
        aiplat.run("up").ok().tells("http://127.0.0.1:" + aiplat.port + "/v1").tells("smoke is only a test model");
        OpenAiPython.getsExactAnswers(aiplat);
        aiplat.run("kubectl", "get", "pods", "-A").ok().tells("ollama-");
        List<TestEngine.Pod> pods = engine.pods();
        assertTrue(pods.stream().anyMatch(pod -> pod.name().startsWith("ollama-")), pods::toString);
        assertTrue(pods.stream().allMatch(pod -> pod.phase().equals("Running")), pods::toString);
    }

    /// @return its name
    private static String bringsAModel(Aiplat aiplat, TestRegistry registry) throws Exception {
        registry.push(MODEL);
        String model = registry.name() + "/" + MODEL;
        aiplat.run("up", "--model", model).ok().tells("served as " + model);
        OpenAiPython.getsExactAnswers(aiplat, model);
        aiplat.run("up", "--model", registry.name() + "/library/no-such:1").failsWith(5, "RUN_MODEL_NOT_FOUND");
        // What cannot be had is not asked for again: the next one goes back to what was decided before.
        aiplat.run("up").ok();
        // From here on there is nowhere to pull it from again.
        registry.close();
        return model;
    }

    private static void changesNothingTheSecondTime(Aiplat aiplat, TestEngine engine) throws Exception {
        List<TestEngine.Pod> pods = engine.pods();
        String node = engine.nodeId();
        long appliance = aiplat.appliance().pid();
        aiplat.run("up").ok().tells("nothing to do");
        assertEquals(pods, engine.pods());
        assertEquals(node, engine.nodeId());
        assertEquals(appliance, aiplat.appliance().pid());
    }

    private static void mendsWhatWasLost(Aiplat aiplat, TestEngine engine, String model) throws Exception {
        String node = engine.nodeId();
        aiplat.crash();
        mends(aiplat, model);
        docker("kill", engine.cluster);
        mends(aiplat, model);
        docker("stop", engine.cluster);
        mends(aiplat, model);
        assertEquals(node, engine.nodeId(), "the node was started again, not replaced");
        docker("rm", "--force", engine.cluster);
        mends(aiplat, model);
        assertNotEquals(node, engine.nodeId());
    }

    private static void mends(Aiplat aiplat, String model) throws Exception {
        aiplat.run("up").ok();
        assertEquals("pong", aiplat.answer("smoke", "ping"));
        assertEquals("pong", aiplat.answer(model, "ping"), "the model was kept");
    }

    private static void keepsTheDataUntilToldOtherwise(Aiplat aiplat, TestEngine engine) {
        List<Integer> ports = engine.ports();
        aiplat.run("down", "--yes").ok();
        assertEquals(
                "",
                docker("ps", "--all", "--quiet", "--filter", "name=" + engine.cluster)
                        .out());
        assertEquals(4, engine.volumes().size(), "volumes, which hold the models");
        assertTrue(Files.exists(aiplat.key()));
        aiplat.run("down", "--purge", "--yes").ok();
        assertFalse(Files.exists(aiplat.home));
        ports.forEach(Aiplat::assertFree);
    }
}
