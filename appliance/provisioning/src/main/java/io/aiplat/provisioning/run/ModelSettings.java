package io.aiplat.provisioning.run;

import io.aiplat.config.ScalarForms;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Every setting of what runs models, and which.
public final class ModelSettings {
    private static final Setting<EngineKind> ENGINE = new Setting<>(
            "models.engine",
            ScalarForms.choice(EngineKind.class, kind -> kind.name().toLowerCase(Locale.ROOT)),
            "auto",
            "--engine",
            "What runs models. `auto` is Ollama in the cluster, else Ollama of this machine, else `embedded`."
                    + " `llamacpp` is the llama-server of this machine.");
    private static final Setting<URI> ENGINE_URL = new Setting<>(
            "models.url",
            SettingForms.url(),
            null,
            "An Ollama that already runs; not set means a look at 127.0.0.1:11434.");
    private static final Setting<Path> LLAMA_SERVER = new Setting<>(
            "models.llama-server",
            SettingForms.FILE,
            null,
            "The program llama-server of llama.cpp, for `llamacpp`; not set means a look on the PATH.");
    private static final Setting<String> WANTED = new Setting<>(
            "models.wanted", SettingForms.text(), null, "--model", "A model to bring besides the packed test models.");
    private static final Setting<List<String>> PLAIN_REGISTRIES = new Setting<>(
            "models.plain-registries",
            SettingForms.registries(),
            "",
            "Registries of models that have no TLS and may be asked without it; 127.0.0.1 may always.");
    private static final Setting<Boolean> KEEP_LOADED = new Setting<>(
            "models.keep-loaded",
            ScalarForms.YES_NO,
            "true",
            "Whether the model of `models.wanted` (where none is set: smoke) is loaded after the start and stays in"
                    + " memory, so that no question waits for it; another model that needs its place gets it.");

    /// The section.
    public static final SettingSection<Settings.Models> SECTION = new SettingSection<>(
            List.of(ENGINE, ENGINE_URL, LLAMA_SERVER, WANTED, PLAIN_REGISTRIES, KEEP_LOADED),
            values -> new Settings.Models(
                    values.of(ENGINE),
                    values.optional(ENGINE_URL),
                    values.optional(LLAMA_SERVER),
                    values.optional(WANTED),
                    values.of(PLAIN_REGISTRIES),
                    values.of(KEEP_LOADED)));

    private ModelSettings() {}
}
