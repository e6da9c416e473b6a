package io.aiplat.console;

import io.aiplat.supply.pull.PullJob;
import io.aiplat.supply.pull.PullJobs;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// `POST /api/models/pull`: begins or joins a pull and reports on it, one JSON object a line, until it ends.
final class PullHandler implements Handler {
    /// No one reads faster.
    private static final Duration PACE = Duration.ofMillis(100);

    /// Without news the last line comes again, which shows both sides that the other is there.
    private static final Duration REPEAT = Duration.ofSeconds(5);

    private final PullJobs pulls;
    private final String store;

    /// @param store what its models are kept by, for people
    PullHandler(PullJobs pulls, String store) {
        this.pulls = pulls;
        this.store = store;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws InterruptedException {
        String model =
                ConsoleJson.text(request.content().inputStream(), "model").strip();
        if (model.isEmpty()) {
            ConsoleApi.refuse(response, ConsoleProblems.badRequest("It does not name a model."));
            return;
        }
        PullJob job = pulls.join(model);
        response.header(HeaderNames.CONTENT_TYPE, "application/x-ndjson");
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        try (OutputStream out = response.outputStream()) {
            report(job, out);
        } catch (IOException e) {
            throw new CloseConnectionException("the follower left; the pull goes on", e);
        }
    }

    private void report(PullJob job, OutputStream out) throws IOException, InterruptedException {
        PullJob.News news = job.after(-1, REPEAT);
        while (true) {
            out.write(ConsoleJson.bytes(ConsoleJson.pull(job, news, store)));
            out.write('\n');
            out.flush();
            if (news.outcome() != null) {
                return;
            }
            Thread.sleep(PACE);
            news = job.after(news.number(), REPEAT);
        }
    }
}
