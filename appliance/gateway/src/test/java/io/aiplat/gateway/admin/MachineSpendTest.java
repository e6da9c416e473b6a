package io.aiplat.gateway.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.aiplat.gateway.TestDependencies;
import io.aiplat.governance.Governance;
import io.aiplat.governance.Reservation;
import io.aiplat.governance.ReservationRequest;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.KeySnapshot;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.limit.LimitOwnerKind;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.use.MachineCosts;
import io.aiplat.governance.use.MachinePrices;
import io.aiplat.governance.use.MeteredWorkload;
import io.aiplat.governance.use.WorkloadKind;
import io.aiplat.governance.use.WorkloadMeter;
import io.aiplat.governance.use.WorkloadUse;
import io.aiplat.management.ManagementApi;
import io.aiplat.management.ManagementException;
import io.aiplat.management.ManagementRequest;
import io.aiplat.management.ManagementResponse;
import io.aiplat.management.Principal;
import io.aiplat.management.PrincipalRole;
import io.aiplat.model.spend.Price;
import io.aiplat.model.spend.TokenUsage;
import io.aiplat.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Reports of what was spent, with what machines cost: an hour of each costs 1, 10 and 100.
class MachineSpendTest {
    private static final double GIB_HOUR = 3600.0 * (1L << 30);
    private static final long HOUR = 3_600_000;

    private final TestDependencies serving = new TestDependencies("sk-aiplat-of-nobody");
    private final Governance governance = serving.governance();
    private final MachineCosts machines =
            MachineCosts.of(serving.folder(), new MachinePrices(1_000_000, 10_000_000, 100_000_000));
    private final ManagementApi api = new ManagementApi(GovernanceResources.of(
            governance.administration(), _ -> false, List::of, machines, InstantSource.system()));

    @BeforeEach
    void spend() throws Exception {
        governance.administration().create(LimitOwnerKind.TEAM, "blue", Limits.NONE);
        governance.administration().create(LimitOwnerKind.TEAM, "green", Limits.NONE);
        governance.administration().create(LimitOwnerKind.USER, "ada", Limits.NONE);
        KeySnapshot key = assertInstanceOf(
                KeySnapshot.class,
                governance.admit(governance
                        .administration()
                        .createKey(new NewKey("of-blue", Role.ORDINARY, null, "blue", KeySettings.PLAIN))
                        .token()
                        .value()));
        Price price = new Price.PerToken(1_000_000, 1_000_000, 1_000_000);
        assertInstanceOf(
                        Reservation.class,
                        governance.reserve(key, new ReservationRequest("gemma", 0, 5, price, List.of())))
                .settle(TokenUsage.of(0, 5), price, Duration.ofMinutes(30));
        machines.ledger()
                .add(
                        Instant.now(),
                        Map.of(
                                new MeteredWorkload("blue", WorkloadKind.AGENT, "helper"),
                                new WorkloadUse(2 * HOUR, GIB_HOUR, HOUR),
                                new MeteredWorkload("blue", WorkloadKind.MODEL, "gemma"),
                                new WorkloadUse(HOUR, 0, 4 * HOUR),
                                new MeteredWorkload("", WorkloadKind.OTHER, "kube-system"),
                                new WorkloadUse(7 * HOUR, 0, 0)),
                        WorkloadMeter.Mark.NONE);
        Eventually.holds(
                "the request is booked",
                () -> row(Principal.OWNER, "key", "of-blue").path("requests").asInt() == 1);
    }

    @AfterEach
    void close() {
        serving.close();
    }

    private JsonNode report(Principal who, String by) {
        ManagementResponse answer = api.answer(who, new ManagementRequest("GET", "/spend", "by=" + by, ""));
        return assertInstanceOf(ManagementResponse.Value.class, answer).body();
    }

    private JsonNode row(Principal who, String by, String name) {
        for (JsonNode row : report(who, by).path("data")) {
            if (row.path("name").asText().equals(name)) {
                return row;
            }
        }
        return MissingNode.getInstance();
    }

    private void costs(String by, String name, double gateway, double machine) {
        JsonNode row = row(Principal.OWNER, by, name);
        assertEquals(gateway, row.path("cost").asDouble(), 1e-9, row::toString);
        assertEquals(machine, row.path("machine_cost").asDouble(), 1e-6, row::toString);
        assertEquals(gateway + machine, row.path("total_cost").asDouble(), 1e-6, row::toString);
    }

    @Test
    void noGpuCountsTwiceInOneReport() {
        double asked = 5e-6;
        double share = 0.5 * 100;
        costs("key", "of-blue", asked, share);
        costs("team", "blue", asked, share);
        // The agent's processors, memory and GPU, the processors of the model's server, and the share of its GPUs.
        costs("tenant", "blue", asked, 2 + 10 + 100 + 1 + share);
        costs("tenant", "", 0, 7);
        costs("agent", "helper", 0, 2 + 10 + 100);
        // All that the model was given, asked or not.
        costs("model", "gemma", asked, 1 + 4 * 100);
        assertEquals(1, report(Principal.OWNER, "agent").path("data").size());
        assertEquals(
                100,
                report(Principal.OWNER, "agent").at("/machine_prices/gpu_hour").asDouble());
    }

    @Test
    void aTeamsAdministratorSeesTheTeamsPodsAndAMemberNone() {
        Principal lead = new Principal("lead", PrincipalRole.TEAM_ADMIN, null, "blue");
        Principal other = new Principal("other", PrincipalRole.TEAM_ADMIN, null, "green");
        assertEquals(7_200, row(lead, "agent", "helper").path("cpu_seconds").asInt());
        assertEquals(1, report(lead, "tenant").path("data").size(), "kube-system is not the team's");
        assertEquals(0, report(other, "tenant").path("data").size());
        Principal member = new Principal("ada", PrincipalRole.MEMBER, "ada", "blue");
        assertEquals(0, report(member, "agent").path("data").size());
        assertThrows(ManagementException.class, () -> report(Principal.OWNER, "nobody"));
    }
}
