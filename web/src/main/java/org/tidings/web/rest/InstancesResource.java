package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.tidings.administration.LiveInstance;
import org.tidings.instance.CurrentInstance;
import org.tidings.instance.RunningInstance;

/** Which instances there are, as the one that is asked has heard. */
@RequestScoped
@Path("/instances")
@Produces(MediaType.APPLICATION_JSON)
@ForAdministrators
public class InstancesResource {

    @Inject
    private CurrentInstance instance;

    @GET
    public String live() {
        RunningInstance running = instance.get();
        JsonArrayBuilder instances = Json.createArrayBuilder();
        running.administration().instances().forEach(each -> instances.add(json(each)));
        return Json.createObjectBuilder()
                .add("instance", running.name())
                .add("instances", instances)
                .build()
                .toString();
    }

    private static JsonObjectBuilder json(LiveInstance live) {
        return Json.createObjectBuilder()
                .add("instance", live.report().name())
                .add("incarnation", live.report().incarnation())
                .add("self", live.self())
                .add("since", live.report().since())
                .add("version", live.report().version())
                .add("connections", live.report().connections())
                .add("lastHeard", live.lastHeard());
    }
}
