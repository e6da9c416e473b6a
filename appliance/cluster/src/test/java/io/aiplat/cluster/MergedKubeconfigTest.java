package io.aiplat.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.testkit.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MergedKubeconfigTest {
    private static final Path FILE = Path.of("/home/ada/.kube/config");
    private static final String OURS = Kubeconfig.renamed(KubeconfigTest.OF_K3S, "aiplat", "https://127.0.0.1:16443");

    /// With things in it that we know nothing of, and values that look like others.
    private static final String THEIRS = """
            apiVersion: v1
            kind: Config
            current-context: work
            preferences:
              colors: true
            clusters:
            - name: work
              cluster:
                server: https://work.example:6443
                proxy-url: http://proxy:3128
                new-in-some-version: "123"
            contexts:
            - name: work
              context: {cluster: work, user: me, namespace: "on"}
            users:
            - name: me
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: login
                  args: ["--port", "0"]
                  env: null
                  interactiveMode: IfAvailable
            """;

    private static MergedKubeconfig parse(String yaml) {
        return MergedKubeconfig.parse(FILE, yaml);
    }

    @Test
    void oursStandsBesideTheirs() {
        Golden.matches(
                "kubeconfig-merged.yaml", parse(THEIRS).with(OURS, "home").text());
    }

    @Test
    void mergingAgainChangesNothing() {
        String once = parse(THEIRS).with(OURS, "home").text();
        assertEquals(once, parse(once).with(OURS, "home").text());
    }

    @Test
    void whatWasMergedIsTakenOutAgain() {
        MergedKubeconfig merged = parse(parse(THEIRS).with(OURS, "home").text());
        assertTrue(merged.holds("home"));
        assertTrue(merged.without("home").says(parse(THEIRS)));
        assertFalse(merged.without("home").holds("home"));
    }

    @Test
    void whatAnotherHomeMergedIsNotOurs() {
        MergedKubeconfig merged = parse(THEIRS).with(OURS, "home");
        assertFalse(merged.holds("other"));
        assertTrue(merged.without("other").says(merged));
        var refusal = assertThrows(ApplianceException.class, () -> merged.with(OURS, "other"));
        assertEquals("CLUSTER_KUBECONFIG_NOT_MERGED", refusal.problem().code().id());
    }

    @Test
    void theCurrentContextIsOursOnlyWhereThereIsNone() {
        assertTrue(parse("").with(OURS, "home").text().contains("current-context: \"aiplat\""));
        MergedKubeconfig chosen =
                parse(parse(THEIRS).with(OURS, "home").text().replace("context: \"work\"", "context: \"aiplat\""));
        assertTrue(chosen.without("home").text().contains("current-context: \"\""));
    }

    @Test
    void nothingIsLeftWhereNothingWas() {
        assertTrue(parse("").with(OURS, "home").without("home").isEmpty());
        assertFalse(parse(THEIRS).isEmpty());
    }

    @Test
    void whatIsNoKubeconfigIsNotChanged() {
        for (String text : new String[] {"- a\n", "clusters: many\n", "a: [\n"}) {
            assertThrows(ApplianceException.class, () -> parse(text), text);
        }
    }

    @Test
    void everybodyCanReadWhatWeWrite() {
        var config = Kubeconfig.parse(parse(THEIRS).with(OURS, "home").text());
        assertEquals(2, config.getContexts().size());
        assertEquals("work", config.getCurrentContext());
        assertEquals("on", config.getContexts().getFirst().getContext().getNamespace());
    }
}
