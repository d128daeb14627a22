package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.tidings.administration.LiveChannel;
import org.tidings.instance.CurrentInstance;
import org.tidings.instance.RunningInstance;

/** What is subscribed on this instance. */
@RequestScoped
@Path("/channels")
@Produces(MediaType.APPLICATION_JSON)
@ForAdministrators
public class ChannelsResource {

    private static final int DEFAULT_LIMIT = 1_000;
    private static final int MAX_LIMIT = 10_000;

    @Inject
    private CurrentInstance instance;

    /** @param after the last name of the page before */
    @GET
    public String live(
            @QueryParam("prefix") @DefaultValue("") String prefix,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("limit") String limit) {
        RunningInstance running = instance.get();
        int most = QueryNumber.of("limit", limit, DEFAULT_LIMIT, MAX_LIMIT);
        List<LiveChannel> found = running.administration().channels(prefix, after, most + 1);
        JsonArrayBuilder channels = Json.createArrayBuilder();
        found.stream().limit(most).forEach(each -> channels.add(json(each)));
        return Json.createObjectBuilder()
                .add("instance", running.name())
                .add("channels", channels)
                .add("more", found.size() > most)
                .build()
                .toString();
    }

    private static JsonObjectBuilder json(LiveChannel channel) {
        return Json.createObjectBuilder().add("channel", channel.name()).add("subscribers", channel.subscribers());
    }
}
