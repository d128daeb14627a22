package org.tidings.web.rest;

import jakarta.json.JsonObjectBuilder;
import java.util.regex.Pattern;
import org.tidings.envelope.ErrorCode;

/** Numbers in an address, which are texts until they are looked at. Stateless. */
final class QueryNumber {

    /** As many digits as any long has room for. */
    private static final Pattern INTEGER = Pattern.compile("[0-9]{1,18}");

    private QueryNumber() {}

    /** Adds the parameter as a member of the same name, where it was given. */
    static void add(JsonObjectBuilder object, String name, String value) {
        if (value != null) {
            object.add(name, of(name, value));
        }
    }

    /** @throws BadCall where it is none */
    static long of(String name, String value) {
        if (!INTEGER.matcher(value).matches()) {
            throw new BadCall(ErrorCode.BAD_ENVELOPE, "the parameter " + name + " is not an integer from 0");
        }
        return Long.parseLong(value);
    }

    /** @return what stands in its place where it was not given; never more than {@code most} */
    static int of(String name, String value, int otherwise, int most) {
        return value == null ? otherwise : (int) Math.min(of(name, value), most);
    }
}
