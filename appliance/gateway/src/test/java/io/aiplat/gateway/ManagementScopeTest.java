package io.aiplat.gateway;

import static io.aiplat.gateway.RunningGateway.error;
import static io.aiplat.gateway.RunningGateway.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aiplat.governance.key.KeySettings;
import io.aiplat.governance.key.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A team's administrator has its team, a member its own keys, and neither comes to more than that.
class ManagementScopeTest {
    private static final String ADMIN = "sk-aiplat-admin";

    private final RunningGateway gateway = new RunningGateway();
    private String lead = "";
    private String ada = "";

    @BeforeEach
    void seed() {
        gateway.serving.seed("admin", Role.ADMIN, ADMIN, KeySettings.PLAIN);
        for (String team : List.of("research", "sales")) {
            made("/teams", "{'name':'" + team + "','budgets':['50/month']}");
        }
        for (String user : List.of("ada", "bob", "eve")) {
            made("/users", "{'name':'" + user + "'}");
        }
        lead = made("/keys", "{'name':'lead','role':'team-admin','team':'research'}");
        ada = made("/keys", "{'name':'ada','role':'member','user':'ada','team':'research','models':['smoke','big*']}");
        made("/keys", "{'name':'ada-ci','user':'ada','team':'research','models':['smoke']}");
        made("/keys", "{'name':'ada-sales','user':'ada','team':'sales'}");
        made("/keys", "{'name':'bob-sales','user':'bob','team':'sales'}");
        made("/keys", "{'name':'root','role':'admin','user':'ada','team':'research'}");
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void eachSeesItsOwn() {
        assertEquals(List.of("ada", "ada-ci", "lead", "root"), names(lead, "/keys"));
        assertEquals(List.of("ada", "ada-ci", "root"), names(ada, "/keys"));
        assertEquals(List.of("ada"), names(lead, "/users"));
        assertEquals(List.of("ada"), names(ada, "/users"));
        assertEquals(List.of("research"), names(lead, "/teams"));
        for (String path : List.of("/keys/bob-sales", "/keys/nobody", "/users/bob", "/keys/ada-sales")) {
            assertEquals(404, send(lead, "GET", path, "").statusCode(), path);
            assertEquals(404, send(ada, "GET", path, "").statusCode(), path);
        }
        assertEquals(404, send(lead, "GET", "/teams/sales", "").statusCode());
        assertEquals(200, send(ada, "GET", "/spend?by=model", "").statusCode());
    }

    @Test
    void aTeamsAdministratorMakesKeysOfItsTeam() {
        JsonNode key = json(send(lead, "POST", "/keys", "{'name':'eve','user':'eve','role':'member'}"));

        assertEquals("research", key.path("team").asText());
        assertEquals(List.of("ada", "eve"), names(lead, "/users"));
        assertEquals(
                200,
                send(lead, "PATCH", "/users/eve", "{'budgets':['5/month']}").statusCode());
        assertEquals(200, send(lead, "POST", "/keys/eve/rotate", "").statusCode());
        assertEquals(
                200,
                send(lead, "PATCH", "/keys/eve", "{'requests_per_minute':5}").statusCode());
        assertEquals(200, send(lead, "POST", "/keys/eve/revoke", "").statusCode());
        assertEquals(204, send(lead, "DELETE", "/keys/eve", "").statusCode());
        assertEquals(200, send(lead, "POST", "/keys/lead/rotate", "").statusCode(), "its own");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST  | /keys            | {'name':'x','team':'sales'}      | 400",
                "POST  | /keys            | {'name':'x','team':null}         | 400",
                "POST  | /keys            | {'name':'x','role':'admin'}      | 400",
                "POST  | /keys            | {'name':'x','role':'metrics'}    | 400",
                "POST  | /keys            | {'name':'x','role':'team-admin'} | 400",
                "POST  | /keys            | {'name':'x','user':'bob'}        | 404",
                "PATCH | /keys/ada-ci     | {'team':'sales'}                 | 400",
                "PATCH | /keys/ada-ci     | {'role':'admin'}                 | 400",
                "PATCH | /keys/lead       | {'role':'admin'}                 | 400",
                "PATCH | /keys/bob-sales  | {'shadow':true}                  | 404",
                "PATCH | /keys/root       | {'shadow':true}                  | 403",
                "POST  | /keys/root/rotate   | {}                            | 403",
                "POST  | /keys/root/revoke   | {}                            | 403",
                "DELETE | /keys/root      | ''                               | 403",
                "POST  | /keys/owner/rotate  | {}                            | 409",
                "PATCH | /users/ada       | {'budgets':null}                 | 403",
                "PATCH | /users/bob       | {'budgets':null}                 | 404",
                "PATCH | /teams/research  | {'budgets':['500/month']}        | 403",
                "POST  | /teams           | {'name':'x'}                     | 403",
                "GET   | /deployments     | ''                               | 403",
            })
    void aTeamsAdministratorComesToNoMore(String method, String path, String body, int status) {
        assertEquals(status, send(lead, method, path, body).statusCode());
        assertEquals(
                "50/month",
                json(send(ADMIN, "GET", "/teams/research", "")).at("/budgets/0").asText());
    }

    @Test
    void aMemberMakesKeysWithinItsOwn() {
        JsonNode key = json(send(ada, "POST", "/keys", "{'name':'laptop'}"));

        assertEquals("ada", key.path("user").asText());
        assertEquals("research", key.path("team").asText());
        assertEquals(json("[\"smoke\",\"big*\"]"), key.path("models"));
        assertEquals(
                201,
                send(ada, "POST", "/keys", "{'name':'phone','models':['bigger'],'budgets':['1/day']}")
                        .statusCode());
        assertEquals(200, send(ada, "POST", "/keys/ada-ci/rotate", "").statusCode());
        assertEquals(
                200, send(ada, "PATCH", "/keys/laptop", "{'models':['smoke']}").statusCode());
        assertEquals(204, send(ada, "DELETE", "/keys/laptop", "").statusCode());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST  | /keys          | {'name':'x','models':[]}         | 403",
                "POST  | /keys          | {'name':'x','models':['*']}      | 403",
                "POST  | /keys          | {'name':'x','shadow':true}       | 403",
                "POST  | /keys          | {'name':'x','role':'member'}     | 400",
                "POST  | /keys          | {'name':'x','role':'admin'}      | 400",
                "POST  | /keys          | {'name':'x','user':'bob'}        | 400",
                "POST  | /keys          | {'name':'x','user':null}         | 400",
                "POST  | /keys          | {'name':'x','team':'sales'}      | 400",
                "PATCH | /keys/ada      | {'models':null}                  | 403",
                "PATCH | /keys/ada      | {'role':'admin'}                 | 400",
                "PATCH | /keys/ada-ci   | {'models':['smoke','big']}       | 403",
                "PATCH | /keys/root     | {'cache':true}                   | 403",
                "POST  | /keys/root/rotate      | {}                       | 403",
                "POST  | /keys/ada-sales/rotate | {}                       | 404",
                "PATCH | /users/ada     | {'budgets':null}                 | 403",
                "GET   | /teams         | ''                               | 403",
            })
    void aMemberComesToNoMore(String method, String path, String body, int status) {
        assertEquals(status, send(ada, method, path, body).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"'budgets':['1/month']", "'requests_per_minute':9", "'concurrent_requests':1"})
    void whatIsCountedForOneKeyIsNotHadAgainWithAnother(String limit) {
        assertEquals(200, send(ADMIN, "PATCH", "/keys/ada", "{" + limit + "}").statusCode());

        HttpResponse<String> made = send(ada, "POST", "/keys", "{'name':'x'}");

        assertEquals(403, made.statusCode());
        assertEquals("GATEWAY_ADMIN_KEY_OUT_OF_REACH", error(made).path("code").asText());
        assertEquals(403, send(ada, "POST", "/keys/ada-ci/rotate", "").statusCode());
        assertEquals(200, send(ada, "POST", "/keys/ada/rotate", "").statusCode(), "its own");
    }

    @Test
    void rolesGoWithATeamOrAUser() {
        for (String body : List.of("{'name':'x','role':'team-admin'}", "{'name':'x','role':'member'}")) {
            HttpResponse<String> refused = send(ADMIN, "POST", "/keys", body);
            assertEquals(409, refused.statusCode());
            assertEquals("role", error(refused).path("param").asText());
        }
        assertEquals(409, send(ADMIN, "PATCH", "/keys/lead", "{'team':null}").statusCode());
        assertEquals(
                "team-admin",
                json(send(ADMIN, "GET", "/keys/lead", "")).path("role").asText());
        assertEquals(
                403, gateway.get("/metrics", "Authorization", "Bearer " + lead).statusCode());
        assertEquals(
                200,
                gateway.get("/v1/models", "Authorization", "Bearer " + lead).statusCode());
    }

    private List<String> names(String token, String path) {
        List<String> names = new ArrayList<>();
        json(send(token, "GET", path, ""))
                .path("data")
                .forEach(one -> names.add(one.path("name").asText()));
        return names;
    }

    private String made(String path, String body) {
        HttpResponse<String> made = send(ADMIN, "POST", path, body);
        assertTrue(made.statusCode() == 201, made.body());
        return json(made).path("token").asText();
    }

    private HttpResponse<String> send(String token, String method, String path, String body) {
        String text = body.replace('\'', '"');
        return gateway.send(gateway.request("/admin/v1" + path, "Authorization", "Bearer " + token)
                .method(method, text.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(text))
                .build());
    }
}
