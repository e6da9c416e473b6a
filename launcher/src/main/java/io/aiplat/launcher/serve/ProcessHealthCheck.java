package io.aiplat.launcher.serve;

import io.aiplat.gateway.GatewayServer;
import io.aiplat.gateway.resources.Resource;
import io.aiplat.gateway.resources.ResourceWatch;
import io.aiplat.model.ApplianceException;

/// The health check of a process that serves, made by the thread that waits for its end.
///
/// @param server    that has to be reachable
/// @param resources that it needs
record ProcessHealthCheck(GatewayServer server, ResourceWatch resources) {
    /// Looks, and gives up what can be spared where something runs short.
    ///
    /// @throws ApplianceException SERVE_LISTENER_LOST if nobody can connect any more; whoever keeps this process
    ///     running starts it again when it has ended
    void look() {
        if (server.isLost()) {
            throw new ApplianceException(ServeProblems.listenerLost(server.port()));
        }
        if (resources.shortResources().contains(Resource.DESCRIPTORS)) {
            server.spare();
        }
    }
}
