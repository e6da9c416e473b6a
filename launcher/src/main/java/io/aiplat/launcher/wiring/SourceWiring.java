package io.aiplat.launcher.wiring;

import io.aiplat.model.Settings;
import io.aiplat.supply.http.SourceHttp;
import io.aiplat.supply.image.RegistryAccess;
import io.aiplat.supply.origin.AddressSource;
import io.aiplat.supply.origin.HubApi;
import io.aiplat.supply.origin.HuggingFaceSource;
import io.aiplat.supply.origin.LocalFileSource;
import io.aiplat.supply.origin.OciModelSource;
import io.aiplat.supply.origin.OllamaRegistrySource;
import io.aiplat.supply.origin.PlainHosts;
import io.aiplat.supply.source.ModelSources;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;

/// Wiring of the sources of models, by the settings. A new source is a class and a line here.
public final class SourceWiring {
    private final Settings settings;
    private final HttpClient client;

    /// @param client that follows no redirects
    SourceWiring(Settings settings, HttpClient client) {
        this.settings = settings;
        this.client = client;
    }

    ModelSources all() {
        RegistryAccess registries = new RegistryAccess(
                client,
                settings.network().registries(),
                Set.copyOf(settings.models().plainRegistries()));
        return new ModelSources(List.of(
                new OllamaRegistrySource(registries, settings.downloads().ollamaRegistry()),
                hub(),
                new AddressSource(new SourceHttp(client), plain()),
                new OciModelSource(registries),
                new LocalFileSource()));
    }

    HuggingFaceSource hub() {
        Settings.Downloads downloads = settings.downloads();
        return new HuggingFaceSource(
                new HubApi(new SourceHttp(client), downloads.hub(), downloads.hubToken(), plain()));
    }

    private PlainHosts plain() {
        return new PlainHosts(Set.copyOf(settings.models().plainRegistries()));
    }
}
