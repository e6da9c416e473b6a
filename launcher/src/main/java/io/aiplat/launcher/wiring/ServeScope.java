package io.aiplat.launcher.wiring;

import io.aiplat.gateway.GatewayDryRun;
import io.aiplat.governance.Governance;
import io.aiplat.governance.shared.SharedPace;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.governance.use.MachinePrices;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.launcher.alerts.BundledRules;
import io.aiplat.launcher.alerts.DesktopScreen;
import io.aiplat.launcher.routes.ConfigReload;
import io.aiplat.model.Digests;
import io.aiplat.model.Settings;
import io.aiplat.quality.alert.AlertOptions;
import io.aiplat.quality.alert.AlertService;
import io.aiplat.quality.alert.notice.AlertReceiver;
import io.aiplat.quality.alert.notice.DesktopReceiver;
import io.aiplat.quality.alert.notice.EmailAccount;
import io.aiplat.quality.alert.notice.EmailReceiver;
import io.aiplat.quality.alert.notice.WebhookReceiver;
import io.aiplat.quality.promql.InstantQuery;
import io.aiplat.quality.trace.ContentCipher;
import io.aiplat.quality.trace.TraceBounds;
import io.aiplat.quality.trace.TraceStore;
import io.aiplat.routing.Listener;
import io.aiplat.routing.Tracing;
import io.aiplat.store.OwnerKey;
import io.aiplat.telemetry.SemanticConvention;
import io.aiplat.telemetry.Telemetry;
import io.aiplat.telemetry.TelemetrySettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Scope of what serves: the appliance, and a gateway by itself. Builds their services, which a `Lifecycle` starts in
/// order and closes in the opposite one.
public final class ServeScope extends InstallScope {
    /// Nothing but the state is read yet.
    public ServeScope(ProcessContext surroundings, Settings settings) {
        super(surroundings, settings);
    }

    /// Keys and what they spend, for the process that serves.
    public Governance governance() {
        return governance(home.gateway());
    }

    /// The same for a gateway by itself: from its folder, or from a database that it shares.
    public Governance governance(Listener listener) {
        return listener.database() == null
                ? governance(listener.store())
                : Governance.open(
                        GatewayDryRun.address(listener.database()),
                        listener.store(),
                        Clock.systemUTC(),
                        new SecureRandom(),
                        new LoggedGovernance(),
                        SharedPace.NORMAL);
    }

    private static Governance governance(Path store) {
        return Governance.open(
                store,
                Clock.systemUTC(),
                System::nanoTime,
                new SecureRandom(),
                new LoggedGovernance(),
                GovernanceIntervals.NORMAL);
    }

    /// Routes, prices and guards of a gateway by itself.
    ///
    /// @param file its gateway.yaml
    public ConfigReload routes(Path file) {
        return ConfigReload.ofRun(file, surroundings.environment());
    }

    /// What pods have used, as it is kept beside the keys, and what machines cost by the settings.
    public MachineCosts machines() {
        return MachineCosts.of(home.gateway(), settings.of(MachinePrices.class));
    }

    /// What programs have traced, within the bounds of the settings.
    public TraceStore traces() {
        Path folder = home.traces();
        return new TraceStore(
                folder,
                () -> {
                    OwnerKey key = new OwnerKey(folder.resolve("key"), new SecureRandom());
                    byte[] secret = key.readOrCreate().value().getBytes(StandardCharsets.UTF_8);
                    // The secret has 256 random bits, so its digest is a key.
                    return new ContentCipher(Digests.begun().digest(secret), new SecureRandom());
                },
                settings.of(TraceBounds.class),
                Clock.systemUTC());
    }

    /// Alerts, told to those whom the settings name.
    ///
    /// @param query   evaluates their rules
    /// @param console where a person sees more
    public AlertService alerts(InstantQuery query, URI console) {
        AlertOptions options = settings.of(AlertOptions.class);
        List<AlertReceiver> receivers = new ArrayList<>();
        URI webhook = options.webhook();
        if (webhook != null) {
            receivers.add(new WebhookReceiver(webhook, options.webhookToken(), outbound()::builder));
        }
        EmailAccount email = options.email();
        if (email != null) {
            receivers.add(new EmailReceiver(email, outbound()::sockets, Clock.systemUTC()));
        }
        if (options.desktop()) {
            receivers.add(
                    new DesktopReceiver(new DesktopScreen(surroundings.environment(), surroundings.properties())));
        }
        return AlertService.start(
                new AlertService.Surroundings(home.alerts(), BundledRules.text(), query, receivers, options, console));
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
                tracing.logged(),
                tracing.recorded());
    }

    private static SemanticConvention convention(Tracing.AttributeNames names) {
        return switch (names) {
            case V1_41 -> SemanticConvention.V1_41;
            case LATEST -> SemanticConvention.LATEST;
        };
    }
}
