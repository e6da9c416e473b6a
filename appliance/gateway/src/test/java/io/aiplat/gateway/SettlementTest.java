package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.DONE;
import static io.aiplat.gateway.FrontOf.PIECE;
import static io.aiplat.gateway.FrontOf.STOP;
import static io.aiplat.gateway.FrontOf.STREAM;
import static io.aiplat.gateway.FrontOf.error;
import static io.aiplat.gateway.FrontOf.readUntil;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.governance.limit.BudgetLeft;
import io.aiplat.governance.limit.Limits;
import io.aiplat.governance.spend.SpendRow;
import io.aiplat.model.spend.Budget;
import io.aiplat.model.spend.Window;
import io.aiplat.routing.TimeLimits;
import io.aiplat.routing.UpstreamKind;
import io.aiplat.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is settled is what happened, and what nobody knows is paid at the bound. A token costs a millionth here, so
/// that micro-units are tokens.
@Timeout(60)
class SettlementTest {
    private static final String LIMITED = "sk-limited";
    private static final String CAP = ",\"max_tokens\":1000";

    private FrontOf front = new FrontOf(Rules.USUAL);

    SettlementTest() throws IOException {}

    @AfterEach
    void close() {
        front.close();
    }

    private void in(FrontOf other) {
        front.close();
        front = other;
    }

    private void budget(long micros) {
        front.key(LIMITED, new Limits(List.of(new Budget(micros, Window.Calendar.MONTH)), 1L, null, 1, List.of()));
    }

    private HttpResponse<String> chat(String more) {
        return front.gateway.post(FrontOf.CHAT, FrontOf.body(more), "Authorization", "Bearer " + LIMITED);
    }

    private static long reserved(String more) {
        return FrontOf.body(more).length() + 1000;
    }

    /// An answer is paid after its client has it.
    private void assertLeft(long expected) throws InterruptedException {
        Eventually.seen(expected + " are left", this::left, left -> left == expected);
    }

    private long left() {
        return front.gateway.serving.governance().budgetsLeft().stream()
                .mapToLong(BudgetLeft::micros)
                .sum();
    }

    /// Row 8: three 504s on a budget of one request.
    @ParameterizedTest
    @ValueSource(strings = {"504", "524", "408", "cut", "silent", "noise", "half"})
    void anAttemptThatMayHaveBeenWorkedOnIsPaidAndOnlyRepeatedWhileThereIsMoney(String how) throws Exception {
        if (how.equals("silent")) {
            Duration brief = Duration.ofMillis(200);
            in(new FrontOf(Rules.USUAL.within(new TimeLimits(Duration.ofSeconds(20), brief, brief))));
        }
        budget(reserved(CAP) * 2 + 10);
        front.upstream.always(
                switch (how) {
                    case "cut" -> Reply.raw("");
                    case "silent" -> Reply.nothing();
                    case "noise" -> Reply.raw("nonsense\r\n\r\n");
                    case "half" -> Reply.json("{\"choices\":[]}").cut().then(Reply.End.CLOSED);
                    default -> Reply.status(Integer.parseInt(how), "{}");
                });

        int status = chat(CAP).statusCode();

        assertTrue(status == 504 || status == 502, () -> "status " + status);
        assertEquals(2, front.upstream.asked().size(), "the budget carries two attempts, not three");
        assertLeft(10);
        SpendRow row = front.spent(2);
        assertEquals(2, row.estimated());
        assertEquals(2 * reserved(CAP), row.micros());
        assertEquals(429, chat(CAP).statusCode());
    }

    /// A second attempt is no second request: a key that may ask once a minute, and one at a time, gets its answer.
    @Test
    void whatAFailedAttemptCostIsPaidBesidesTheAnswer() throws Exception {
        budget(1_000_000);
        front.upstream.reply(Reply.status(504, "{}"));
        front.upstream.reply(Reply.json(FrontOf.ANSWER));

        assertEquals(200, chat(CAP).statusCode());
        assertLeft(1_000_000 - reserved(CAP) - 8);
    }

    /// Row 8: who refuses, or says that it failed, has not worked.
    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422, 429, 500, 503, 529})
    void whoRefusesIsNotPaid(int status) throws InterruptedException {
        budget(1_000_000);
        front.upstream.always(Reply.status(status, "{}"));

        chat(CAP);

        assertLeft(1_000_000);
    }

    @Test
    void anErrorWithAStatusOfSuccessIsNotPaid() throws InterruptedException {
        budget(1_000_000);
        front.upstream.always(Reply.json("{\"error\":{\"message\":\"no\",\"code\":429}}"));
        chat(CAP);
        front.upstream.always(Reply.events("{\"error\":{\"message\":\"no\",\"code\":429}}"));
        chat(CAP + STREAM);

        assertLeft(1_000_000);
    }

    /// Row 9: bytes count where pieces are long, and thoughts are a part of the answer.
    @ParameterizedTest
    @ValueSource(strings = {"content", "reasoning_content", "reasoning"})
    void whoLeavesPaysForTheBytesThatCame(String field) throws Exception {
        budget(1_000_000);
        String large = PIECE.replace("\"content\":\"a\"", "\"" + field + "\":\"" + "word ".repeat(100) + "\"");
        front.upstream.reply(Reply.events(PIECE, large).hanging());
        leave(STREAM + CAP, "word word");

        long paid = paid();
        assertTrue(paid >= reserved(CAP + STREAM) - 1000 + 500, () -> "paid " + paid);
    }

    /// Row 9: where thoughts may be hidden nobody knows what was generated.
    @ParameterizedTest
    @ValueSource(strings = {",\"reasoning_effort\":\"low\"", ",\"reasoning\":{\"effort\":\"high\"}"})
    void whoLeavesAModelThatReasonsUnseenPaysTheBound(String effort) throws Exception {
        budget(1_000_000);
        front.upstream.reply(Reply.events(PIECE).hanging());
        leave(STREAM + CAP + effort, PIECE);

        assertEquals(reserved(STREAM + CAP + effort), paid());
    }

    /// An answer in one piece has been generated when its first byte comes.
    @Test
    void whoLeavesWithinAnAnswerInOnePiecePaysTheBound() throws Exception {
        budget(1_000_000);
        front.upstream.reply(Reply.chunks("{\"choices\":[", "]}").hanging());
        Socket client = front.ask(LIMITED, FrontOf.body(CAP));
        front.upstream.awaitAsked(1);
        client.close();

        assertEquals(reserved(CAP), paid());
    }

    private void leave(String more, String until) throws Exception {
        try (Socket client = front.ask(LIMITED, FrontOf.body(more))) {
            readUntil(client.getInputStream(), until);
        }
    }

    private long paid() throws InterruptedException {
        front.awaitNoCalls();
        SpendRow row = front.spent(1);
        assertEquals(1, row.estimated());
        return row.micros();
    }

    /// Row 9: what is not said is not 0, and what is said twice is not less.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"prompt_tokens":3,"completion_tokens":400}                          | 3  | 400  | 0
            {"prompt_tokens":3}                                                  | 3  | TEXT | 1
            {"completion_tokens":400}                                            | IN | 400  | 1
            {"total_tokens":403,"completion_tokens":400}                         | 3  | 400  | 0
            {"prompt_tokens":3,"completion_tokens":1,"total_tokens":403}         | 3  | 400  | 0
            {"prompt_tokens":3,"completion_tokens":400,"total_tokens":5}         | 3  | 400  | 0
            {"prompt_tokens":3,"completion_tokens":-400}                         | 3  | TEXT | 1
            {"prompt_tokens":-3,"completion_tokens":400}                         | IN | 400  | 1
            {"prompt_tokens":3,"completion_tokens":"400"}                        | 3  | TEXT | 1
            {"prompt_tokens":3,"completion_tokens":4.5}                          | 3  | TEXT | 1
            {"prompt_tokens":3,"completion_tokens":1e300}                        | 3  | TEXT | 1
            {"prompt_tokens":3,"completion_tokens":4611686018427387904}          | 3  | TEXT | 1
            {"prompt_tokens":0,"completion_tokens":0}                            | IN | TEXT | 1
            {}                                                                   | IN | TEXT | 1
            """)
    void usageThatIsNotWholeIsMadeUpForByWhatIsKnown(String usage, String input, String output, int estimated)
            throws Exception {
        budget(1_000_000);
        String answer = "{\"choices\":[{\"message\":{\"content\":\"a b c d\"}}],\"usage\":" + usage + "}";
        front.upstream.reply(Reply.json(answer));
        assertEquals(200, chat(CAP).statusCode());

        SpendRow row = front.spent(1);
        assertEquals(input.equals("IN") ? reserved(CAP) - 1000 : Long.parseLong(input), row.input(), row.toString());
        if (output.equals("TEXT")) {
            assertTrue(row.output() >= 7 && row.output() <= 1000, row.toString());
        } else {
            assertEquals(Long.parseLong(output), row.output(), row.toString());
        }
        assertEquals(estimated, row.estimated());
    }

    /// Row 9: some servers say 0 with the last piece.
    @Test
    void aCountThatGoesBackDoesNotCount() throws Exception {
        String usage = "{\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}";
        front.upstream.reply(Reply.events(PIECE, usage.formatted(3, 400), usage.formatted(0, 0), STOP, DONE));
        front.chat(STREAM);

        assertEquals(403, front.spent(1).micros());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"input_tokens\":0", "\"input_tokens\":\"x\"", ""})
    void anthropicsFirstEventAloneIsNotTheUsage(String first) throws Exception {
        in(new FrontOf(Rules.USUAL, UpstreamKind.ANTHROPIC));
        budget(1_000_000);
        String start =
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{" + first + "}}}\n\n";
        String delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":"
                + "{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n";
        front.upstream.reply(Reply.chunks(start, delta).hanging());
        String body = FrontOf.body(STREAM + CAP);
        try (Socket client = front.gateway.socket()) {
            client.getOutputStream()
                    .write((FrontOf.head(LIMITED, body.length()).replace(FrontOf.CHAT, "/v1/messages") + body)
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            readUntil(client.getInputStream(), "text_delta");
        }

        assertTrue(paid() >= body.length());
    }

    /// An answer that says how little it cost when it is whole is believed, when it is cut it is not.
    @Test
    void aStreamThatIsCutIsPaidByWhatCame() throws Exception {
        budget(1_000_000);
        String large = PIECE.replace("\"a\"", "\"" + "word ".repeat(100) + "\"");
        front.upstream.reply(Reply.events(PIECE, large).cut());
        assertTrue(chat(STREAM + CAP).body().contains("upstream_cut"));

        assertTrue(paid() >= reserved(CAP + STREAM) - 1000 + 500);
    }

    @Test
    void arithmeticOfHostileCountsNeverFails() throws Exception {
        in(new FrontOf(Rules.USUAL, UpstreamKind.OPENAI));
        String usage =
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":"
                        + "{\"prompt_tokens\":1073741823,\"completion_tokens\":1073741823}}";
        front.upstream.always(Reply.events(usage, DONE));
        HttpResponse<String> answer = front.gateway.post(
                "/v1/messages",
                "{\"model\":\"public\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}");

        assertEquals(200, answer.statusCode(), () -> error(answer).toString());
        assertEquals(2147483646L, front.spent(1).micros());
    }
}
