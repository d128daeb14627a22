package org.tidings.ear;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.tidings.authorization.ChannelAuthorizer;
import org.tidings.authorization.ChannelRequest;

/** An application's session bean, which its descriptor makes it: opens the namespace {@code desk}, and has no opinion on the rest. */
public class DeskAuthorizer implements ChannelAuthorizer {

    @Override
    public CompletionStage<Verdict> decide(ChannelRequest request) {
        return CompletableFuture.completedFuture(
                request.channel().startsWith("desk:") ? Verdict.ALLOW : Verdict.ABSTAIN);
    }
}
