package org.tidings.web.operations;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.tidings.authentication.TokenVerifier;
import org.tidings.instance.Readiness;
import org.tidings.web.problem.Problem;

/**
 * Answers in the form of MicroProfile Health. {@code /health/live}: whether this process can still be helped by anything
 * but a restart. {@code /health/ready}: whether it should be given connections.
 */
@WebServlet("/health/*")
public class HealthServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Problem UNKNOWN = new Problem(404, "Not found", "There are /health/live and /health/ready.");

    @Inject
    private transient Readiness readiness;

    @Inject
    private transient TokenVerifier tokens;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (String.valueOf(request.getPathInfo())) {
            case "/live" -> answer(response, List.of(new Check("process", List.of())));
            case "/ready" -> answer(response, readinessChecks());
            default -> UNKNOWN.writeTo(response);
        }
    }

    private List<Check> readinessChecks() {
        return List.of(
                new Check("instance", readiness.obstacles()),
                new Check("draining", readiness.draining() ? List.of("the instance is going away") : List.of()),
                new Check("authentication", tokens.obstacles()),
                Check.warning("configuration", configurationWarnings()));
    }

    /** What is wrong with the file is for the log: it may name groups and claims. */
    private List<String> configurationWarnings() {
        int mistakes = readiness.warnings().size();
        return mistakes == 0
                ? List.of()
                : List.of("the configuration file has changed and cannot be used, " + mistakes
                        + " mistakes are in the log; what held before goes on to hold");
    }

    private static void answer(HttpServletResponse response, List<Check> checks) throws IOException {
        boolean up = checks.stream().allMatch(Check::up);
        JsonArrayBuilder array = Json.createArrayBuilder();
        checks.forEach(check -> array.add(check.json()));
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setContentType("application/json");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter()
                .write(Json.createObjectBuilder()
                        .add("status", status(up))
                        .add("checks", array)
                        .build()
                        .toString());
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }

    /** One line of the answer; up when nothing is in the way. */
    private record Check(String name, List<String> obstacles, List<String> warnings) {
        Check(String name, List<String> obstacles) {
            this(name, obstacles, List.of());
        }

        /** One that is always up: to send clients elsewhere would not help. */
        static Check warning(String name, List<String> warnings) {
            return new Check(name, List.of(), warnings);
        }

        boolean up() {
            return obstacles.isEmpty();
        }

        JsonObject json() {
            var check = Json.createObjectBuilder().add("name", name).add("status", status(up()));
            if (!up()) {
                check.add("data", Json.createObjectBuilder().add("obstacles", String.join("; ", obstacles)));
            } else if (!warnings.isEmpty()) {
                check.add("data", Json.createObjectBuilder().add("warnings", String.join("; ", warnings)));
            }
            return check.build();
        }
    }
}
