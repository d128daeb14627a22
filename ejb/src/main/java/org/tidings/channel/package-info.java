/**
 * What a client's requests mean: {@link org.tidings.channel.RequestDispatcher} takes each envelope through limits and rights
 * to {@link org.tidings.channel.ChannelService}.
 *
 * <p>Called on the container's thread of the session; answers may come on others. Nothing here blocks.
 */
package org.tidings.channel;
