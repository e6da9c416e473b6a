package io.aiplat.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// A machine in a company's network: models come through its proxy, from a registry that its own authority vouches
/// for.
class CompanyNetworkIT {
    private static final String MODEL = "library/aiplat-company:1";
    private static final String NAME = CompanyNetwork.REGISTRY + "/" + MODEL;

    @Test
    void aPodPullsThroughTheProxyAndTrustsTheAuthority() throws Exception {
        try (TestEngine engine = TestEngine.open("company");
                TestRegistry registry = TestRegistry.open();
                CompanyNetwork network = CompanyNetwork.open();
                Aiplat aiplat = Aiplat.withEngine(engine)) {
            registry.push(MODEL);
            aiplat.with("AIPLAT_NETWORK_HTTPS_PROXY", network.proxy());
            aiplat.run("up").ok();
            Result refused = aiplat.run("models", "pull", NAME);
            assertTrue(refused.exit() != 0, refused::toString);
            refused.tells("certificate");

            aiplat.with("AIPLAT_NETWORK_CA_FILE", network.authority().toString());
            aiplat.run("up", "--model", NAME).ok().tells("served as " + NAME);
            assertEquals("pong", aiplat.answer(NAME, "ping"));
            assertTrue(network.asked().contains("CONNECT " + CompanyNetwork.REGISTRY + ":443"));
            aiplat.run("up").ok().tells("nothing to do");
        }
    }

    @Test
    void soDoesAnOllamaOfThisMachine() throws Exception {
        try (TestRegistry registry = TestRegistry.open();
                CompanyNetwork network = CompanyNetwork.open();
                Aiplat aiplat = Aiplat.withoutEngine().withOllama()) {
            registry.push(MODEL);
            aiplat.with("AIPLAT_NETWORK_HTTPS_PROXY", network.proxy())
                    .with("AIPLAT_NETWORK_CA_FILE", network.authority().toString());
            aiplat.run("up", "--model", NAME).ok().tells("served as " + NAME);
            assertEquals("pong", aiplat.answer(NAME, "ping"));
        }
    }
}
