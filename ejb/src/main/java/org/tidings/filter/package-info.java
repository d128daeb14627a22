/**
 * Which events a subscriber wants, by their headers, in the language of JMS selectors (Jakarta Messaging 3.1 §3.8.1), read and
 * evaluated by the broker's own library.
 *
 * <p>Filters are made on the container's threads, and asked under the feeds' locks. What strangers write is read here, so
 * everything is bounded: a filter's length, its words, how deep it nests, and what one look at an event can cost.
 */
package org.tidings.filter;
