package io.aiplat.routing.file;

import io.aiplat.routing.GatewayPlan;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Upstream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// Reads `gateway.yaml`: strictly, completely, and with all that is wrong at once.
public final class GatewayFile {
    private GatewayFile() {}

    /// The plan that a file states for a gateway by itself.
    ///
    /// @param environment that `${env:NAME}` takes from
    public static PlanRead read(Path file, Map<String, String> environment) {
        return read(file, environment, null);
    }

    /// The plan that a file states for an appliance, which has a listener, a store and keys already. Models of its
    /// engine that the file does not name are served by their own names besides, unless the file serves `*`.
    ///
    /// @param environment that `${env:NAME}` takes from
    /// @param engine      of the appliance
    public static PlanRead ofAppliance(Path file, Map<String, String> environment, Upstream engine) {
        return read(file, environment, engine);
    }

    private static PlanRead read(Path file, Map<String, String> environment, @Nullable Upstream engine) {
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            return read(file.toString(), Files.readString(file), folder == null ? file : folder, environment, engine);
        } catch (IOException e) {
            return new PlanRead.Refused(List.of(RoutingProblems.fileUnreadable(file, reason(e))));
        }
    }

    /// The plan that a text states for a gateway by itself.
    ///
    /// @param label       how problems call the text
    /// @param folder      that relative paths in it are relative to
    /// @param environment that `${env:NAME}` takes from
    public static PlanRead read(String label, String text, Path folder, Map<String, String> environment) {
        return read(label, text, folder, environment, null);
    }

    private static PlanRead read(
            String label, String text, Path folder, Map<String, String> environment, @Nullable Upstream engine) {
        Reading reading = new Reading(label, folder, environment);
        try {
            Optional<Node> root = new Compose(
                            LoadSettings.builder().setLabel(label).build())
                    .composeString(text.isBlank() ? "{}" : text);
            return root.map(node -> document(node, reading, engine))
                    .orElseGet(() -> read(label, "{}", folder, environment, engine));
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark().map(reading::place).orElse(label);
            reading.report(RoutingProblems.fileMalformed(place, sentence(e.getProblem())));
        } catch (YamlEngineException e) {
            reading.report(RoutingProblems.fileMalformed(label, sentence(String.valueOf(e.getMessage()))));
        }
        return new PlanRead.Refused(reading.problems());
    }

    private static PlanRead document(Node root, Reading reading, @Nullable Upstream engine) {
        // The defaults come first wherever they stand, because every model is read with them.
        below(root, "defaults")
                .ifPresent(node -> reading.assume(ServingTable.DEFAULTS.values(node, "defaults", reading)));
        Map<Key<?>, Object> values = GatewayTable.FILE.values(root, "", reading);
        if (engine != null) {
            refuseRunOnly(reading);
        }
        GatewayTable.FILE.complete(values, root, "", reading);
        new References(reading, new Entries("", values).of(GatewayTable.ALIASES), engine).check();
        GatewayPlan plan = reading.problemCount() > 0 ? null : GatewayTable.FILE.built(values, root, "", reading);
        if (plan == null) {
            return new PlanRead.Refused(reading.problems());
        }
        return new PlanRead.Accepted(engine == null ? plan : plan.withModelsOf(engine));
    }

    private static void refuseRunOnly(Reading reading) {
        for (String key : GatewayTable.FILE.names()) {
            String instead = GatewayTable.RUN_ONLY.get(key);
            if (instead != null && reading.hasNoted(key)) {
                reading.report(RoutingProblems.noEffect(
                        key, reading.placeOf(key), "It is for `aiplat gateway run` only.", instead));
            }
        }
    }

    private static Optional<Node> below(Node root, String key) {
        return root instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(t -> t.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(key))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    private static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "There is no such file.";
            case AccessDeniedException _ -> "Its permissions do not let this user read it.";
            case CharacterCodingException _ -> "It is no UTF-8 text.";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String sentence(String text) {
        String line = text.lines().findFirst().orElse("It cannot be parsed").strip();
        return Character.toUpperCase(line.charAt(0)) + line.substring(1) + ".";
    }
}
