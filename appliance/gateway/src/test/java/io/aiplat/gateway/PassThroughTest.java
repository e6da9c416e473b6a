package io.aiplat.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aiplat.gateway.Misbehaving.Reply;
import io.aiplat.routing.UpstreamKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a client sends to an upstream that has its API is what the upstream gets, byte for byte, but for the
/// few fields that are the gateway's: the model's name, and the wish to have a stream counted.
@Timeout(60)
class PassThroughTest {
    private static final int ROUNDS = 500;
    private static final Reply STREAM = Reply.events(FrontOf.PIECE, FrontOf.STOP, FrontOf.DONE);
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t", "\r\n  "};
    private static final String[] NUMBERS = {"0", "-0", "1.50e+2", "1E400", "0.1000", "12345678901234567890123", "-1e-9"
    };
    private static final String[] CHARACTERS = {
        "a",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u00e4",
        "ä",
        "€",
        "🦙",
        "\\uD83E\\uDD99",
        "\\ud800",
        "\u2028",
        "{",
        "]",
        ":"
    };

    /// A member as the client writes it, and as the upstream has to get it.
    private record Member(String sent, String expected) {
        static Member untouched(String text) {
            return new Member(text, text);
        }
    }

    @Test
    void theUpstreamGetsTheBytesOfTheClient() throws IOException {
        try (FrontOf front = new FrontOf()) {
            rounds(front, FrontOf.CHAT, STREAM, Reply.json(FrontOf.ANSWER));
        }
    }

    @Test
    void theCloudOfAnthropicGetsTheBytesOfItsClient() throws IOException {
        try (FrontOf front = new FrontOf(FrontOf.Rules.USUAL, UpstreamKind.ANTHROPIC)) {
            rounds(front, "/v1/messages", AnthropicCloud.says("a"), Reply.json(AnthropicCloud.WHOLE));
        }
    }

    private static void rounds(FrontOf front, String path, Reply stream, Reply whole) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<Member> members = path.equals(FrontOf.CHAT) ? chat(random) : messages(random);
            String head = blank(random) + "{";
            String body = head + joined(members.stream().map(Member::sent).toList()) + "}";
            String expected =
                    head + joined(members.stream().map(Member::expected).toList()) + "}";

            front.upstream.reply(body.contains("\"stream\": true") ? stream : whole);
            int status = front.gateway.post(path, body).statusCode();

            assertEquals(200, status, () -> "seed " + seed + ": " + body);
            assertEquals(expected, front.upstream.asked().getLast().body(), () -> "seed " + seed + ": " + body);
        }
    }

    private static List<Member> chat(Random random) {
        List<Member> members = members(random);
        if (random.nextBoolean()) {
            String name = random.nextBoolean() ? "max_tokens" : "max_completion_tokens";
            members.add(Member.untouched("\"" + name + "\" : " + (1 + random.nextInt(5000))));
        }
        if (random.nextInt(3) == 0) {
            members.add(Member.untouched("\"stream\": true"));
            members.add(new Member(
                    "\"stream_options\":{\"include_usage\" : false, \"y\":1.0}",
                    "\"stream_options\":{\"include_usage\" : true, \"y\":1.0}"));
        }
        Collections.shuffle(members, random);
        return members;
    }

    private static List<Member> messages(Random random) {
        List<Member> members = members(random);
        members.add(Member.untouched("\"max_tokens\" : " + (1 + random.nextInt(5000))));
        members.add(Member.untouched("\"system\":" + text(random)));
        if (random.nextInt(3) == 0) {
            members.add(Member.untouched("\"stream\": true"));
        }
        Collections.shuffle(members, random);
        return members;
    }

    /// What is the same in both APIs.
    private static List<Member> members(Random random) {
        List<Member> members = new ArrayList<>();
        String model = blank(random) + "\"model\":" + blank(random);
        members.add(new Member(model + "\"public\"", model + "\"private\""));
        members.add(Member.untouched("\"messages\":[{\"role\":\"user\",\"content\":" + text(random) + "}]"));
        for (int i = random.nextInt(6); i > 0; i--) {
            members.add(Member.untouched(
                    "\"x" + i + characters(random) + "\"" + blank(random) + ":" + value(random, 0) + blank(random)));
        }
        return members;
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 6)) {
            case 0 -> "true";
            case 1 -> "null";
            case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
            case 3 -> text(random);
            case 4 -> "[" + blank(random) + value(random, depth + 1) + "," + value(random, depth + 1) + "]";
            default -> "{" + text(random) + blank(random) + ":" + value(random, depth + 1) + blank(random) + "}";
        };
    }

    private static String text(Random random) {
        return '"' + characters(random) + '"';
    }

    private static String characters(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(CHARACTERS[random.nextInt(CHARACTERS.length)]);
        }
        return text.toString();
    }

    private static String blank(Random random) {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    private static String joined(List<String> members) {
        return String.join(",", members);
    }
}
