package org.tidings.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import org.tidings.authentication.Caller;
import org.tidings.authentication.TokenRejected;
import org.tidings.authentication.TokenVerifier;
import org.tidings.authorization.AccessControl;
import org.tidings.authorization.Authorizer;
import org.tidings.authorization.ChannelAction;
import org.tidings.authorization.Consideration;
import org.tidings.authorization.Decision;
import org.tidings.authorization.RuleName;
import org.tidings.channel.ChannelName;
import org.tidings.control.BadDirective;

/** Why a token's bearer may, or may not, do something with a channel, by the rules that hold now. */
@RequestScoped
@Path("/explain")
@Produces(MediaType.APPLICATION_JSON)
@ForAdministrators
public class ExplainResource {

    /** Room for the longest token that is accepted. */
    private static final int MAX_BODY_BYTES = 20_000;

    private static final int MAX_CONSIDERED = 200;

    @Inject
    private TokenVerifier tokens;

    @Inject
    private AccessControl control;

    /** @param body {@code {"token":"…","action":"publish","channel":"news:today"}} */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public String explain(InputStream body) throws IOException {
        JsonObject question = RequestBody.object(body, MAX_BODY_BYTES);
        ChannelAction action = ChannelAction.of(text(question, "action"));
        String channel = text(question, "channel");
        if (action == null) {
            throw new BadDirective("action is none of subscribe, publish, history, presence");
        }
        if (!ChannelName.isValid(channel)) {
            throw new BadDirective("channel is no channel's name");
        }
        JsonObjectBuilder answer =
                Json.createObjectBuilder().add("action", action.wireName()).add("channel", channel);
        try {
            explain(answer, tokens.verify(text(question, "token")), action, channel);
        } catch (TokenRejected rejected) {
            answer.add("allowed", false).add("because", "the token is not accepted: " + rejected.getMessage());
        }
        return answer.build().toString();
    }

    private void explain(JsonObjectBuilder answer, Caller caller, ChannelAction action, String channel) {
        Authorizer rules = control.rules();
        // Ends in time and never fails: an application that gives no verdict has vetoed.
        Decision decision =
                control.decide(caller, action, channel).toCompletableFuture().join();
        answer.add("user", caller.getName()).add("allowed", decision.allowed()).add("because", decision.words());
        if (decision.rule() != null) {
            answer.add("rule", json(decision.rule()));
        }
        JsonArrayBuilder considered = Json.createArrayBuilder();
        rules.consider(caller, action, channel).stream()
                .limit(MAX_CONSIDERED)
                .map(ExplainResource::json)
                .forEach(considered::add);
        answer.add("considered", considered);
    }

    private static JsonObjectBuilder json(Consideration consideration) {
        return json(consideration.rule())
                .add("effect", consideration.allows() ? "allow" : "deny")
                .add("counts", consideration.counts())
                .add("why", consideration.why());
    }

    private static JsonObjectBuilder json(RuleName rule) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("rule", rule.place());
        if (rule.title() != null) {
            json.add("name", rule.title());
        }
        return rule.line() == 0 ? json : json.add("line", rule.line());
    }

    private static String text(JsonObject question, String member) {
        if (question.get(member) instanceof JsonString text) {
            return text.getString();
        }
        throw new BadDirective("token, action and channel are expected, each a text");
    }
}
