package org.tidings.web.rest;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tidings.envelope.ErrorCode;
import org.tidings.web.problem.RequestProblem;

/** The description of the API says what is not there, or not what is. */
class DescriptionFallsBehindTheApiTest {

    /** What no resource answers, but a filter or a servlet. */
    private static final Set<String> BESIDE_THE_RESOURCES =
            Set.of("GET /channels/{channel}/stream", "GET /openapi.json");

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch", "head", "options");

    private final JsonObject description = Json.createReader(OpenApiServlet.class.getResourceAsStream("openapi.json"))
            .readObject();
    private final Map<String, Method> resources = resources();
    private final Map<String, JsonObject> described = described();

    @Test
    void everyCallIsDescribedAndNoOther() {
        Set<String> calls = new TreeSet<>(resources.keySet());
        calls.addAll(BESIDE_THE_RESOURCES);
        assertThat(described.keySet()).containsExactlyElementsOf(calls);
    }

    @Test
    void everyParameterIsDescribedAndNoOther() {
        resources.forEach((call, method) -> assertThat(parameters(described.get(call)))
                .as(call)
                .containsExactlyElementsOf(Arrays.stream(method.getParameters())
                        .flatMap(DescriptionFallsBehindTheApiTest::parameter)
                        .collect(toCollection(TreeSet::new))));
    }

    @Test
    void whatIsForAdministratorsSaysSo() {
        resources.forEach((call, method) -> {
            boolean administrators = method.isAnnotationPresent(ForAdministrators.class)
                    || method.getDeclaringClass().isAnnotationPresent(ForAdministrators.class);
            JsonObject operation = described.get(call);
            assertThat(operation.getJsonArray("tags").getString(0).equals("administration"))
                    .as(call)
                    .isEqualTo(administrators);
            assertThat(!administrators || operation.getJsonObject("responses").containsKey("403"))
                    .as(call)
                    .isTrue();
        });
    }

    /** What a filter in front of all may answer, and the statuses of every code that a request may fail with. */
    @Test
    void everyStatusOfAnErrorIsDescribedAndNoOther() {
        Set<Integer> statuses =
                Arrays.stream(ErrorCode.values()).map(RequestProblem::status).collect(toCollection(TreeSet::new));
        Set<Integer> ofPublish = new TreeSet<>(statuses);
        // Of subscriptions, and of actions that not every server has.
        ofPublish.removeAll(Set.of(409, 501));
        assertThat(errors(described.get("POST /channels/{channel}/messages"))).containsExactlyElementsOf(ofPublish);
        resources.keySet().forEach(call -> {
            assertThat(errors(described.get(call))).as(call).contains(401, 429, 500, 503);
            assertThat(statuses).as(call).containsAll(errors(described.get(call)));
        });
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        assertThat(description.toString()).contains("#/components/");
        references(description).forEach(reference -> assertThat(
                        Json.createPointer(reference.substring(1)).containsValue(description))
                .as(reference)
                .isTrue());
    }

    private static Stream<String> references(JsonValue value) {
        return switch (value.getValueType()) {
            case OBJECT ->
                value.asJsonObject().entrySet().stream()
                        .flatMap(each -> each.getKey().equals("$ref")
                                ? Stream.of(value.asJsonObject().getString("$ref"))
                                : references(each.getValue()));
            case ARRAY -> value.asJsonArray().stream().flatMap(DescriptionFallsBehindTheApiTest::references);
            default -> Stream.empty();
        };
    }

    private static Set<Integer> errors(JsonObject operation) {
        return operation.getJsonObject("responses").keySet().stream()
                .map(Integer::valueOf)
                .filter(status -> status >= 400)
                .collect(toCollection(TreeSet::new));
    }

    private static Set<String> parameters(JsonObject operation) {
        return operation.getOrDefault("parameters", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
                .map(JsonValue::asJsonObject)
                .map(each -> each.getString("in") + " " + each.getString("name"))
                .collect(toCollection(TreeSet::new));
    }

    private static Stream<String> parameter(Parameter parameter) {
        return Arrays.stream(parameter.getAnnotations()).flatMap(annotation -> {
            if (annotation instanceof PathParam path) {
                return Stream.of("path " + path.value());
            } else if (annotation instanceof QueryParam query) {
                return Stream.of("query " + query.value());
            }
            return annotation instanceof HeaderParam header ? Stream.of("header " + header.value()) : Stream.empty();
        });
    }

    private Map<String, JsonObject> described() {
        Map<String, JsonObject> found = new TreeMap<>();
        description.getJsonObject("paths").forEach((path, item) -> item.asJsonObject()
                .forEach((method, operation) -> {
                    assertThat(METHODS).contains(method);
                    found.put(method.toUpperCase(Locale.ROOT) + " " + path, operation.asJsonObject());
                }));
        return found;
    }

    private static Map<String, Method> resources() {
        Map<String, Method> found = new TreeMap<>();
        List<JavaClass> classes = new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
                .importPackages("org.tidings.web.rest").stream()
                        .filter(each -> each.isAnnotatedWith(Path.class))
                        .toList();
        for (JavaClass each : classes) {
            Class<?> resource = each.reflect();
            for (Method method : resource.getDeclaredMethods()) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        Path below = method.getAnnotation(Path.class);
                        String path = resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
                        assertThat(found.put(verb.value() + " " + path, method)).isNull();
                    }
                }
            }
        }
        return found;
    }
}
