package org.tidings.log;

/** A message on one of the log's addresses that Tidings did not write, or wrote in a later format. */
final class BadRecord extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadRecord(String detail) {
        super(detail);
    }

    BadRecord(String detail, Throwable cause) {
        super(detail, cause);
    }
}
