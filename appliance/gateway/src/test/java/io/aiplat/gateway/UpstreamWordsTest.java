package io.aiplat.gateway;

import static io.aiplat.gateway.FrontOf.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.aiplat.gateway.FrontOf.Rules;
import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.routing.Fallbacks;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What servers say against a request: in whichever form, its words reach the client, and a prompt that is too long
/// goes to the model that stands in for that.
@Timeout(20)
class UpstreamWordsTest {
    private static FrontOf front;

    @BeforeAll
    static void open() throws IOException {
        front = new FrontOf(Rules.USUAL.orElse(new Fallbacks(List.of(), List.of("other"), List.of())));
    }

    @AfterAll
    static void close() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'detail':'best_of is not supported'} | best_of is not supported",
                "{'detail':[{'type':'missing','loc':['body','messages',0,'role'],'msg':'Field required','input':{}}]}"
                        + " | messages.0.role: Field required (missing)",
                "{'detail':{'error':'no such tool'}} | no such tool",
                "{'object':'error','message':'bad thing','type':'BadRequestError','code':400} | bad thing",
                "{'message':'bad thing'} | bad thing",
                "{'Message':'bad thing'} | bad thing",
                "{'error':'bad thing'} | bad thing",
                "{'error':'bad thing','error_type':'validation'} | bad thing",
                "{'error':{'message':'bad thing','code':400}} | bad thing",
                "{'error':{'message':'Provider returned error','metadata':{'raw':'{\\'error\\':{\\'message\\':\\'bad\\'}}'}}}"
                        + " | Provider returned error: bad",
                "[{'error':{'code':400,'message':'bad thing','status':'INVALID_ARGUMENT'}}] | bad thing",
                "{'errors':[{'code':7000,'message':'bad thing'}],'success':false} | bad thing",
                "{'type':'about:blank','title':'bad thing','status':400} | bad thing",
                "{'object':'error','message':{'detail':[{'type':'x','loc':['body','n'],'msg':'bad'}]}} | n: bad (x)",
                "just words | just words",
                "<html><head><title>400 Bad Request</title></head><body><h1>no</h1></body></html> | 400 Bad Request no",
            })
    void areToldInAnyForm(String body, String words) {
        HttpResponse<String> answer =
                front.chat("", Reply.status(422, body.replace('\'', '"').replace("\\\\", "\\")));

        assertEquals(422, answer.statusCode(), answer.body());
        assertEquals(words, error(answer).path("message").asText());
    }

    @Test
    void areBoundedAndSayNoSecret() {
        HttpResponse<String> answer =
                front.chat("", Reply.status(400, "{\"detail\":\"no sk-upstream " + "x".repeat(100_000) + "\"}"));

        assertTrue(error(answer).path("message").asText().length() < 1100, answer.body());
        assertFalse(answer.body().contains("sk-upstream"), answer.body());
    }

    @Test
    void nameTheFieldThatFastApiNames() {
        HttpResponse<String> answer = front.chat(
                "",
                Reply.status(
                        422,
                        "{\"detail\":[{\"loc\":[\"body\",\"top_k\"],\"msg\":\"no\",\"input\":\"prompt is "
                                + "too long\"}]}"));

        assertEquals("top_k", error(answer).path("param").asText(), answer.body());
        assertEquals(422, answer.statusCode(), "what the client has sent is not what the server says");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
                "Your input exceeds the context window of this model. Please adjust your input and try again.",
                "You passed 40861 input tokens and requested 0 output tokens. However, the model's context length is"
                        + " only 40960 tokens, resulting in a maximum input length of 40860 tokens.",
                "The decoder prompt (length 5000) is longer than the maximum model length of 4096.",
                "The prompt (total length 5000) is too long to fit into the model (context length 4096).",
                "'max_tokens' or 'max_completion_tokens' is too large: 5000. This model's maximum context length is 4096"
                        + " tokens and your request has 3500 input tokens (5000 > 4096 - 3500).",
                "The input (5000 tokens) is longer than the model's context length (4096 tokens).",
                "Input length (5000 tokens) exceeds the maximum allowed length (4096 tokens).",
                "Requested token count exceeds the model's maximum context length of 4096 tokens.",
                "Trying to keep the first 5000 tokens when context the overflows. However, the model is loaded with"
                        + " context length of only 4096 tokens, which is not enough.",
                "The number of tokens to keep from the initial prompt is greater than the context length.",
                "Cannot truncate prompt with n_keep (5000) >= n_ctx (4096)",
                "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 5000 `inputs`",
                "`inputs` must have less than 1024 tokens. Given: 2000",
                "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
                "Unable to submit request because the input token count is 40000 but model only supports up to 32768.",
                "Input is too long for requested model.",
                "Too many input tokens. Max input tokens: 8192, request input token count: 9000",
                "input length and `max_tokens` exceed context limit: 199000 + 8192 > 200000",
                "prompt is too long: 210000 tokens > 200000 maximum",
                "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
                "the request exceeds the available context size. try increasing the context size",
                "request (5000 tokens) exceeds the available context size (4096 tokens), try increasing it",
                "input (600 tokens) is too large to process. increase the physical batch size (current batch size: 512)",
                "prompt too long; exceeded max context length by 12 tokens",
                "the input length exceeds the context length",
                "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
                "Please reduce the length of the messages or completion.",
                "The prompt is too long: 140000, model maximum context length: 131071",
                "This endpoint's maximum context length is 32768 tokens. However, you requested about 40000 tokens.",
                "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 5000.",
                "Prompt length (5000) exceeds maximum input length (4096).",
                "The sum of prompt length (5000.0), query length (1) should not exceed max_num_tokens (4096)",
                "Prompt length 5000 is greater than max_seq_len 4096",
                "Prompt exceeds max length",
                "Invalid request: Your request exceeded model token limit: 131072 (requested: 140000)",
                "invalid params, context window exceeds limit (2013)",
                "<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 98304]",
                "Request body too large for gpt-4o model. Max size: 8000 tokens.",
                "prompt token count of 70000 exceeds the limit of 64000",
            })
    void aPromptThatIsTooLongIsKnownByThem(String words) {
        String quoted = words.replace("\"", "\\\"");
        for (Reply reply : List.of(
                Reply.status(400, "{\"error\":{\"message\":\"" + quoted + "\"}}"),
                Reply.status(400, "{\"detail\":\"" + quoted + "\"}"),
                Reply.status(422, "{\"error\":\"" + quoted + "\"}"),
                Reply.json("{\"error\":{\"message\":\"" + quoted + "\"}}"))) {
            front.second.reply(Reply.json(FrontOf.ANSWER));
            HttpResponse<String> answer = front.chat("", reply);
            assertEquals(200, answer.statusCode(), answer.body());
        }
        for (String event : List.of(
                "{\"error\":{\"message\":\"" + quoted + "\",\"code\":400}}",
                "{\"object\":\"error\",\"message\":\"" + quoted + "\",\"code\":400}",
                "{\"error\":\"" + quoted + "\"}")) {
            front.second.reply(Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE));
            HttpResponse<String> answer = front.chat(FrontOf.STREAM, Reply.events(event));
            assertEquals(200, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("\"a\""), answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you"
                        + " provided 100000.",
                "max_tokens must not exceed the context window",
                "max_completion_tokens is larger than the model's context length",
                "Invalid 'messages[0].content': string too long.",
                "truncate_prompt_tokens value (5000) is greater than max_model_len (4096).",
                "context is not a known field",
                "Too many stop sequences",
                "The input is not valid",
            })
    void whatIsNoFaultOfThePromptIsNotTakenForOne(String words) {
        HttpResponse<String> answer = front.chat("", Reply.status(400, "{\"error\":{\"message\":\"" + words + "\"}}"));

        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(words, error(answer).path("message").asText());
        assertEquals("invalid_request", error(answer).path("code").asText());
    }

    @Test
    void aLimitOfRateIsNoLongPrompt() {
        HttpResponse<String> answer = front.chat(
                "",
                Reply.status(
                        429, "{\"error\":{\"message\":\"Request too large: maximum context length of the day\"}}"));

        assertEquals(429, answer.statusCode(), answer.body());
    }
}
