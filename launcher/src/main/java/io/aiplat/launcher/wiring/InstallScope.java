package io.aiplat.launcher.wiring;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.cluster.node.K3sLookup;
import io.aiplat.cluster.provider.DockerProvider;
import io.aiplat.cluster.provider.ExistingProvider;
import io.aiplat.host.container.ContainerEngine;
import io.aiplat.host.probe.Probes;
import io.aiplat.host.survey.Machine;
import io.aiplat.host.survey.Survey;
import io.aiplat.inference.ModelEngine;
import io.aiplat.inference.embedded.EmbeddedEngine;
import io.aiplat.inference.embedded.EmbeddedLimits;
import io.aiplat.inference.embedded.LlamaHost;
import io.aiplat.inference.embedded.WorkerCommand;
import io.aiplat.inference.embedded.WorkerFolders;
import io.aiplat.inference.llamacpp.LlamaServerCommand;
import io.aiplat.inference.llamacpp.LlamaServerDevices;
import io.aiplat.inference.llamacpp.LlamaServerEngine;
import io.aiplat.inference.llamacpp.LlamaServerLimits;
import io.aiplat.inference.llamacpp.LlamaServerLookup;
import io.aiplat.inference.llamacpp.LlamaServerOrphans;
import io.aiplat.inference.llamacpp.LlamaServerTrial;
import io.aiplat.inference.ollama.ContextPolicy;
import io.aiplat.inference.ollama.OllamaEngine;
import io.aiplat.launcher.client.OutboundHttp;
import io.aiplat.launcher.gpu.GpuInventory;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.library.Library;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.EngineKind;
import io.aiplat.model.GpuChoice;
import io.aiplat.model.Problem;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.model.host.MemoryFacts;
import io.aiplat.model.host.VisibleDevices;
import io.aiplat.model.plan.ArchiveContents;
import io.aiplat.model.registry.ModelRecord;
import io.aiplat.provisioning.archive.ArchiveInstaller;
import io.aiplat.provisioning.archive.SiteArchive;
import io.aiplat.provisioning.exposure.AuthorityFiles;
import io.aiplat.provisioning.gitops.GitopsReconciler;
import io.aiplat.provisioning.plan.Planner;
import io.aiplat.provisioning.plan.Preflight;
import io.aiplat.provisioning.run.Down;
import io.aiplat.provisioning.run.ModelEngines;
import io.aiplat.provisioning.run.OllamaProcess;
import io.aiplat.provisioning.run.OpenEngine;
import io.aiplat.provisioning.run.PersistedClusterChoice;
import io.aiplat.provisioning.run.PersonalKubeconfig;
import io.aiplat.provisioning.run.Up;
import io.aiplat.routing.Upstream;
import io.aiplat.store.HomeState;
import io.aiplat.store.InstalledArchiveFile;
import io.aiplat.store.InstalledBundlesFile;
import io.aiplat.store.gitops.GitopsFiles;
import io.aiplat.store.process.ProcessFile;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.OutageCause;
import io.aiplat.supply.archive.BundleKeys;
import io.aiplat.supply.engine.EnginePackage;
import io.aiplat.supply.engine.EnginePackages;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.ollama.OllamaApi;
import io.aiplat.supply.origin.ModelSearch;
import io.aiplat.supply.source.ModelSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Scope of commands that install, look or take away: `up`, `down`, `doctor` and their kind. Builds clusters, engines
/// and what plans with `new`, each when it is first asked for, for a command that needs none loads none. A new variant
/// is a new file and one line here.
public sealed class InstallScope extends CommandScope implements AutoCloseable permits ServeScope {
    /// Loading a large model from a slow disk, behind others that load.
    private static final Duration OLLAMA_PATIENCE = Duration.ofMinutes(10);

    private final Map<Place, ClusterProvider> clusters = new ConcurrentHashMap<>();
    private @Nullable ContainerEngine containerEngine;
    private @Nullable Catalog catalog;
    private @Nullable OutboundHttp outbound;
    private @Nullable SiteArchive archive;
    private @Nullable HttpClient toSources;
    private @Nullable StoreWiring stores;

    /// A cluster by what tells it from others.
    private record Place(
            ClusterKind kind,
            String name,
            String namespace,
            @Nullable Path kubeconfig,
            @Nullable String context,
            @Nullable ClusterIdentity pinned,
            boolean adopts) {
        Settings.Cluster asSettings() {
            return new Settings.Cluster(kind, name, kubeconfig, context, namespace, 0, 0, 0);
        }
    }

    /// Nothing but the state is read yet.
    public InstallScope(ProcessContext surroundings, Settings settings) {
        super(surroundings, settings);
    }

    /// Routes, prices and guards of the appliance.
    public ConfigReload routes() {
        return ConfigReload.ofAppliance(home, surroundings.environment());
    }

    /// The way to servers that are not ours.
    ///
    /// @throws ApplianceException CLIENT_CERTIFICATES_UNUSABLE if the file of the authority holds no certificate
    public OutboundHttp outbound() {
        OutboundHttp made = outbound;
        if (made == null) {
            made = new OutboundHttp(settings.network());
            outbound = made;
        }
        return made;
    }

    /// What makes the cluster have what a source has.
    public GitopsReconciler gitops() {
        return new GitopsReconciler(
                new GitopsFiles(home), surroundings.environment(), settings.network(), Clock.systemUTC());
    }

    /// Memory that models can be loaded into now.
    public MemoryFacts memory() {
        Map<String, String> environment = surroundings.environment();
        return new Machine(environment, Path.of("/")).memory();
    }

    /// What reads the graphics processors of this machine.
    public GpuInventory gpus() {
        return new GpuInventory(
                surroundings.environment(), Path.of("/"), () -> catalog().profiles());
    }

    /// Everywhere that models can be brought from.
    ///
    /// @throws ApplianceException CLIENT_CERTIFICATES_UNUSABLE if the file of the authority holds no certificate
    public ModelSources modelSources() {
        return new SourceWiring(settings, toSources()).all();
    }

    /// What searches for models.
    public ModelSearch modelSearch() {
        return new ModelSearch(
                () -> modelRegistry().all().stream().map(ModelRecord::name).toList(),
                catalog().profiles(),
                new SourceWiring(settings, toSources()).hub());
    }

    private HttpClient toSources() {
        HttpClient made = toSources;
        if (made == null) {
            made = outbound().toSources();
            toSources = made;
        }
        return made;
    }

    /// A client of an Ollama somewhere, whose upstream has an address.
    public ModelEngine ollama(Upstream upstream) {
        return ollama(Objects.requireNonNull(upstream.url(), "Ollama is a server"));
    }

    /// The container engine of this machine.
    public ContainerEngine containerEngine() {
        ContainerEngine engine = containerEngine;
        if (engine == null) {
            engine = new ContainerEngine(
                    surroundings.environment(), userHome(), System.getProperty("user.name", "?"), Clock.systemUTC());
            containerEngine = engine;
        }
        return engine;
    }

    /// What looks at the machine.
    public Survey survey() {
        return new Survey(surroundings.environment(), containerEngine(), Path.of("/"));
    }

    /// What the machine is asked before anything is done.
    public Probes probes() {
        return Probes.standard(Path.of("/"));
    }

    /// What this JAR brings.
    public Catalog catalog() {
        Catalog read = catalog;
        if (read == null) {
            read = new Library().catalog();
            catalog = read;
        }
        return read;
    }

    /// The way of having the cluster that settings ask for: `docker`, `native` or `existing`.
    public ClusterProvider cluster(ClusterKind kind) {
        Settings.Cluster wanted = settings.cluster();
        HomeState.Cluster made = state().read()
                .map(HomeState::cluster)
                .filter(cluster -> cluster.kind() == kind && isFor(cluster, wanted))
                .orElse(null);
        boolean adopted = made != null && made.adopted() && made.namespace().equals(wanted.namespace());
        return cluster(new Place(
                kind,
                wanted.name(),
                wanted.namespace(),
                wanted.kubeconfig(),
                wanted.context(),
                made == null ? null : PersistedClusterChoice.identity(made).orElse(null),
                adopted || settings.sources().containsKey("cluster.namespace")));
    }

    /// Whether these settings mean that cluster, by the same way to it. Who names another way is compared later.
    private static boolean isFor(HomeState.Cluster made, Settings.Cluster wanted) {
        return made.kind() == ClusterKind.EXISTING
                ? Objects.equals(made.context(), wanted.context())
                        && String.valueOf(made.kubeconfig()).equals(String.valueOf(wanted.kubeconfig()))
                : made.name().equals(wanted.name());
    }

    /// The way to a cluster that this home once made or was given, whatever settings say now.
    public ClusterProvider cluster(HomeState.Cluster made) {
        String kubeconfig = made.kubeconfig();
        return cluster(new Place(
                made.kind(),
                made.name(),
                made.namespace(),
                kubeconfig == null ? null : Path.of(kubeconfig),
                made.context(),
                PersistedClusterChoice.identity(made).orElse(null),
                made.adopted()));
    }

    private ClusterProvider cluster(Place place) {
        return clusters.computeIfAbsent(place, this::newCluster);
    }

    /// Looking makes no home, and where there is none nothing is ours.
    private String owner() {
        return state().read().map(HomeState::owner).orElse("nobody");
    }

    private ClusterProvider newCluster(Place place) {
        String owner = owner();
        return switch (place.kind()) {
            case DOCKER ->
                new DockerProvider(containerEngine(), place.name(), owner, settings.network(), place.pinned());
            case NATIVE -> NativeClusters.provider(this, place.name(), owner, place.pinned());
            case EXISTING ->
                new ExistingProvider(
                        place.asSettings(),
                        settings.network(),
                        owner,
                        surroundings.environment(),
                        userHome(),
                        new KubernetesApi.Expected(place.pinned(), place.adopts()));
            case AUTO, NONE ->
                throw new IllegalArgumentException(
                        "no provider makes " + place.kind().word());
        };
    }

    /// Where k3s is, for a node of this machine itself.
    public K3sLookup k3s() {
        return NativeClusters.lookup(this);
    }

    /// What runs models, of each kind.
    public ModelEngines engines() {
        return new ModelEngines(
                settings.models(),
                this::cluster,
                this::ollama,
                this::openEmbedded,
                this::openLlamaServer,
                settings.cluster().namespace());
    }

    private StoreWiring stores() {
        StoreWiring made = stores;
        if (made == null) {
            made = new StoreWiring(home, settings, this::modelSources, this::memory);
            stores = made;
        }
        return made;
    }

    private ModelEngine ollama(URI base) {
        return ollama(new OllamaApi(base, OLLAMA_PATIENCE));
    }

    private OpenEngine ollama(ServiceReach reach, ModelDisk disk, OutageCause absence) {
        OllamaApi api = new OllamaApi(reach.uri(), OLLAMA_PATIENCE, absence);
        OllamaEngine engine = ollama(api);
        return new OpenEngine(engine, stores().ollama(api, disk, engine::modelsChanged), reach);
    }

    private OllamaEngine ollama(OllamaApi api) {
        Machine machine = new Machine(surroundings.environment(), Path.of("/"));
        ContextPolicy policy = new ContextPolicy(ContextPolicy.USUAL_LONGEST, machine::memoryFreeBytes);
        return new OllamaEngine(api, new SecureRandom(), policy);
    }

    /// llama.cpp in processes of our own, with the models of this home.
    public ModelEngine embedded() {
        return embedded(new ModelFolder(home.models()));
    }

    private OpenEngine openEmbedded() {
        ModelFolder folder = new ModelFolder(home.models());
        EmbeddedEngine engine = embedded(folder);
        return new OpenEngine(
                engine, stores().folder(folder, engine), ServiceReach.fixed(URI.create("embedded:llama.cpp")));
    }

    private OpenEngine openLlamaServer() {
        ModelFolder folder = new ModelFolder(home.models());
        Machine machine = new Machine(surroundings.environment(), Path.of("/"));
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.putAll(VisibleDevices.of(settings.gpus()));
        LlamaServerCommand command = new LlamaServerCommand(() -> llamaServer().required(), home.root(), environment);
        LlamaServerLimits said = settings.of(LlamaServerLimits.class);
        LlamaServerLimits limits = settings.gpus().equals(GpuChoice.OFF) ? said.withoutGpus() : said;
        LlamaServerEngine engine = new LlamaServerEngine(
                folder,
                home.logs(),
                command,
                limits,
                () -> machine.memoryFreeBytes() + LlamaServerDevices.memoryFree(command, limits),
                machine::memoryFreeBytes);
        return new OpenEngine(
                engine, stores().folder(folder, engine), ServiceReach.fixed(URI.create("llamacpp:llama-server")));
    }

    /// Where llama.cpp's server is: settings, then the package that was chosen, then the `PATH`.
    public LlamaServerLookup llamaServer() {
        return new LlamaServerLookup(
                settings.models().llamaServer(),
                enginePackages()
                        .used(EnginePackages.LLAMACPP)
                        .map(EnginePackage::binary)
                        .orElse(null),
                surroundings.environment());
    }

    /// Engines that are installed in this home.
    public EnginePackages enginePackages() {
        return new EnginePackages(home.engines(), new LlamaServerTrial(surroundings.environment()));
    }

    private EmbeddedEngine embedded(ModelFolder folder) {
        // The engine empties its folder; that of the running appliance is not this process's to empty.
        Path tmp = WorkerFolders.own(home.tmp());
        Machine machine = new Machine(surroundings.environment(), Path.of("/"));
        return new EmbeddedEngine(
                folder,
                tmp,
                home.logs(),
                WorkerCommand.of(System.getProperty("java.home"), System.getProperty("java.class.path")),
                EmbeddedLimits.USUAL,
                new LlamaHost(machine.arch(), machine.cpuFeatures(), machine.libgomp(), machine::memoryFreeBytes));
    }

    /// An Ollama of this machine that we start.
    public OllamaProcess ollamaProcess() {
        return new OllamaProcess(
                processes(),
                new ProcessFile(home.run().resolve("ollama.json")),
                home.root(),
                home.logs().resolve("ollama.log"),
                settings.network(),
                this::ollama);
    }

    /// Installs from a bundle archive from now on; closed with this.
    public void install(SiteArchive from) {
        archive = from;
    }

    private boolean brings(Predicate<ArchiveContents> what) {
        return archive != null && what.test(archive.contents());
    }

    /// What brings things from a bundle archive, where there is one.
    public ArchiveInstaller archiveInstaller() {
        return new ArchiveInstaller(
                archive, new InstalledArchiveFile(home), home.root(), this::containerEngine, this::enginePackages);
    }

    /// Keys of whose bundle archives are taken.
    public BundleKeys bundleKeys() {
        return new BundleKeys(home.bundleKeys());
    }

    /// What stands in the way of a plan: what is wrong with the routes, and what the probes refuse.
    public Preflight preflight() {
        return (wanted, host, cluster, _) -> Stream.of(
                        routes().problems().stream(),
                        probes().refusals(host, wanted, cluster).stream(),
                        cluster == ClusterKind.NATIVE
                                ? k3s().problems(brings(ArchiveContents::k3s)).stream()
                                : Stream.<Problem>empty(),
                        wanted.models().engine() == EngineKind.LLAMACPP
                                        && !brings(what -> !what.engines().isEmpty())
                                ? llamaServer().problem().stream()
                                : Stream.<Problem>empty())
                .flatMap(Function.identity())
                .toList();
    }

    /// `up`, ready to look and to plan.
    public Up up() {
        return up(preflight());
    }

    /// The same with other questions before the plan.
    public Up up(Preflight preflight) {
        return up(preflight, settings);
    }

    /// The same for other wishes than those of the settings.
    public Up up(Preflight preflight, Settings wanted) {
        Planner planner = new Planner(preflight, stores().packed());
        return new Up(
                wanted,
                new Up.Dependencies(
                        survey(),
                        catalog(),
                        state(),
                        new InstalledBundlesFile(home),
                        appliance(),
                        this::cluster,
                        this::cluster,
                        engines(),
                        ollamaProcess(),
                        archiveInstaller(),
                        AuthorityFiles.exposure(home, Clock.systemUTC()),
                        probes(),
                        planner));
    }

    /// The kubeconfig of the person, as far as this home has put its cluster into it.
    public PersonalKubeconfig personalKubeconfig() {
        return new PersonalKubeconfig(home, owner());
    }

    /// `down`, for what this home once made.
    public Down down() {
        return new Down(
                home,
                state(),
                appliance(),
                processes(),
                ollamaProcess(),
                () -> LlamaServerOrphans.end(home.root()),
                personalKubeconfig(),
                this::cluster);
    }

    @Override
    public void close() {
        clusters.values().forEach(ClusterProvider::close);
        if (archive != null) {
            archive.close();
        }
        if (toSources != null) {
            toSources.shutdownNow();
        }
        if (containerEngine != null) {
            try {
                containerEngine.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
