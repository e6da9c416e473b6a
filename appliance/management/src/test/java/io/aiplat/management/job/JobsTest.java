package io.aiplat.management.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.ManagementApi;
import io.aiplat.management.ManagementException;
import io.aiplat.management.ManagementRequest;
import io.aiplat.management.ManagementResponse;
import io.aiplat.management.Principal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Long work: begun once, followed by any, and done whoever leaves.
@Timeout(20)
class JobsTest {
    private final Jobs jobs = new Jobs(InstantSource.system());
    private final ManagementApi api = new ManagementApi(List.of(new JobResource(jobs)));
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        mayEnd.countDown();
        jobs.close();
    }

    @Test
    void whoAsksForTheSameFollowsTheSame() {
        Job first = slow("big");

        assertSame(first, slow("big"));
        assertEquals(2, List.of(first, slow("other")).stream().distinct().count());
        assertEquals(
                List.of("big", "other"), jobs.all().stream().map(Job::subject).toList());
    }

    @Test
    void aFollowerThatLeavesFindsItAgainFromWhereItWas() throws Exception {
        Job job = slow("big");
        long seen = first(job.id());

        mayEnd.countDown();
        List<ObjectNode> rest = lines(job.id(), seen);

        assertEquals("done", rest.getLast().path("state").asText());
        assertEquals("big", rest.getLast().at("/result/model").asText());
        assertEquals(
                List.of(rest.getLast()),
                lines(job.id(), rest.getLast().path("position").asLong()),
                "the end is told again");
    }

    @Test
    void itIsCancelledAndAllAreTold() throws Exception {
        Job job = slow("big");

        value("POST", "/jobs/" + job.id() + "/cancel");

        ObjectNode last = lines(job.id(), -1).getLast();
        assertEquals("cancelled", last.path("state").asText());
        assertEquals("MANAGEMENT_JOB_CANCELLED", last.at("/error/code").asText());
        assertEquals(
                "cancelled",
                value("POST", "/jobs/" + job.id() + "/cancel").path("state").asText());
    }

    @Test
    void whatNobodyForesawEndsItToo() throws Exception {
        Job job = jobs.begin("check", "x", _ -> {
            throw new IllegalStateException("disk on fire");
        });

        ObjectNode last = lines(job.id(), -1).getLast();

        assertEquals("failed", last.path("state").asText());
        assertEquals("MANAGEMENT_JOB_FAILED", last.at("/error/code").asText());
    }

    @Test
    void anErrorOfTheMachineEndsItForThoseWhoFollow() throws Exception {
        Job job = jobs.begin("check", "x", _ -> {
            throw new StackOverflowError("too deep");
        });

        ObjectNode last = lines(job.id(), -1).getLast();

        assertEquals("failed", last.path("state").asText());
        assertTrue(last.at("/error/why").asText().contains("too deep"), last::toString);
    }

    @Test
    void thoseThatHaveEndedAreRememberedForAWhile() throws Exception {
        for (int i = 0; i < 105; i++) {
            Job job = jobs.begin("check", "x", _ -> new JobOutcome.Done(JobResource.result("a", "b")));
            job.after(Long.MAX_VALUE - 1, Duration.ofSeconds(10));
        }
        slow("big");

        assertEquals(101, value("GET", "/jobs").path("data").size());
    }

    @Test
    void oneThatIsNotThereIsAskedInVain() {
        ManagementException refused = assertThrows(ManagementException.class, () -> value("GET", "/jobs/nothing"));

        assertEquals(404, refused.status());
        assertThrows(ManagementException.class, () -> lines("nothing", 0));
        assertThrows(
                ManagementException.class,
                () -> value("GET", "/jobs/" + slow("x").id() + "/events?after=no"));
    }

    private Job slow(String subject) {
        return jobs.begin("model-pull", subject, progress -> {
            progress.at("weights", 5, 10);
            mayEnd.await();
            return new JobOutcome.Done(JobResource.result("model", subject));
        });
    }

    /// The position of the first line, after which the follower leaves.
    private long first(String id) throws Exception {
        List<ObjectNode> seen = new ArrayList<>();
        assertThrows(
                IOException.class,
                () -> stream(id, -1).writeTo(line -> {
                    seen.add(line);
                    throw new IOException("the follower has left");
                }));
        return seen.getFirst().path("position").asLong();
    }

    private List<ObjectNode> lines(String id, long after) throws Exception {
        List<ObjectNode> lines = new ArrayList<>();
        stream(id, after).writeTo(lines::add);
        return lines;
    }

    private ManagementResponse.Source stream(String id, long after) {
        ManagementRequest request = new ManagementRequest("GET", "/jobs/" + id + "/events", "after=" + after, "");
        return ((ManagementResponse.Stream) api.answer(Principal.OWNER, request)).source();
    }

    private JsonNode value(String method, String path) {
        String[] parts = path.split("\\?", 2);
        ManagementRequest request = new ManagementRequest(method, parts[0], parts.length == 1 ? null : parts[1], "");
        return ((ManagementResponse.Value) api.answer(Principal.OWNER, request)).body();
    }
}
