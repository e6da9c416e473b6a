package io.aiplat.launcher.wiring;

import io.aiplat.cluster.ClusterProvider;
import io.aiplat.cluster.kubernetes.ClusterIdentity;
import io.aiplat.cluster.kubernetes.KubernetesApi;
import io.aiplat.cluster.kubernetes.ServiceReach;
import io.aiplat.cluster.provider.DockerProvider;
import io.aiplat.cluster.provider.ExistingProvider;
import io.aiplat.governance.Governance;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.host.Processes;
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
import io.aiplat.inference.ollama.ContextPolicy;
import io.aiplat.inference.ollama.OllamaEngine;
import io.aiplat.launcher.client.OutboundHttp;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.library.Library;
import io.aiplat.model.ClusterKind;
import io.aiplat.model.Settings;
import io.aiplat.model.catalog.Catalog;
import io.aiplat.provisioning.plan.Planner;
import io.aiplat.provisioning.plan.Preflight;
import io.aiplat.provisioning.run.Down;
import io.aiplat.provisioning.run.ModelEngines;
import io.aiplat.provisioning.run.OllamaProcess;
import io.aiplat.provisioning.run.OpenEngine;
import io.aiplat.provisioning.run.PersistedClusterChoice;
import io.aiplat.provisioning.run.PersonalKubeconfig;
import io.aiplat.provisioning.run.Up;
import io.aiplat.routing.Tracing;
import io.aiplat.routing.Upstream;
import io.aiplat.store.Home;
import io.aiplat.store.HomeState;
import io.aiplat.store.InstalledBundlesFile;
import io.aiplat.store.OwnerKey;
import io.aiplat.store.StateFile;
import io.aiplat.store.process.ApplianceFile;
import io.aiplat.store.process.ProcessFile;
import io.aiplat.store.process.SupervisorFile;
import io.aiplat.supply.BundledModel;
import io.aiplat.supply.ModelDisk;
import io.aiplat.supply.OutageCause;
import io.aiplat.supply.folder.FolderModelStore;
import io.aiplat.supply.folder.ModelFolder;
import io.aiplat.supply.ollama.OllamaApi;
import io.aiplat.supply.ollama.OllamaModelStore;
import io.aiplat.telemetry.SemanticConvention;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.TelemetrySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds everything with `new`, for one set of settings. A new variant is a new file and one line here.
public final class Wiring implements AutoCloseable {
    /// Loading a large model from a slow disk, behind others that load.
    private static final Duration OLLAMA_PATIENCE = Duration.ofMinutes(10);

    private final ProcessContext surroundings;
    private final Settings settings;
    private final Home home;
    private final Map<Place, ClusterProvider> clusters = new ConcurrentHashMap<>();
    private @Nullable ContainerEngine containerEngine;
    private @Nullable Catalog catalog;
    private @Nullable OutboundHttp outbound;

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

    /// Wires; nothing but the state is read yet, for what this home has a cluster under.
    public Wiring(ProcessContext surroundings, Settings settings) {
        this.surroundings = surroundings;
        this.home = new Home(settings.home());
        this.settings = PersistedClusterChoice.in(
                settings, state().read().map(HomeState::cluster).orElse(null));
    }

    /// What a person decided.
    public Settings settings() {
        return settings;
    }

    /// Where things are kept.
    public Home home() {
        return home;
    }

    /// What was decided once.
    public StateFile state() {
        return new StateFile(home.state(), UUID::randomUUID, Clock.systemUTC());
    }

    /// The key made at first start.
    public OwnerKey ownerKey() {
        return new OwnerKey(home.ownerKey(), new SecureRandom());
    }

    /// The key of the admin API, made at first start.
    public OwnerKey adminKey() {
        return new OwnerKey(home.adminKey(), new SecureRandom());
    }

    /// Keys and what they spend, for the process that serves.
    public Governance governance() {
        return governance(home.gateway());
    }

    /// The same for a store somewhere else.
    public Governance governance(Path store) {
        return Governance.open(
                store,
                Clock.systemUTC(),
                System::nanoTime,
                new SecureRandom(),
                new LoggedGovernance(),
                GovernanceIntervals.NORMAL);
    }

    /// Routes, prices and guards of the appliance.
    public ConfigReload routes() {
        return ConfigReload.ofAppliance(home, surroundings.environment());
    }

    /// The same for a gateway by itself.
    public ConfigReload routes(Path file) {
        return ConfigReload.ofRun(file, surroundings.environment());
    }

    /// What is seen of requests: metrics, a line each in the log, and spans where somebody collects them.
    ///
    /// @param log takes a line for each request; must not block
    public Telemetry telemetry(Tracing tracing, Consumer<String> log) {
        Logger trouble = LoggerFactory.getLogger(Telemetry.class);
        return new Telemetry(
                telemetrySettings(tracing),
                log,
                trouble::warn,
                Clock.systemUTC(),
                System::nanoTime,
                outbound().transport());
    }

    /// What [#telemetry] shall go by, as a gateway.yaml says it.
    public TelemetrySettings telemetrySettings(Tracing tracing) {
        return new TelemetrySettings(
                Version.number(),
                tracing.otlp(),
                Map.of(),
                1,
                convention(tracing.names()),
                tracing.content(),
                tracing.logged());
    }

    private static SemanticConvention convention(Tracing.AttributeNames names) {
        return switch (names) {
            case V1_41 -> SemanticConvention.V1_41;
            case LATEST -> SemanticConvention.LATEST;
        };
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

    /// A client of an Ollama somewhere.
    ///
    /// @param upstream with an address
    public ModelEngine ollama(Upstream upstream) {
        return ollama(Objects.requireNonNull(upstream.url(), "Ollama is a server"));
    }

    /// Which appliance process runs.
    public ApplianceFile appliance() {
        return new ApplianceFile(home.appliance());
    }

    /// Which process starts it again when it dies.
    public SupervisorFile supervisor() {
        return new SupervisorFile(home);
    }

    /// Processes in the background.
    public Processes processes() {
        return new Processes(surroundings.environment());
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

    private Path userHome() {
        return Path.of(surroundings.properties().getOrDefault("user.home", "."));
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

    /// The way of having the cluster that settings ask for.
    ///
    /// @param kind `docker` or `existing`
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

    /// What runs models, of each kind.
    public ModelEngines engines() {
        return new ModelEngines(
                settings.models(),
                this::cluster,
                this::ollama,
                this::openEmbedded,
                settings.cluster().namespace());
    }

    private ModelEngine ollama(URI base) {
        return ollama(new OllamaApi(base, OLLAMA_PATIENCE));
    }

    private OpenEngine ollama(ServiceReach reach, ModelDisk disk, OutageCause absence) {
        OllamaApi api = new OllamaApi(reach.uri(), OLLAMA_PATIENCE, absence);
        OllamaEngine engine = ollama(api);
        Set<String> plain = Set.copyOf(settings.models().plainRegistries());
        return new OpenEngine(engine, new OllamaModelStore(api, plain, disk, engine::modelsChanged), reach);
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
                engine, new FolderModelStore(folder, engine), ServiceReach.fixed(URI.create("embedded:llama.cpp")));
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

    /// What stands in the way of a plan: what is wrong with the routes, and what the probes refuse.
    public Preflight preflight() {
        return (wanted, host, cluster, _) -> Stream.concat(
                        routes().problems().stream(), probes().refusals(host, wanted, cluster).stream())
                .toList();
    }

    /// `up`, ready to look and to plan.
    public Up up() {
        return up(preflight());
    }

    /// The same with other questions before the plan.
    public Up up(Preflight preflight) {
        Planner planner = new Planner(
                preflight, BundledModel.ALL.stream().map(BundledModel::name).toList());
        return new Up(
                settings,
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
                        probes(),
                        planner));
    }

    /// The kubeconfig of the person, as far as this home has put its cluster into it.
    public PersonalKubeconfig personalKubeconfig() {
        return new PersonalKubeconfig(home, owner());
    }

    /// `down`, for what this home once made.
    public Down down() {
        return new Down(home, state(), appliance(), processes(), ollamaProcess(), personalKubeconfig(), this::cluster);
    }

    @Override
    public void close() {
        clusters.values().forEach(ClusterProvider::close);
        if (containerEngine != null) {
            try {
                containerEngine.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
