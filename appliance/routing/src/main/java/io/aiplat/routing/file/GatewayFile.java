package io.aiplat.routing.file;

import io.aiplat.config.BoundedYaml;
import io.aiplat.config.ConfigParse;
import io.aiplat.config.ConfigSource;
import io.aiplat.config.Key;
import io.aiplat.config.SectionValues;
import io.aiplat.config.YamlNode;
import io.aiplat.model.TextFile;
import io.aiplat.routing.GatewayConfig;
import io.aiplat.routing.RoutingProblems;
import io.aiplat.routing.Upstream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads `gateway.yaml`: strictly, completely, and with all that is wrong at once.
public final class GatewayFile {
    private GatewayFile() {}

    /// The plan that a file states for a gateway by itself.
    ///
    /// @param environment that `${env:NAME}` takes from
    /// @param trial       makes what shall serve of it
    public static ConfigReadResult read(Path file, Map<String, String> environment, ConfigDryRun trial) {
        return read(file, environment, trial, null);
    }

    /// The plan that a file states for an appliance, which has a listener, a store and keys already. Models of its
    /// engine that the file does not name are served by their own names besides, unless the file serves `*`, so it
    /// may name these; they are not in the plan, because they have a source of their own.
    ///
    /// @param environment that `${env:NAME}` takes from
    /// @param trial       makes what shall serve of it
    /// @param engine      of the appliance
    public static ConfigReadResult ofAppliance(
            Path file, Map<String, String> environment, ConfigDryRun trial, Upstream engine) {
        return read(file, environment, trial, engine);
    }

    private static ConfigReadResult read(
            Path file, Map<String, String> environment, ConfigDryRun trial, @Nullable Upstream engine) {
        try {
            String text = TextFile.read(file, TextFile.MOST_BYTES);
            return read(text, reading(ConfigSource.of(file, environment), trial), engine);
        } catch (TextFile.Unreadable e) {
            return new ConfigReadResult.Refused(List.of(RoutingProblems.fileUnreadable(file, e.reason())));
        }
    }

    /// The plan that a text states for a gateway by itself, read and not tried.
    ///
    /// @param label       how problems call the text
    /// @param folder      that relative paths in it are relative to
    /// @param environment that `${env:NAME}` takes from
    public static ConfigReadResult read(String label, String text, Path folder, Map<String, String> environment) {
        return read(label, text, folder, environment, ConfigDryRun.NONE);
    }

    /// The plan that a text states for a gateway by itself.
    ///
    /// @param label       how problems call the text
    /// @param folder      that relative paths in it are relative to
    /// @param environment that `${env:NAME}` takes from
    /// @param trial       makes what shall serve of it
    public static ConfigReadResult read(
            String label, String text, Path folder, Map<String, String> environment, ConfigDryRun trial) {
        return read(text, reading(new ConfigSource(label, folder, environment), trial), null);
    }

    private static ConfigParse reading(ConfigSource source, ConfigDryRun trial) {
        return new ConfigParse(source, RoutingProblems.WORDING, thing -> ConfigDryRun.of(trial, thing));
    }

    private static ConfigReadResult read(String text, ConfigParse reading, @Nullable Upstream engine) {
        try {
            Optional<YamlNode> root = BoundedYaml.compose(reading.source().label(), text);
            if (root.isPresent() && !isNothing(root.get())) {
                return document(root.get(), reading, engine);
            }
            reading.report(RoutingProblems.fileEmpty(
                    reading.source().label(),
                    engine == null
                            ? "Write upstreams and models; see every key: aiplat help gateway.yaml"
                            : "Delete it to serve every model by its own name, and start again"));
        } catch (BoundedYaml.Malformed e) {
            reading.report(RoutingProblems.fileMalformed(e.place(), e.reason()));
        } catch (ConfigParse.Enough e) {
            // What is wrong so far is all that a person reads at once.
            return new ConfigReadResult.Refused(e.problems());
        }
        return new ConfigReadResult.Refused(reading.problems());
    }

    /// `null`, `{}`, and what a file of blanks or comments comes to: more likely lost than meant.
    private static boolean isNothing(YamlNode root) {
        return root.isNothing()
                || (root instanceof YamlNode.Mapping mapping
                        && mapping.entries().isEmpty());
    }

    private static ConfigReadResult document(YamlNode root, ConfigParse reading, @Nullable Upstream engine) {
        // These come first wherever they stand, because every amount and every model is read with them.
        below(root, "currency").ifPresent(node -> {
            reading.note("currency", node);
            CurrencyConversion.of(reading).state(node);
        });
        below(root, "defaults")
                .ifPresent(node -> reading.assume(ServingTable.DEFAULTS.values(node, "defaults", reading)));
        Map<Key<?>, Object> values = GatewayTable.FILE.values(root, "", reading);
        if (engine != null) {
            refuseRunOnly(reading);
        }
        GatewayTable.FILE.complete(values, root, "", reading);
        Map<String, String> aliases = new SectionValues("", values).optional(GatewayTable.ALIASES);
        new ReferenceChecks(reading, aliases == null ? Map.of() : aliases, engine).check();
        GatewayConfig plan = reading.reportCount() > 0 ? null : GatewayTable.FILE.built(values, root, "", reading);
        if (plan == null) {
            return new ConfigReadResult.Refused(reading.problems());
        }
        return new ConfigReadResult.Accepted(plan);
    }

    private static void refuseRunOnly(ConfigParse reading) {
        for (String key : GatewayTable.FILE.names()) {
            String instead = GatewayTable.RUN_ONLY.get(key);
            if (instead != null && reading.hasNoted(key)) {
                reading.report(RoutingProblems.noEffect(
                        key, reading.placeOf(key), "It is for `aiplat gateway run` only.", instead));
            }
        }
    }

    private static Optional<YamlNode> below(YamlNode root, String key) {
        return root instanceof YamlNode.Mapping mapping ? mapping.first(key) : Optional.empty();
    }
}
