package org.tidings.web.rest;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** The description of the API, the one thing below it that needs no token: it says nothing that its source does not. */
@WebServlet(OpenApiServlet.PATH)
public class OpenApiServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    static final String PATH = "/api/openapi.json";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-cache");
        try (InputStream file = OpenApiServlet.class.getResourceAsStream("openapi.json")) {
            file.transferTo(response.getOutputStream());
        }
    }
}
