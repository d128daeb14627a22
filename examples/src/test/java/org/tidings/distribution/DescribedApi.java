package org.tidings.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonPointer;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.tidings.testkit.Node;

/** Calls the HTTP API, and holds every answer against the description that the server gives of it. */
final class DescribedApi {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String SCHEMAS = "#/components/schemas/";

    private final JsonObject description;
    private final Validator validator;
    private final URI schemas = URI.create("https://tidings.example/api");

    DescribedApi(Node node) throws IOException {
        HttpResponse<String> file = node.get("/api/openapi.json");
        assertThat(file.statusCode()).isEqualTo(200);
        description = json(file.body());
        validator = new ValidatorFactory()
                .withJsonNodeFactory(new JakartaJsonNode.Factory())
                .createValidator();
        // A schema's references lead through the description; here its schemas stand alone.
        JsonObject standing = Json.createObjectBuilder()
                .add("$defs", description.getJsonObject("components").getJsonObject("schemas"))
                .build();
        validator.registerSchema(schemas, standing.toString().replace(SCHEMAS, "#/$defs/"));
    }

    /** The answer, which is one that is described. @param path below the API, with its query */
    HttpResponse<String> call(
            Node node, String method, String path, String token, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.http("/api" + path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        describes(method, path.replaceFirst("\\?.*", ""), answer);
        return answer;
    }

    HttpResponse<String> call(Node node, String method, String path, String token)
            throws IOException, InterruptedException {
        return call(node, method, path, token, Map.of(), null);
    }

    private void describes(String method, String path, HttpResponse<String> answer) {
        JsonObject responses = operation(method, path).getJsonObject("responses");
        String status = Integer.toString(answer.statusCode());
        assertThat(responses).as("%s %s: %s", method, path, answer.body()).containsKey(status);
        JsonObject response = responses.getJsonObject(status);
        if (response.containsKey("$ref")) {
            JsonPointer pointer = Json.createPointer(response.getString("$ref").substring(1));
            response = pointer.getValue(description).asJsonObject();
        }
        if (!response.containsKey("content")) {
            assertThat(answer.body()).isEmpty();
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        assertThat(response.getJsonObject("content")).containsKey(type);
        JsonObject schema =
                response.getJsonObject("content").getJsonObject(type).getJsonObject("schema");
        if (schema.containsKey("$ref")) {
            URI definition = schemas.resolve(schema.getString("$ref").replace(SCHEMAS, "#/$defs/"));
            assertThat(validator.validate(definition, answer.body()).getErrors())
                    .as(answer.body())
                    .allSatisfy(error -> assertThat(error.getInstanceLocation() + ": " + error.getError())
                            .isNull());
        }
    }

    private JsonObject operation(String method, String path) {
        return description.getJsonObject("paths").entrySet().stream()
                .filter(each -> path.matches(each.getKey().replaceAll("\\{[^}]+}", "[^/]+")))
                .map(each -> each.getValue().asJsonObject().getJsonObject(method.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("not described: " + method + " " + path));
    }

    static JsonObject json(String text) {
        return Json.createReader(new StringReader(text)).readObject();
    }
}
