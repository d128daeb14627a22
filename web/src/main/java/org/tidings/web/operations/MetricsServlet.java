package org.tidings.web.operations;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.tidings.telemetry.Telemetry;

/** Everything that was counted, in OpenMetrics text form. */
@WebServlet("/metrics")
public class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Inject
    private transient Telemetry telemetry;

    private final transient SharedScrape<byte[]> scrape =
            new SharedScrape<>(() -> telemetry.scrapeOpenMetrics().getBytes(StandardCharsets.UTF_8));

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] text = scrape.get();
        response.setContentType(Telemetry.OPEN_METRICS);
        response.setContentLength(text.length);
        response.setHeader("Cache-Control", "no-store");
        response.getOutputStream().write(text);
    }
}
