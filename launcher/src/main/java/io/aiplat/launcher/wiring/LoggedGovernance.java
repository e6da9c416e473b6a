package io.aiplat.launcher.wiring;

import io.aiplat.governance.GovernanceListener;
import io.aiplat.governance.RequestDenied;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.wal.WalRecoveryReport;
import io.aiplat.model.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes into the log what governance has to say.
final class LoggedGovernance implements GovernanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedGovernance.class);

    @Override
    public void recovered(WalRecoveryReport recovery) {
        if (recovery.missing()) {
            LOG.warn("the journal of spend is gone: what was spent last before the last process ended may be missing");
        }
        if (recovery.settledInFull() > 0) {
            LOG.info(
                    "{} requests had not ended when the last process did; each is charged in full",
                    recovery.settledInFull());
        }
    }

    @Override
    public void storeFailed(Problem problem) {
        LOG.error("no request is let through: {}", problem.toText());
    }

    @Override
    public void storeRecovered() {
        LOG.info("requests are let through again");
    }

    @Override
    public void gatewayLost(String gateway, int requests) {
        LOG.warn("the gateway {} is not heard of any more; {} requests of it are charged in full", gateway, requests);
    }

    @Override
    public void responsesFailed(Problem problem) {
        LOG.warn("responses that are to go are still there: {}", problem.toText());
    }

    @Override
    public void shadowed(KeySnapshot key, RequestDenied overlooked) {
        LOG.info("key {} would have been refused: {}", key.name(), overlooked.message());
    }
}
