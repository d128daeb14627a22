package org.tidings.authorization;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.tidings.authentication.Caller;

/**
 * What an application behind the broker is asked; two that say the same are one. Immutable.
 *
 * @param user the caller's name
 * @param subject the token's {@code sub}; null without
 * @param about all that the answer may rest on, a JSON object's text
 */
record Question(String user, String subject, String about) {
    private static final int VERSION = 1;

    /** @param claims which of the token's are told */
    static Question of(ChannelRequest request, List<ClaimPath> claims) {
        Caller caller = request.asking();
        JsonObjectBuilder about = Json.createObjectBuilder()
                .add("action", request.action().wireName())
                .add("channel", request.channel())
                .add("user", caller.getName());
        if (caller.getSubject() != null) {
            about.add("subject", caller.getSubject());
        }
        if (caller.getIssuer() != null) {
            about.add("issuer", caller.getIssuer());
        }
        // In one order, whatever that of the token: the same groups are the same question.
        JsonArrayBuilder groups = Json.createArrayBuilder();
        caller.getGroups().stream().sorted().forEach(groups::add);
        JsonObjectBuilder told = Json.createObjectBuilder();
        for (ClaimPath claim : claims) {
            JsonArrayBuilder values = Json.createArrayBuilder();
            claim.values(caller).stream().sorted().forEach(values::add);
            told.add(claim.name(), values);
        }
        about.add("groups", groups).add("claims", told);
        return new Question(caller.getName(), caller.getSubject(), about.build().toString());
    }

    /** The message's text. */
    String text(String id, String instance) {
        String head = Json.createObjectBuilder()
                .add("v", VERSION)
                .add("question", id)
                .add("instance", instance)
                .build()
                .toString();
        return head.substring(0, head.length() - 1) + "," + about.substring(1);
    }

    /** @param who a name, or {@code sub} */
    boolean isAbout(String who) {
        return who.equals(user) || who.equals(subject);
    }
}
