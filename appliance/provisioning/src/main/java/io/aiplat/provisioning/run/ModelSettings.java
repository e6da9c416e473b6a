package io.aiplat.provisioning.run;

import io.aiplat.config.ScalarForms;
import io.aiplat.config.setting.Setting;
import io.aiplat.config.setting.SettingForms;
import io.aiplat.config.setting.SettingSection;
import io.aiplat.model.EngineKind;
import io.aiplat.model.Secret;
import io.aiplat.model.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

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
            "Registries and other servers of models that have no TLS and may be asked without it; 127.0.0.1 may"
                    + " always.");
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

    /// Token of Hugging Face, which other programs take from a variable as well.
    public static final Setting<Secret> HUB_TOKEN = new Setting<>(
            "models.hf-token",
            ScalarForms.SECRET,
            null,
            "Token of Hugging Face, for repositories that are private or have terms to accept; not set means the"
                    + " variable `HF_TOKEN`. It is sent to `models.hf-endpoint` and to no other host.");
    /// Address of Hugging Face, which other programs take from a variable as well.
    public static final Setting<URI> HUB = new Setting<>(
            "models.hf-endpoint",
            SettingForms.url(),
            Settings.Downloads.USUAL.hub().toString(),
            "Hugging Face or a mirror of it; not set means the variable `HF_ENDPOINT`.");
    private static final Setting<String> OLLAMA_REGISTRY = new Setting<>(
            "models.ollama-registry",
            SettingForms.registry(),
            Settings.Downloads.USUAL.ollamaRegistry(),
            "Registry of models that are named without a host, as `qwen3:8b`: that of Ollama or a mirror of it."
                    + " An Ollama that fetches by itself asks its own.");
    private static final Setting<Long> RATE_LIMIT = new Setting<>(
            "models.rate-limit",
            SettingForms.rate(),
            null,
            "How much all downloads of models together may take of the network; not set means as fast as it goes.");

    /// The section of what brings models.
    public static final SettingSection<Settings.Downloads> DOWNLOADS = new SettingSection<>(
            List.of(HUB_TOKEN, HUB, OLLAMA_REGISTRY, RATE_LIMIT),
            values -> new Settings.Downloads(
                    values.optional(HUB_TOKEN),
                    values.of(HUB),
                    values.of(OLLAMA_REGISTRY),
                    Objects.requireNonNullElse(values.optional(RATE_LIMIT), 0L)));

    private ModelSettings() {}
}
