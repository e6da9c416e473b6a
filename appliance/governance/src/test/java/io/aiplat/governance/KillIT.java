package io.aiplat.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.governance.spend.SpendBy;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.governance.wal.GovernanceIntervals;
import io.aiplat.governance.wal.WalRecoveryReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process is killed while it spends.
class KillIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {500, 5_000, 20_000})
    void losesNothingThatWasGranted(int lines) throws Exception {
        List<String> said = killAfter(lines);

        long granted = sum(said, "granted ");
        long gave = sum(said, "gave ");
        long giving = sum(said, "giving ");
        try (Governance governance = Governance.open(
                folder,
                InstantSource.system(),
                new SecureRandom(),
                GovernanceListener.NONE,
                GovernanceIntervals.NORMAL)) {
            long spent =
                    governance
                            .administration()
                            .spend(SpendBy.KEY, LocalDate.EPOCH, LocalDate.EPOCH.plusYears(1000))
                            .stream()
                            .mapToLong(SpendRow::micros)
                            .sum();
            // It may have been killed between being granted something and saying so: at most one reservation.
            assertTrue(spent >= granted - giving, spent + " spent of " + granted + " less " + giving);
            assertTrue(spent <= granted - gave + 1000, spent + " spent of " + granted + " less " + gave);
            assertTrue(governance.recovery().settledInFull() > 0, "nothing was open");
            assertFalse(governance.recovery().missing());
        }
        try (Governance again = Governance.open(
                folder,
                InstantSource.system(),
                new SecureRandom(),
                GovernanceListener.NONE,
                GovernanceIntervals.NORMAL)) {
            assertEquals(new WalRecoveryReport(0, false, false), again.recovery());
        }
    }

    private static long sum(List<String> said, String word) {
        return said.stream()
                .filter(line -> line.startsWith(word))
                .mapToLong(line -> Long.parseLong(line.substring(word.length())))
                .sum();
    }

    private List<String> killAfter(int lines) throws IOException, InterruptedException {
        Process victim = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        folder.toString(),
                        Integer.toString(lines)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new ArrayList<>();
        try (BufferedReader output = victim.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.add(line);
                if (said.size() == lines) {
                    // Not the process itself: that would close what it has said and we have not read.
                    victim.toHandle().destroyForcibly();
                }
            }
        } finally {
            victim.destroyForcibly().waitFor();
        }
        return said;
    }
}
