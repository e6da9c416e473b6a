package io.aiplat.routing.file;

import io.aiplat.config.Interpolation;
import io.aiplat.config.Key;
import io.aiplat.config.Section;
import java.util.List;

/// Writes the reference of `gateway.yaml` from the table that reads it, so that the two cannot differ.
public final class GatewayReference {
    private static final String BEFORE = """
            # gateway.yaml

            Routes, prices and guards of the gateway. An appliance reads `gateway.yaml` in its home, if there is one;
            `aiplat gateway run` reads the file it is given. In an appliance every model of its engine that the file
            does not name is served by its own name besides, as all are without a file; a model called `*` in the file
            decides otherwise.

            A key that does not exist, a value that cannot be, a key that has no effect where it stands and a name that
            nothing has are refused, all at once and with their lines; a running gateway keeps its old file then.

            """;
    private static final String NAMES = """

            A model is found by its very name, else by an alias, else by the wildcard or the alias ending in `*` with the
            longest beginning in common. So `claude-*: coder` among the aliases has one model answer whatever name of
            Anthropic's a client insists on, and a model or an alias that is written out goes before. Further attempts go to other deployments of the same order first, then of the next, and end
            with the first byte that went to the client or with `timeout`; then `fallbacks` have their turn.

            """;

    private static final String CURRENCY = """

            ## currency

            Prices, budgets and all that is spent are counted in one currency, the base, and shown in it. An amount of
            another currency is brought to it once, when the file is read; one without a rate is refused. Without this
            section all amounts of the file are of one currency. Budgets of keys, users and teams that are not in the
            file are in the base. What was spent before the base changed is not brought to the new one.

            | key | value | default | |
            |---|---|---|---|
            | `%s` | %s | `%s` | What is counted in. |
            | `EUR`, `GBP`, ... | %s |  | One line for each other currency. |
            """.formatted(
            CurrencyForms.BASE, CurrencyForms.CODE.words(), CurrencyConversion.USUAL, CurrencyForms.RATE.words());

    private static final List<Section<?>> SECTIONS = List.of(
            GatewayTable.KEY,
            GatewayTable.BUDGET,
            ServingTable.UPSTREAM,
            ServingTable.MODEL,
            ServingTable.DEPLOYMENT,
            ServingTable.RULE,
            ServingTable.COOLDOWN,
            ServingTable.FALLBACKS,
            ServingTable.PRICE,
            ServingTable.CACHE,
            ServingTable.DEFAULTS,
            GatewayTable.GUARD,
            GatewayTable.TELEMETRY,
            GatewayTable.RESPONSES,
            GatewayTable.DATABASE);

    private GatewayReference() {}

    /// The reference as Markdown.
    public static String markdown() {
        StringBuilder text =
                new StringBuilder(BEFORE).append(Interpolation.WORDS).append(NAMES);
        text.append("## The file\n\n");
        keys(GatewayTable.FILE, text);
        for (Section<?> section : SECTIONS) {
            text.append("\n## ")
                    .append(section.title())
                    .append("\n\n")
                    .append(section.doc())
                    .append("\n\n");
            if (section.equals(ServingTable.DEFAULTS)) {
                text.append("Every key of `models[]` but `name` and `deployments`.\n");
            } else {
                keys(section, text);
            }
        }
        return text.append(CURRENCY).toString();
    }

    private static void keys(Section<?> section, StringBuilder text) {
        text.append("| key | value | default | |\n|---|---|---|---|\n");
        for (Key<?> key : section.keys()) {
            text.append("| `%s` | %s | %s | %s |\n"
                    .formatted(
                            key.name(),
                            key.form().words().replace("|", "\\|"),
                            fallback(key),
                            key.doc().replace("|", "\\|")));
        }
    }

    private static String fallback(Key<?> key) {
        if (key.required()) {
            return "required";
        }
        return key.fallback() == null ? "" : "`" + key.fallback() + "`";
    }
}
