package io.aiplat.cluster.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.model.ApplianceException;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigChoiceTest {
    @TempDir
    Path home;

    private Path file(String name, String context) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                clusters: [{name: c, cluster: {server: "https://%1$s:6443"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: %1$s, context: {cluster: c, user: u}}]
                """.formatted(context));
    }

    private KubeconfigChoice.Choice choose(@Nullable Path file, @Nullable String context, Map<String, String> env) {
        var settings = new Settings.Cluster(ClusterKind.EXISTING, "x", file, context, "aiplat", 0, 0, 0);
        return new KubeconfigChoice(settings, env, home).choose();
    }

    @Test
    void theFileOfSettingsComesBeforeAllOthers() throws IOException {
        Path given = file("given", "one");
        Path other = file("other", "two");
        KubeconfigChoice.Choice choice = choose(given, null, Map.of("KUBECONFIG", other.toString()));
        assertEquals(new KubeconfigChoice.Choice(given, "one"), choice);
        assertEquals("https://one:6443/", choice.config().getMasterUrl());
    }

    @Test
    void theVariableNamesSeveralFiles() throws IOException {
        String both = file("a", "one") + ":" + file("b", "two");
        assertEquals("two", choose(null, "two", Map.of("KUBECONFIG", both)).context());
        assertEquals("one", choose(null, null, Map.of("KUBECONFIG", both)).context());
    }

    @Test
    void theFileInTheHomeIsTheLastResort() throws IOException {
        Path usual = file(".kube/config", "usual");
        assertEquals(new KubeconfigChoice.Choice(usual, "usual"), choose(null, null, Map.of()));
    }

    @Test
    void aContextThatIsNotThereIsAnsweredWithThoseThatAre() throws IOException {
        Path given = file("given", "one");
        var refusal = assertThrows(ApplianceException.class, () -> choose(given, "prod", Map.of()));
        assertEquals("CLUSTER_KUBECONFIG_UNUSABLE", refusal.problem().code().id());
        assertTrue(
                refusal.problem().why().contains("has the contexts [one]"),
                refusal.problem().why());
    }

    @Test
    void aFileThatIsNotThereOrIsNoneIsAProblem() throws IOException {
        var missing = assertThrows(ApplianceException.class, () -> choose(null, null, Map.of()));
        assertTrue(
                missing.problem().why().contains(".kube/config is not there"),
                missing.problem().why());
        Path broken = Files.writeString(home.resolve("broken"), "\t{{{ not yaml");
        var refusal = assertThrows(ApplianceException.class, () -> choose(broken, null, Map.of()));
        assertEquals("CLUSTER_KUBECONFIG_UNUSABLE", refusal.problem().code().id());
    }
}
