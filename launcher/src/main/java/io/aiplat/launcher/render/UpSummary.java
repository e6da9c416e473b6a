package io.aiplat.launcher.render;

import io.aiplat.model.EngineKind;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.catalog.Profile;
import io.aiplat.model.host.Gpu;
import io.aiplat.model.host.HostFacts;
import io.aiplat.model.host.Suggestions;
import io.aiplat.store.Home;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Summary that `up` ends with: where, which key, what next.
///
/// @param url       base address of the appliance
/// @param home      where the key is
/// @param unchanged whether there was nothing to do
/// @param engine    what runs models here: Ollama fetches them by name, the embedded engine takes files
/// @param gpus      names of the GPUs that models can be computed on; none for processors
/// @param models    real models that would suit this machine
/// @param others    addresses by which other machines reach the endpoint
/// @param offer     one line about another engine than the embedded one; empty for none
/// @param first     whether this home was never up before: what it says of models is said once
public record UpSummary(
        String url,
        Home home,
        boolean unchanged,
        EngineKind engine,
        List<String> gpus,
        List<Profile.Suggestion> models,
        List<String> others,
        String offer,
        boolean first) {
    public UpSummary {
        gpus = List.copyOf(gpus);
        others = List.copyOf(others);
        models = List.copyOf(models);
    }

    /// A greeting with the models that suit a machine.
    ///
    /// @param gpus whether what runs models reaches the machine's GPUs
    public static UpSummary of(
            String url,
            Home home,
            boolean unchanged,
            EngineKind engine,
            Catalog catalog,
            HostFacts host,
            boolean gpus,
            List<String> others,
            String offer,
            boolean first) {
        return new UpSummary(
                url,
                home,
                unchanged,
                engine,
                gpus && engine != EngineKind.EMBEDDED ? names(host) : List.of(),
                new Suggestions(catalog.profiles()).of(host, gpus).models(),
                others,
                offer,
                first);
    }

    private static List<String> names(HostFacts host) {
        return host.gpus().stream()
                .filter(Gpu::computes)
                .map(Gpu::name)
                .distinct()
                .toList();
    }

    /// For a program.
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", "up");
        json.put("endpoint", url + "/v1");
        json.put("others", others);
        json.put("key_file", home.ownerKey());
        json.put("unchanged", unchanged);
        json.put("gpus", gpus);
        json.put("offer", offer);
        json.put("suggestions", models);
        return json;
    }

    /// For a person.
    ///
    /// @param page a link that opens the page once
    public String toText(URI page) {
        StringBuilder text = new StringBuilder();
        text.append(unchanged ? "Up already, nothing to do.\n" : "Up.\n").append('\n');
        text.append("  endpoint  ").append(url).append("/v1\n");
        others.forEach(other -> text.append("  others    ").append(other).append('\n'));
        text.append("  key       in ").append(home.ownerKey()).append('\n');
        text.append("  computes  ").append(computes()).append('\n');
        text.append("  page      ").append(page).append("   (works once, for ten minutes)\n");
        text.append('\n');
        text.append("  try it    aiplat chat \"What is aiplat?\"\n");
        text.append("  any SDK   eval \"$(aiplat env)\"\n");
        if (!first) {
            text.append("  models    aiplat models list; real ones for this machine: aiplat up --suggest\n");
            return text.toString();
        }
        text.append('\n');
        text.append("smoke is only a test model: it knows a few dozen answers by heart.");
        switch (engine) {
            case OLLAMA, AUTO -> suggest(text, "aiplat models pull ", " Real ones for this machine:");
            case EMBEDDED, LLAMACPP -> {
                text.append(" A real one is a GGUF file, of a hub or here:\n\n")
                        .append("  aiplat models search WORDS\n")
                        .append("  aiplat models pull hf.co/USER/REPO\n")
                        .append("  aiplat models pull ./FILE.gguf\n\n");
                if (!offer.isEmpty()) {
                    text.append(offer).append("\n\n");
                }
                suggest(text, "aiplat up --model ", "With Ollama on this machine, by name:");
            }
        }
        return text.toString();
    }

    private String computes() {
        if (gpus.isEmpty()) {
            return "on processors";
        }
        return "on " + String.join(", ", gpus)
                + (engine == EngineKind.LLAMACPP ? ", if llama-server was built for it" : "");
    }

    private void suggest(StringBuilder text, String command, String lead) {
        if (models.isEmpty()) {
            text.append('\n');
            return;
        }
        text.append(lead).append("\n\n");
        Table table = new Table("  COMMAND", "DOWNLOAD", "GOOD AT");
        models.forEach(m -> table.row("  " + command + m.model(), Quantity.bytes(m.bytes()), m.description()));
        text.append(table.toText());
    }
}
