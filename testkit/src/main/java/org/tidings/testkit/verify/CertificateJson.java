package org.tidings.testkit.verify;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A certificate as a file that can be kept and added up. */
final class CertificateJson {

    private static final String MARK = "tidings-verify";
    private static final int FORMAT = 1;

    private CertificateJson() {}

    static void write(Certificate certificate, Path file) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.writeObject(json(certificate));
        }
        Files.writeString(file, text.toString().strip() + "\n");
    }

    private static JsonObject json(Certificate certificate) {
        JsonArrayBuilder runs = Json.createArrayBuilder();
        certificate
                .runs()
                .forEach(run -> runs.add(Json.createObjectBuilder()
                        .add("id", run.id())
                        .add("started", run.started())
                        .add("seconds", run.seconds())
                        .add("seed", run.seed())
                        .add("instances", run.instances())
                        .add("clients", run.clients())
                        .add("rate", run.rate())
                        .add("interrupted", run.interrupted())));
        JsonObjectBuilder faults = Json.createObjectBuilder();
        certificate
                .faults()
                .forEach((kind, effects) -> faults.add(
                        kind,
                        Json.createObjectBuilder()
                                .add("count", effects.recoveryMillis().size())
                                .add("outageMillis", numbers(effects.outageMillis()))
                                .add("recoveryMillis", numbers(effects.recoveryMillis()))));
        JsonObjectBuilder versions = Json.createObjectBuilder();
        certificate.versions().forEach(versions::add);
        return Json.createObjectBuilder()
                .add("certificate", MARK)
                .add("format", FORMAT)
                .add("clean", certificate.clean())
                .add("interrupted", certificate.interrupted())
                .add("versions", versions)
                .add("machine", certificate.machine())
                .add("runs", runs)
                .add("faults", faults)
                .add("acknowledged", certificate.acknowledged())
                .add("answeredOtherwise", counts(certificate.failures()))
                .add("unknown", certificate.unknown())
                .add("gapsAnnounced", certificate.gapsAnnounced())
                .add("findings", counts(certificate.findings()))
                .add("recoveryMillis", summary(certificate.recoveries()))
                .add("notTested", Json.createArrayBuilder(certificate.notTested()))
                .add("excerpt", Json.createArrayBuilder(certificate.excerpt()))
                .build();
    }

    private static JsonObjectBuilder summary(List<Long> values) {
        return Json.createObjectBuilder()
                .add("p50", Certificate.percentile(values, 50))
                .add("p99", Certificate.percentile(values, 99))
                .add("max", Certificate.percentile(values, 100));
    }

    private static JsonArrayBuilder numbers(List<Long> values) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        values.forEach(array::add);
        return array;
    }

    private static JsonObjectBuilder counts(Map<String, Long> counts) {
        JsonObjectBuilder object = Json.createObjectBuilder();
        counts.forEach(object::add);
        return object;
    }

    /** @throws IllegalArgumentException where the file holds anything but a certificate */
    static Certificate read(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file);
                JsonReader reader = Json.createReader(text)) {
            JsonObject json = reader.readObject();
            if (!json.getString("certificate", "").equals(MARK) || json.getInt("format") != FORMAT) {
                throw new IllegalArgumentException(file + " is no certificate of ./tidings verify");
            }
            return certificate(json);
        } catch (JsonException | ClassCastException | NullPointerException broken) {
            throw new IllegalArgumentException(file + " is no certificate of ./tidings verify", broken);
        }
    }

    private static Certificate certificate(JsonObject json) {
        Map<String, Certificate.Effects> faults = new LinkedHashMap<>();
        json.getJsonObject("faults").forEach((kind, value) -> {
            JsonObject effects = value.asJsonObject();
            faults.put(
                    kind,
                    new Certificate.Effects(
                            longs(effects.getJsonArray("outageMillis")),
                            longs(effects.getJsonArray("recoveryMillis"))));
        });
        Map<String, String> versions = new LinkedHashMap<>();
        JsonObject named = json.getJsonObject("versions");
        named.keySet().forEach(name -> versions.put(name, named.getString(name)));
        return new Certificate(
                json.getJsonArray("runs").getValuesAs(CertificateJson::run),
                versions,
                json.getString("machine"),
                faults,
                number(json, "acknowledged"),
                counts(json.getJsonObject("answeredOtherwise")),
                number(json, "unknown"),
                number(json, "gapsAnnounced"),
                counts(json.getJsonObject("findings")),
                texts(json.getJsonArray("notTested")),
                texts(json.getJsonArray("excerpt")));
    }

    private static Certificate.Run run(JsonObject json) {
        return new Certificate.Run(
                json.getString("id"),
                json.getString("started"),
                number(json, "seconds"),
                number(json, "seed"),
                json.getInt("instances"),
                json.getInt("clients"),
                json.getInt("rate"),
                json.getBoolean("interrupted"));
    }

    private static long number(JsonObject json, String name) {
        return json.getJsonNumber(name).longValueExact();
    }

    private static List<Long> longs(JsonArray array) {
        return array.getValuesAs(JsonNumber.class).stream()
                .map(JsonNumber::longValueExact)
                .toList();
    }

    private static List<String> texts(JsonArray array) {
        return array.getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .toList();
    }

    private static Map<String, Long> counts(JsonObject json) {
        Map<String, Long> counts = new LinkedHashMap<>();
        json.keySet().forEach(name -> counts.put(name, number(json, name)));
        return counts;
    }
}
