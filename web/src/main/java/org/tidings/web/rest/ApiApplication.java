package org.tidings.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Everything in this package answers below {@code /tidings/api}. */
@ApplicationPath("/api")
public class ApiApplication extends Application {}
