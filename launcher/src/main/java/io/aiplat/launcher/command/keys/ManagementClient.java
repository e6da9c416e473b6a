package io.aiplat.launcher.command.keys;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aiplat.gateway.admin.GovernanceResources;
import io.aiplat.governance.store.Administration;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.governance.use.MachinePrices;
import io.aiplat.launcher.client.ApplianceClient;
import io.aiplat.launcher.client.ClientProblems;
import io.aiplat.launcher.command.invocation.Appliances;
import io.aiplat.launcher.serve.Appliance;
import io.aiplat.management.ManagementApi;
import io.aiplat.management.ManagementException;
import io.aiplat.management.ManagementRequest;
import io.aiplat.management.ManagementResponse;
import io.aiplat.management.Principal;
import io.aiplat.model.ApplianceException;
import io.aiplat.store.Home;
import io.aiplat.store.process.ApplianceFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Client of the management API: through the appliance where it runs, so that its gateway knows at once; over its
/// store where it does not. Both answer alike.
public interface ManagementClient extends AutoCloseable {
    /// Reads numbers without rounding: some of them are money.
    ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /// Asks.
    ///
    /// @param path below `/admin/v1`, encoded, with its query
    /// @param body null for none
    /// @throws ApplianceException if the answer is no
    JsonNode ask(String method, String path, @Nullable JsonNode body);

    @Override
    void close();

    /// Opens the way there is.
    ///
    /// @throws ApplianceException CLIENT_NOT_RUNNING if nothing runs and nothing ever did
    static ManagementClient open(Path folder) {
        return open(folder, MachinePrices.NONE);
    }

    /// The same with prices of machines, which an appliance that runs knows itself.
    ///
    /// @throws ApplianceException CLIENT_NOT_RUNNING if nothing runs and nothing ever did
    static ManagementClient open(Path folder, MachinePrices prices) {
        Home home = new Home(folder);
        home.requireReadable();
        if (new ApplianceFile(home.appliance()).running().isPresent()) {
            return new OverHttp(Appliances.client(folder));
        }
        if (!home.exists()) {
            throw new ApplianceException(ClientProblems.notRunning(folder));
        }
        return new InProcess(
                Administration.open(home.gateway(), InstantSource.system(), new SecureRandom()),
                MachineCosts.of(home.gateway(), prices));
    }

    /// The appliance's own admin API.
    record OverHttp(ApplianceClient client) implements ManagementClient {
        @Override
        public JsonNode ask(String method, String path, @Nullable JsonNode body) {
            return client.admin(method, path, body);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /// The same answers, from the store that no process serves.
    record InProcess(Administration administration, MachineCosts machines) implements ManagementClient {
        @Override
        public JsonNode ask(String method, String path, @Nullable JsonNode body) {
            ManagementApi api = new ManagementApi(GovernanceResources.of(
                    administration, Appliance.KEPT_KEYS::contains, List::of, machines, InstantSource.system()));
            String[] parts = path.split("\\?", 2);
            String text = body == null ? "" : body.toString();
            ManagementRequest request =
                    new ManagementRequest(method, parts[0], parts.length == 1 ? null : parts[1], text);
            try {
                if (api.answer(Principal.OWNER, request) instanceof ManagementResponse.Value value) {
                    return value.body();
                }
                throw new IllegalStateException("nothing of a store comes as a stream");
            } catch (ManagementException refusal) {
                throw new ApplianceException(refusal.problem(), refusal);
            }
        }

        @Override
        public void close() {
            administration.close();
        }
    }
}
