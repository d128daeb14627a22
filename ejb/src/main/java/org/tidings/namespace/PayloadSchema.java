package org.tidings.namespace;

import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JakartaJsonNode;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.tidings.settings.JsonEntry;
import org.tidings.settings.Mistakes;

/**
 * What the payloads of a namespace must look like: a JSON Schema of draft 2020-12, or of an older one that it names. Nothing is
 * fetched: it refers to itself alone. Thread-safe.
 */
public final class PayloadSchema {
    private static final URI ADDRESS = URI.create("urn:tidings:payload");

    private final Validator validator;

    /** As it stands in the file, to tell one from another. */
    private final String text;

    private PayloadSchema(String text) {
        this.text = text;
        this.validator = new ValidatorFactory()
                .withJsonNodeFactory(new JakartaJsonNode.Factory())
                .withSchemaResolver(nowhere -> SchemaResolver.Result.empty())
                .createValidator();
        validator.registerSchema(ADDRESS, text);
    }

    /**
     * Where a payload deviates.
     *
     * @param pointer into the payload (RFC 6901); empty for all of it
     * @param keyword of the schema that it does not satisfy
     */
    public record Deviation(String pointer, String keyword) {}

    /** The schema that stands there; none, and a mistake, where it is no schema. */
    static Optional<PayloadSchema> read(JsonEntry entry, Mistakes mistakes) {
        if (!(entry instanceof JsonEntry.Members)) {
            mistakes.expected(entry, "a JSON Schema");
            return Optional.empty();
        }
        SchemaPlaces places = new SchemaPlaces(entry);
        places.refuseStrayReferences(mistakes);
        try {
            return Optional.of(new PayloadSchema(entry.toJson()));
        } catch (InvalidSchemaException e) {
            Error worst = deepest(e.getErrors()).orElseThrow();
            JsonEntry part = places.at(worst.getInstanceLocation()).orElse(entry);
            mistakes.add(part.place(), "this is no JSON Schema: " + worst.getError());
        } catch (JsonSchemaException | IllegalArgumentException e) {
            mistakes.add(entry.place(), "this is no JSON Schema: " + e.getMessage());
        }
        return Optional.empty();
    }

    /** @param payload JSON; empty where it is as it should be, else where it deviates deepest */
    public Optional<Deviation> deviation(String payload) {
        Validator.Result result = validator.validate(ADDRESS, payload);
        if (result.isValid()) {
            return Optional.empty();
        }
        return Optional.of(
                deepest(result.getErrors()).map(PayloadSchema::deviation).orElse(new Deviation("", "")));
    }

    /** What deviates within a part makes the part deviate too: the deepest says most. */
    private static Optional<Error> deepest(List<Error> errors) {
        return errors.stream().max(Comparator.comparingInt(error -> depth(error.getInstanceLocation())));
    }

    private static Deviation deviation(Error error) {
        String location = error.getSchemaLocation();
        // Where the schema says false of a part, the keyword is what the part is to the whole.
        String keyword =
                error.getKeyword() == null ? location.substring(location.lastIndexOf('/') + 1) : error.getKeyword();
        return new Deviation(error.getInstanceLocation(), keyword);
    }

    private static int depth(String pointer) {
        return (int) pointer.chars().filter(c -> c == '/').count();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PayloadSchema schema && schema.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }
}
