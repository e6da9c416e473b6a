package io.aiplat.quality.alert.state;

import io.aiplat.model.ApplianceException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is known of alerts, in memory and in its file. Where the file cannot be written, what is in memory goes on.
public final class AlertMemory {
    private static final Logger LOG = LoggerFactory.getLogger(AlertMemory.class);

    private final AlertStateFile file;
    private KeptAlerts kept;
    private boolean failed;

    /// Reads the file.
    ///
    /// @throws ApplianceException ALERTS_NOT_READ or ALERTS_OF_ANOTHER_VERSION
    public AlertMemory(AlertStateFile file) {
        this.file = file;
        this.kept = file.read();
    }

    /// What is known now.
    public synchronized KeptAlerts kept() {
        return kept;
    }

    /// Changes it, and writes the file where something changed.
    public synchronized void change(UnaryOperator<KeptAlerts> change) {
        KeptAlerts next = change.apply(kept);
        if (next.equals(kept) && !failed) {
            return;
        }
        kept = next;
        try {
            file.write(next);
            failed = false;
        } catch (ApplianceException e) {
            if (!failed) {
                LOG.warn("{}: {}", e.problem().what(), e.problem().why());
            }
            failed = true;
        }
    }
}
