package org.tidings.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A payload of another shape brings down every subscriber that trusts it; a schema with a mistake lets all through, or none. */
class PayloadSchemaTest {

    private static final String ORDER = "{'type':'object','required':['price'],'additionalProperties':false,"
            + "'properties':{'price':{'type':'number','minimum':0},'lines':{'items':{'$ref':'#/$defs/line'}},"
            + "'kind':{'anyOf':[{'const':'a'},{'type':'object','properties':{'x':{'type':'null'}}}]}},"
            + "'$defs':{'line':{'type':'string','maxLength':3}}}";

    private static PayloadSchema schema(String text) {
        return NamespaceFiles.read("{'orders':{'schema':" + text + "}}")
                .of("orders:1")
                .orElseThrow()
                .schema();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'price':-1} | /price | minimum",
                "{'lines':[]} | '' | required",
                "{'price':1,'lines':['abc','abcd']} | /lines/1 | maxLength",
                "{'price':1,'a/b~c':2} | /a~1b~0c | additionalProperties",
                "{'price':1,'kind':{'x':1}} | /kind/x | type",
                "[1] | '' | type",
                "'x' | '' | type",
                "null | '' | type",
            })
    void deviationIsNamedWhereItIs(String payload, String pointer, String keyword) {
        Optional<PayloadSchema.Deviation> deviation = schema(ORDER).deviation(payload.replace('\'', '"'));
        assertThat(deviation).contains(new PayloadSchema.Deviation(pointer.equals("''") ? "" : pointer, keyword));
    }

    @Test
    void whatFitsPasses() {
        assertThat(schema(ORDER).deviation("{\"price\": 1e-3, \"lines\": [\"äöü\"]}"))
                .isEmpty();
        assertThat(schema("{}").deviation("[1]")).isEmpty();
    }

    /** Draft 7 knew lists of schemas under this name; 2020-12 does not. */
    @Test
    void olderDraftHoldsWhereTheSchemaNamesIt() {
        PayloadSchema old = schema("{'$schema':'http://json-schema.org/draft-07/schema#','items':[{'type':'string'}]}");
        assertThat(old.deviation("[1]")).contains(new PayloadSchema.Deviation("/0", "type"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'type':'strin'} | namespaces.orders.schema.type | no JSON Schema",
                "{'properties':{'a':{'minimum':'1'}}} | namespaces.orders.schema.properties.a.minimum | no JSON Schema",
                "{'$ref':'https://example.org/order.json'} | namespaces.orders.schema.$ref | nothing is fetched",
                "{'items':{'$ref':'#/$defs/lin'}} | namespaces.orders.schema.items.$ref | nothing is fetched",
                "'order.json' | namespaces.orders.schema | a JSON Schema is expected, not a text",
            })
    void mistakeInASchemaIsFoundBeforeTheFirstPayload(String text, String path, String reason) {
        assertThat(NamespaceFiles.mistakes("{'orders':{'schema':" + text + "}}"))
                .anySatisfy(mistake -> assertThat(mistake).contains(path).contains(reason));
    }

    @Test
    void schemaMayReferToItself() {
        PayloadSchema tree = schema("{'$id':'urn:example:tree','properties':{'left':{'$ref':'#'},"
                + "'right':{'$ref':'urn:example:tree'},'name':{'$ref':'#word'}},"
                + "'$defs':{'w':{'$anchor':'word','type':'string'}}}");
        assertThat(tree.deviation("{\"left\":{\"right\":{\"name\":5}}}"))
                .contains(new PayloadSchema.Deviation("/left/right/name", "type"));
    }
}
