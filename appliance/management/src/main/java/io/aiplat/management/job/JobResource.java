package io.aiplat.management.job;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aiplat.management.JsonType;
import io.aiplat.management.ManagementBody;
import io.aiplat.management.ManagementOperation;
import io.aiplat.management.ManagementResource;
import io.aiplat.management.ManagementResponse;
import io.aiplat.management.ObjectType;
import io.aiplat.management.PrincipalRole;
import io.aiplat.management.RequestType;
import io.aiplat.model.Problem;
import io.aiplat.model.TransferSpeed;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `/jobs`: long work, listed, followed and cancelled. Resources that begin some answer with [#JOB].
public final class JobResource implements ManagementResource {
    /// No one reads faster.
    private static final Duration PACE = Duration.ofMillis(100);

    /// Without news the last line comes again, which shows both sides that the other is there.
    private static final Duration REPEAT = Duration.ofSeconds(5);

    /// A problem, as it stands in what is not an error of the request itself.
    public static final ObjectType<Problem> PROBLEM = ObjectType.<Problem>named("Problem")
            .field("code", JsonType.text(), problem -> problem.code().id())
            .field("what", JsonType.text(), Problem::what)
            .field("why", JsonType.text(), Problem::why)
            .field("fixes", JsonType.listOf(JsonType.text()), Problem::fixes)
            .field("exit", JsonType.whole(1, 255).described("Exit status of a command that ends with it."), problem ->
                    (long) problem.code().exit().status())
            .build();

    /// A job as it is now.
    public static final ObjectType<Job> JOB = job();

    private static final ObjectType<Snapshot> LINE = snapshot();

    private final Jobs jobs;

    public JobResource(Jobs jobs) {
        this.jobs = jobs;
    }

    private record Snapshot(Job job, Job.Report report) {}

    private static ObjectType<Job> job() {
        return ObjectType.<Job>named("Job")
                .with(snapshotFields("JobFields"), job -> new Snapshot(job, job.latest()))
                .build();
    }

    private static ObjectType<Snapshot> snapshot() {
        return snapshotFields("Job");
    }

    private static ObjectType<Snapshot> snapshotFields(String name) {
        return ObjectType.<Snapshot>named(name)
                .field("id", JsonType.text(), line -> line.job.id())
                .field("kind", JsonType.text(), line -> line.job.kind())
                .field("subject", JsonType.text().described("What it is done to."), line -> line.job.subject())
                .field(
                        "state",
                        JsonType.oneOf(Arrays.stream(JobState.values())
                                .map(JobState::word)
                                .toList()),
                        line -> line.report.state().word())
                .field("what", JsonType.text().described("What is being done now."), line -> line.report.what())
                .field("done", JsonType.whole().described("How much of `total`."), line -> line.report.done())
                .field(
                        "total",
                        JsonType.whole().described("In bytes unless `what` says otherwise; 0 while it is not known."),
                        line -> line.report.total())
                .field(
                        "speed",
                        JsonType.whole().orNull().described("Bytes a second; null where nothing is transferred."),
                        line -> speed(line.report))
                .field(
                        "left",
                        JsonType.whole().orNull().described("Seconds until the end at that speed."),
                        line -> left(line.report))
                .field(
                        "position",
                        JsonType.whole().described("Grows with each report; `after` takes it."),
                        line -> line.report.position())
                .field("created", JsonType.moment(), line -> line.job.created())
                .field("ended", JsonType.moment().orNull(), line -> line.report.ended())
                .optional(
                        "result",
                        JsonType.object().described("What came of it, once it is done."),
                        line -> line.report.outcome() instanceof JobOutcome.Done(ObjectNode result) ? result : null)
                .optional(
                        "error",
                        PROBLEM.type(),
                        line -> line.report.outcome() instanceof JobOutcome.Failed(Problem problem)
                                ? PROBLEM.json(problem)
                                : null)
                .build();
    }

    private static @Nullable Long speed(Job.Report report) {
        TransferSpeed.Estimate speed = report.speed();
        return speed == null ? null : speed.bytesPerSecond();
    }

    private static @Nullable Long left(Job.Report report) {
        TransferSpeed.Estimate speed = report.speed();
        Duration left = speed == null ? null : speed.left();
        return left == null ? null : left.toSeconds();
    }

    @Override
    public List<ManagementOperation> operations() {
        return List.of(
                operation("GET", "/jobs")
                        .as("listJobs", "Long work that runs, and the last that has ended; the oldest first.")
                        .answering(ObjectType.list("Jobs", JOB), _ -> jobs.all()),
                operation("GET", "/jobs/{id}")
                        .as("showJob", "One job.")
                        .failing(404)
                        .answering(JOB, call -> jobs.job(call.name())),
                operation("GET", "/jobs/{id}/events")
                        .as(
                                "followJob",
                                "The job again and again as it goes on, one a line, until it has ended. Whoever was cut"
                                        + " off goes on with the position of the last line.")
                        .query(
                                "after",
                                JsonType.whole(-1, Long.MAX_VALUE)
                                        .described("Position that was seen; all where nothing is said."))
                        .failing(404)
                        .streaming(
                                LINE,
                                call -> follow(
                                        jobs.job(call.name()),
                                        after(call.query().get("after", "-1")))),
                operation("POST", "/jobs/{id}/cancel")
                        .as("cancelJob", "Has a job end soon. One that has ended stays as it is.")
                        .failing(404)
                        .taking(RequestType.EMPTY)
                        .answering(200, JOB, call -> jobs.cancel(call.name())));
    }

    private static ManagementOperation.Builder operation(String method, String path) {
        return ManagementOperation.of(method, path, PrincipalRole.ADMIN);
    }

    private static long after(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw ManagementBody.invalid("after", "it is a position such as 12, not " + text);
        }
    }

    private static ManagementResponse.Source follow(Job job, long seen) {
        return sink -> report(job, seen, sink);
    }

    private static void report(Job job, long seen, ManagementResponse.Sink sink)
            throws IOException, InterruptedException {
        Job.Report report = job.after(seen, REPEAT);
        while (true) {
            sink.accept(LINE.json(new Snapshot(job, report)));
            if (report.outcome() != null) {
                return;
            }
            job.awaitEnd(PACE);
            report = job.after(report.position(), REPEAT);
        }
    }

    /// A field with a text, for results.
    public static ObjectNode result(String field, String text) {
        return JsonNodeFactory.instance.objectNode().put(field, text);
    }
}
