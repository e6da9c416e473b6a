package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.NewKey;
import io.aiplat.governance.key.Role;
import io.aiplat.governance.key.SeededKey;
import io.aiplat.governance.store.Administration;
import io.aiplat.model.Secret;
import io.aiplat.testkit.Eventually;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys, users and teams, administered over HTTP.
class ManagementApiTest {
    private static final String ADMIN = "sk-aiplat-admin";

    private final RunningGateway gateway = new RunningGateway();

    @BeforeEach
    void seed() {
        gateway.serving.seed("admin", Role.ADMIN, ADMIN, KeySettings.PLAIN);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void needsAnAdminKey() {
        HttpResponse<String> without = gateway.get("/admin/v1/keys", "Authorization", "");
        gateway.serving.seed("ordinary", "sk-aiplat-ordinary", KeySettings.PLAIN);
        HttpResponse<String> ordinary = gateway.get("/admin/v1/keys", "Authorization", "Bearer sk-aiplat-ordinary");

        assertEquals(401, without.statusCode());
        assertEquals("invalid_api_key", error(without).path("code").asText());
        assertEquals(403, ordinary.statusCode());
        assertEquals("admin_key_needed", error(ordinary).path("code").asText());
        assertEquals(200, gateway.get("/admin/v1/keys").statusCode(), "the owner may everything");
        assertEquals(401, gateway.get("/admin/v1/nothing", "Authorization", "").statusCode());
    }

    @Test
    void pagesOfNamedOriginsMayNotAskIt() {
        HttpResponse<String> response =
                gateway.get("/admin/v1/keys", "Authorization", "Bearer " + ADMIN, "Origin", "https://app.example");

        assertTrue(response.headers().firstValue("access-control-allow-origin").isEmpty());
    }

    @Test
    void aKeyWorksFromItsFirstMomentToItsLast() {
        HttpResponse<String> made =
                send("POST", "/keys", "{\"name\":\"ci\",\"models\":[\"smoke\"],\"budgets\":[\"5/month\"]}");
        assertEquals(201, made.statusCode(), made.body());
        assertEquals("no-store", made.headers().firstValue("cache-control").orElse(""));
        String first = json(made).path("token").asText();
        assertEquals(200, modelsWith(first));

        assertFalse(json(send("GET", "/keys/ci", "")).has("token"), "it is shown once");

        String second = json(send("POST", "/keys/ci/rotate", "")).path("token").asText();
        assertEquals(401, modelsWith(first));
        assertEquals(200, modelsWith(second));

        assertEquals(
                "revoked",
                json(send("POST", "/keys/ci/revoke", "")).path("state").asText());
        assertEquals(401, modelsWith(second));
        HttpResponse<String> again = send("POST", "/keys/ci/revoke", "{}");
        assertEquals(200, again.statusCode(), "twice is the same as once");

        assertEquals(204, send("DELETE", "/keys/ci", "").statusCode());
        assertEquals(404, send("GET", "/keys/ci", "").statusCode());
    }

    @Test
    void aRotatedTokenMayHaveATimeOfGrace() {
        String first =
                json(send("POST", "/keys", "{\"name\":\"ci\"}")).path("token").asText();

        send("POST", "/keys/ci/rotate", "{\"grace_seconds\":60}");

        assertEquals(200, modelsWith(first));
    }

    @Test
    void aChangeLeavesTheRestAsItIs() {
        send("POST", "/keys", """
                {"name":"ci","budgets":["5/month"],"requests_per_minute":60,"tags":["b","a"],"cache":true}""");

        JsonNode changed = json(send("PATCH", "/keys/ci", """
                {"requests_per_minute":null,"tokens_per_minute":1000,"expires":"2099-12-31T23:59:59+00:00"}"""));

        assertEquals(json("[\"5/month\"]"), changed.path("budgets"));
        assertTrue(changed.path("requests_per_minute").isNull());
        assertEquals(1000, changed.path("tokens_per_minute").asInt());
        assertEquals(json("[\"a\",\"b\"]"), changed.path("tags"));
        assertTrue(changed.path("cache").asBoolean());
        assertEquals("2099-12-31T23:59:59Z", changed.path("expires").asText());
        assertEquals(changed, json(send("GET", "/keys/ci", "")));
    }

    @Test
    void aKeyMayComeToBelongToOthers() {
        send("POST", "/users", "{\"name\":\"ada\"}");
        send("POST", "/teams", "{\"name\":\"research\"}");
        send("POST", "/keys", "{\"name\":\"ci\",\"team\":\"research\",\"cache\":true}");

        JsonNode changed = json(send("PATCH", "/keys/ci", "{\"user\":\"ada\",\"team\":null,\"role\":\"admin\"}"));

        assertEquals("ada", changed.path("user").asText());
        assertTrue(changed.path("team").isNull());
        assertEquals("admin", changed.path("role").asText());
        assertTrue(changed.path("cache").asBoolean());
        assertEquals(404, send("PATCH", "/keys/ci", "{\"user\":\"nobody\"}").statusCode());
        assertEquals(changed, json(send("GET", "/keys/ci", "")));
    }

    @Test
    void aKeyMayBeMadeForMetricsAlone() {
        JsonNode made = json(send("POST", "/keys", "{\"name\":\"prometheus\",\"role\":\"metrics\"}"));
        String token = made.path("token").asText();

        assertEquals("metrics", made.path("role").asText());
        assertEquals(
                "metrics",
                json(send("GET", "/keys/prometheus", "")).path("role").asText());
        assertEquals(200, metricsWith(token));
        assertEquals(403, modelsWith(token));

        send("PATCH", "/keys/prometheus", "{\"tags\":[\"scraper\"]}");
        assertEquals(403, modelsWith(token), "what is not said stays");
        send("PATCH", "/keys/prometheus", "{\"role\":\"ordinary\"}");
        assertEquals(200, modelsWith(token));
        assertEquals(403, metricsWith(token));
    }

    @Test
    void aKeyThatWasTakenOutOfTheFileGetsNoOtherToken() {
        Administration administration = gateway.serving.governance().administration();
        NewKey key = NewKey.plain("filed");
        administration.seedKeys(List.of(new SeededKey(key, new Secret("sk-of-the-file"))));
        administration.seedKeys(List.of());

        HttpResponse<String> refused = send("POST", "/keys/filed/rotate", "");

        assertEquals(409, refused.statusCode());
        assertEquals("GOVERNANCE_KEY_WITHDRAWN", error(refused).path("code").asText());
        assertFalse(refused.body().contains("token\":"), refused.body());
    }

    @Test
    void aKeyOfAFileIsNotChangedHere() {
        for (HttpResponse<String> response : List.of(
                send("PATCH", "/keys/owner", "{\"shadow\":true}"),
                send("POST", "/keys/owner/rotate", ""),
                send("POST", "/keys/owner/revoke", ""),
                send("DELETE", "/keys/owner", ""))) {
            assertEquals(409, response.statusCode());
            assertEquals("GATEWAY_ADMIN_KEY_KEPT", error(response).path("code").asText());
        }
    }

    @Test
    void usersAndTeamsHaveLimitsAndKeys() {
        assertEquals(
                201,
                send("POST", "/teams", "{\"name\":\"research\",\"budgets\":[\"50/month\"]}")
                        .statusCode());
        assertEquals(
                201, send("POST", "/users", "{\"name\":\"ada@example.org\"}").statusCode());
        send("POST", "/keys", "{\"name\":\"a\",\"user\":\"ada@example.org\",\"team\":\"research\"}");

        JsonNode team = json(send("GET", "/teams/research", ""));
        assertEquals("50/month", team.at("/spent/0/budget").asText());
        assertEquals(50, team.at("/spent/0/left").asInt());
        JsonNode key = json(send("GET", "/keys", "")).at("/data/0");
        assertEquals("ada@example.org", key.path("user").asText());
        assertEquals("research", key.path("team").asText());
        assertEquals(
                3,
                json(send("PATCH", "/users/ada%40example.org", "{\"concurrent_requests\":3}"))
                        .path("concurrent_requests")
                        .asInt());

        HttpResponse<String> inUse = send("DELETE", "/teams/research", "");
        assertEquals(409, inUse.statusCode());
        assertEquals("GOVERNANCE_IN_USE", error(inUse).path("code").asText());
        send("DELETE", "/keys/a", "");
        assertEquals(204, send("DELETE", "/teams/research", "").statusCode());
    }

    @Test
    void aNameMayHoldWhatAddressesEncode() {
        send("POST", "/users", "{\"name\":\"a+b c\"}");

        assertEquals(
                "a+b c", json(send("GET", "/users/a+b%20c", "")).path("name").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'nam':'x'}                         | nam       | Did you mean 'name'?",
                "{}                                  | name      | It has to be given.",
                "{'name':'/x'}                       | name      | begins with a letter or digit",
                "{'name':7}                          | name      | It is a string, not of the type number.",
                "{'name':'x','role':'root'}          | role      | It is ordinary, admin or metrics",
                "{'name':'x','budgets':['5']}        | budgets   | an amount and a window",
                "{'name':'x','budgets':'5/day'}      | budgets   | It is an array of strings",
                "{'name':'x','budgets':['1/d',2]}    | budgets[1] | It is a string",
                "{'name':'x','budgets':['1/day','2/day']} | budgets | Two budgets for one window",
                "{'name':'x','models':['a*b']}       | models    | its beginning with * at the end",
                "{'name':'x','tags':['a b']}         | tags      | without spaces and commas",
                "{'name':'x','expires':'soon'}       | expires   | It is a time such as",
                "{'name':'x','requests_per_minute':0} | requests_per_minute | It is 1 to",
                "{'name':'x','concurrent_requests':1.5} | concurrent_requests | It is a whole number",
                "{'name':'x','cache':'yes'}          | cache     | It is true or false",
            })
    void whatCannotBeIsRefusedByName(String body, String param, String why) {
        HttpResponse<String> response = send("POST", "/keys", body.replace('\'', '"'));

        assertEquals(400, response.statusCode());
        assertEquals(param, error(response).path("param").asText());
        assertTrue(error(response).path("why").asText().contains(why), response.body());
        assertEquals(404, send("GET", "/keys/x", "").statusCode(), "nothing was made");
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        for (String body : new String[] {"", "[]", "{", "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":\"a\"}{}"}) {
            assertEquals(400, send("POST", "/keys", body).statusCode(), body);
        }
        send("POST", "/keys", "{\"name\":\"ci\"}");
        assertEquals(400, send("PATCH", "/keys/ci", "").statusCode());
        assertEquals(200, send("PATCH", "/keys/ci", "{}").statusCode(), "no change is a change, too");
    }

    @Test
    void namesAreGivenOnce() {
        send("POST", "/keys", "{\"name\":\"ci\"}");

        HttpResponse<String> again = send("POST", "/keys", "{\"name\":\"ci\"}");

        assertEquals(409, again.statusCode());
        assertEquals("GOVERNANCE_NAME_TAKEN", error(again).path("code").asText());
    }

    @Test
    void reportsSpend() throws InterruptedException {
        assertEquals(200, gateway.chat("").statusCode());
        JsonNode report = Eventually.seen(
                "it is reported",
                () -> json(send("GET", "/spend?by=model&from=2000-01-01&to=2999-12-31", "")),
                now -> !now.path("data").isEmpty());
        assertEquals("smoke", report.at("/data/0/name").asText());
        assertEquals(1, report.at("/data/0/requests").asInt());
        assertEquals("2026-11-01", json(send("GET", "/spend", "")).path("from").asText());
        assertEquals(400, send("GET", "/spend?by=nobody", "").statusCode());
        assertEquals(400, send("GET", "/spend?form=2026-01-01", "").statusCode());
        assertEquals(400, send("GET", "/spend?from=yesterday", "").statusCode());
        HttpResponse<String> backwards = send("GET", "/spend?from=2026-11-03&to=2026-11-02", "");
        assertEquals(400, backwards.statusCode());
        assertTrue(backwards.body().contains("2026-11-02; 2026-11-03 is"), backwards.body());
    }

    @Test
    void saysHowDeploymentsDo() {
        JsonNode deployment = json(send("GET", "/deployments", "")).at("/data/0");

        assertEquals("local", deployment.path("upstream").asText());
        assertEquals("well", deployment.path("health").asText());
    }

    @Test
    void namesTheMethodsThatAnAddressKnows() {
        HttpResponse<String> response = send("PUT", "/keys", "{}");

        assertEquals(405, response.statusCode());
        assertEquals("GET, POST", response.headers().firstValue("allow").orElse(""));
        assertEquals(404, send("GET", "/nothing", "").statusCode());
        assertEquals(404, send("GET", "", "").statusCode());
    }

    private int metricsWith(String token) {
        return gateway.get("/metrics", "Authorization", "Bearer " + token).statusCode();
    }

    private int modelsWith(String token) {
        return gateway.get("/v1/models", "Authorization", "Bearer " + token).statusCode();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return gateway.send(gateway.request("/admin/v1" + path, "Authorization", "Bearer " + ADMIN)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build());
    }
}
